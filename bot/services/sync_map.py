"""The sync map, read by two statements: its last rounds, and the blockers that were open at some time then."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.db import AnyRow, Database
from bot.domain.blocker import State
from bot.domain.question import QuestionRole, from_json, with_role
from bot.domain.sync_map import NO_TEAM, OUTSIDE, ROUNDS, Closed, MapFacts, Span, Waited, closed_of, map_of
from bot.errors import NotFound
from bot.services.home_team import home_team
from bot.services.role import acting
from bot.services.sync_sight import may_see
from models import Blocker, Person, Ritual, Round, Team

_PARTY, _ON = aliased(Team), aliased(Team)
_STANDS = (Blocker.state != State.WITHDRAWN, Blocker.merged_into_id.is_(None))
"""Of the same one told by several the first counts, and what was taken back never was."""


def _home_of(person_id: sa.ColumnExpressionArgument[Any]) -> sa.ScalarSelect[str]:
    """Return the name of the team that a blocker's person is at home in."""
    team = aliased(Team)
    return sa.select(team.name).where(team.id == home_team(Blocker.workspace_id, person_id)).scalar_subquery()


_UNTIL = sa.bindparam("until", type_=Round.local_date.type)
_LATER = sa.select(Round.id).where(Round.ritual_id == sa.bindparam("ritual_id"), Round.local_date > _UNTIL)

# Put together once: every summary reads them.
_OF_SYNC = (
    sa.select(
        sa.func.coalesce(_PARTY.name, _home_of(Blocker.raiser_id)).label("who"),
        sa.func.coalesce(_ON.name, _home_of(Blocker.person_id)).label("on"),
        Blocker.outside,
        Blocker.round_id,
        Blocker.since,
        Blocker.closed_at,
    )
    .outerjoin(_PARTY, _PARTY.id == Blocker.party_team_id)
    .outerjoin(_ON, _ON.id == Blocker.team_id)
    .where(
        *_STANDS,
        Blocker.ritual_id == sa.bindparam("ritual_id"),
        sa.or_(Blocker.round_id.not_in(_LATER), Blocker.round_id.is_(None)),
        sa.or_(
            Blocker.closed_at.is_(None), Blocker.closed_at > sa.bindparam("begins_at", type_=Blocker.closed_at.type)
        ),
    )
)
_TOLD = _OF_SYNC.where(sa.or_(Blocker.told_at.is_not(None), Blocker.closed_at.is_not(None)))
"""What was not told yet can still be taken back unseen."""

_SPANS = (
    sa.select(Round.id, Round.local_date, Round.opens_at, Round.closes_at, Round.state, Round.questions)
    .where(
        Round.ritual_id == sa.bindparam("ritual_id"),
        Round.local_date <= _UNTIL,
        Round.state != "missed",
    )
    .order_by(Round.local_date.desc())
    .limit(ROUNDS)
)
_before = (
    sa.select(sa.func.max(Round.closes_at))
    .where(
        Round.ritual_id == sa.bindparam("ritual_id"),
        Round.local_date < sa.bindparam("day", type_=Round.local_date.type),
        Round.state == "closed",
    )
    .scalar_subquery()
)
_SINCE_LAST = sa.select(Blocker.since, Blocker.closed_at).where(
    *_STANDS,
    Blocker.ritual_id == sa.bindparam("ritual_id"),
    Blocker.closed_at > _before,
    Blocker.closed_at <= sa.bindparam("closes_at", type_=Blocker.closed_at.type),
)


class SyncMaps:
    """Shows who waits on whom in a sync."""

    def __init__(self, database: Database) -> None:
        """Read `database`."""
        self._database = database

    async def facts(self, workspace_id: str, slack_id: str, ritual_id: int, *, first: int = 0) -> MapFacts:
        """Return the map of a sync as it is now, from the pair at the place `first` on.

        Whoever may see the sync may see it. Raises NotFound for one that is gone or not theirs to see.
        """
        async with self._database.reading(workspace_id) as session:
            return await map_for(session, await acting(session, slack_id), ritual_id, first=first)


async def map_for(session: AsyncSession, reader: Person, ritual_id: int, *, first: int = 0) -> MapFacts:
    """Return the map of a sync as `SyncMaps.facts` does, in a session that is open already."""
    found = sa.select(Ritual).where(Ritual.id == ritual_id, Ritual.state != "deleted", may_see(reader))
    ritual = await session.scalar(found)
    if ritual is None:
        raise NotFound("This sync was deleted, or it is not for you to see, so there is no map of it here.")
    return await _facts(session, ritual, _TOLD, date.max, ritual.questions, first)


async def map_facts(session: AsyncSession, round_id: int) -> MapFacts:
    """Return the map as it stands with a round, for the thread of its summary. Raises NotFound where it is gone.

    What waits in that round is in its summary already, told or not.
    """
    current = await session.get(Round, round_id)
    if current is None:
        raise NotFound("This round is not there any more.")
    ritual = await session.get_one(Ritual, current.ritual_id)
    return await _facts(session, ritual, _OF_SYNC, current.local_date, current.questions, 0)


async def closed_since_last(session: AsyncSession, current: Round) -> Closed:
    """Return what was closed between the closing of the round before and that of `current`; nothing for the first."""
    about = {"ritual_id": current.ritual_id, "day": current.local_date, "closes_at": current.closes_at}
    rows = await session.execute(_SINCE_LAST, about)
    return closed_of(Waited("", "", 0, since, closed_at) for since, closed_at in rows)


async def _facts(
    session: AsyncSession,
    ritual: Ritual,
    blockers: sa.Select[*tuple[Any, ...]],
    until: date,
    questions: Any,
    first: int,
) -> MapFacts:
    rounds = list(await session.execute(_SPANS, {"ritual_id": ritual.id, "until": until}))[::-1]
    spans = [Span(one.id, one.local_date, one.closes_at, open=one.state == "open") for one in rounds]
    about = {"ritual_id": ritual.id, "until": until}
    waited: list[Waited] = []
    if rounds:
        found = await session.execute(blockers, about | {"begins_at": rounds[0].opens_at})
        # What was raised by itself after a round is not yet part of what stands with it.
        ends = None if until == date.max else rounds[-1].closes_at
        waited = [_one(row) for row in found if row.round_id is not None or ends is None or row.since <= ends]
    asks = with_role(from_json(questions), QuestionRole.WAITING_ON) is not None
    return MapFacts(ritual.id, ritual.name, map_of(spans, waited), asks=asks, first=first)


def _one(row: AnyRow) -> Waited:
    on = OUTSIDE if row.outside else row.on or NO_TEAM
    return Waited(row.who or NO_TEAM, on, row.round_id, row.since, row.closed_at)
