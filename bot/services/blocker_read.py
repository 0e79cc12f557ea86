"""Blockers as they are shown, read in bulk: two statements for however many."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.domain.blocker import LIVE, Known, On, State
from bot.domain.blocker import Step as StepKind
from bot.domain.blocker_shown import Blocker as Shown
from models import Blocker, BlockerStep, Person, Team, Workspace

IS_LIVE = Blocker.state.in_(sorted(LIVE))
"""Somebody still waits."""

IS_ONES_OWN = sa.or_(Blocker.party_team_id.is_(None), Blocker.round_id.is_(None))
"""Of what somebody raised, what is asked for where they answer for themselves: not what their team told in a sync."""

_PARTY, _ON_TEAM = aliased(Team), aliased(Team)
_RAISER, _ON_PERSON, _OWNER, _DONE = aliased(Person), aliased(Person), aliased(Person), aliased(Person)
_MERGED, _STEP = aliased(Blocker), aliased(BlockerStep)
_SAME = (
    sa.select(sa.func.count())
    .where(_MERGED.workspace_id == Blocker.workspace_id, _MERGED.merged_into_id == Blocker.id)
    .scalar_subquery()
)
_CLOSED_BY = (
    sa.select(_DONE.name)
    .join(_STEP, sa.and_(_STEP.workspace_id == _DONE.workspace_id, _STEP.person_id == _DONE.id))
    .where(
        _STEP.workspace_id == Blocker.workspace_id,
        _STEP.blocker_id == sa.func.coalesce(Blocker.merged_into_id, Blocker.id),
        _STEP.kind == StepKind.DONE,
    )
    .order_by(_STEP.id.desc())
    .limit(1)
    .scalar_subquery()
)
# Put together once: every answered prompt and every summary reads it.
SHOWN = (
    sa.select(
        Blocker,
        _PARTY.name.label("party"),
        _RAISER.name.label("raiser"),
        _ON_TEAM.name.label("on_team"),
        _ON_PERSON.name.label("on_person"),
        _OWNER.name.label("owner"),
        sa.case((Blocker.state == State.DONE, _CLOSED_BY), else_=None).label("done_by"),
        _SAME.label("same"),
        Workspace.blocker_limit.label("limit"),
    )
    .join(Workspace, Workspace.id == Blocker.workspace_id)
    .join(_RAISER, _RAISER.id == Blocker.raiser_id)
    .outerjoin(_PARTY, _PARTY.id == Blocker.party_team_id)
    .outerjoin(_ON_TEAM, _ON_TEAM.id == Blocker.team_id)
    .outerjoin(_ON_PERSON, _ON_PERSON.id == Blocker.person_id)
    .outerjoin(_OWNER, _OWNER.id == Blocker.owner_id)
    .order_by(Blocker.since, Blocker.id)
)


async def shown(session: AsyncSession, *conditions: sa.ColumnElement[bool]) -> list[Shown]:
    """Return the blockers of which all `conditions` hold, the oldest first."""
    return [shown_row(row) for row in await session.execute(SHOWN.where(*conditions))]


def shown_row(row: Any) -> Shown:
    """Return a row of `SHOWN` as it is shown."""
    one: Blocker = row.Blocker
    return Shown(
        id=one.id,
        party=row.party or row.raiser,
        on=row.on_team or row.on_person or f"{one.outside} (outside, owner {row.owner})",
        outside=one.outside,
        needs=one.needs,
        since=one.since,
        by=row.raiser if row.party else "",
        state=State(one.state),
        owner=row.owner or "",
        due_on=one.due_on,
        done_by=row.done_by or "",
        told=one.told_at is not None,
        same=row.same,
        limit=row.limit,
        link=one.link if one.link_public else "",
    )


def of_sync(ritual_id: sa.ColumnExpressionArgument[int] | int) -> sa.ColumnElement[bool]:
    """Return the condition for what goes on with a sync: its own, and what none has taken up yet."""
    return sa.or_(Blocker.ritual_id == ritual_id, Blocker.ritual_id.is_(None))


def on_of(blocker: Blocker) -> On:
    """Return whom a blocker waits on here: of one on somebody outside, who looks after it."""
    return On(blocker.team_id, blocker.owner_id if blocker.outside else blocker.person_id)


def hand_over(blocker: Blocker, on: On) -> None:
    """Let a blocker wait on another team or person here, untaken; on somebody outside it goes on through a person."""
    blocker.state, blocker.due_on = str(State.OPEN), None
    if blocker.outside and on.person is not None:
        blocker.owner_id = on.person
        return
    blocker.team_id, blocker.person_id, blocker.outside, blocker.owner_id = on.team, on.person, "", None


async def waited_on(session: AsyncSession, blocker_ids: Collection[int]) -> dict[int, set[On]]:
    """Return all that each of these blockers ever waited on."""
    rows = sa.select(BlockerStep.blocker_id, BlockerStep.on_team_id, BlockerStep.on_person_id).where(
        BlockerStep.blocker_id.in_(blocker_ids),
        BlockerStep.kind.in_((StepKind.RAISED, StepKind.PASSED)),
    )
    found: dict[int, set[On]] = {blocker_id: set() for blocker_id in blocker_ids}
    for blocker_id, team, person in await session.execute(rows):
        found[blocker_id].add(On(team, person))
    return found


async def known(session: AsyncSession, rows: Collection[Blocker], round_id: int) -> list[Known]:
    """Return stored blockers as an answer in this round is compared with them."""
    on = await waited_on(session, [row.id for row in rows]) if rows else {}
    return [
        Known(
            row.id,
            {replace(one, outside=row.outside) for one in (*on[row.id], on_of(row))},
            row.needs,
            State(row.state),
            row.round_id == round_id,
        )
        for row in rows
    ]
