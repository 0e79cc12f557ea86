"""Decisions as they are shown: rows of the database with the names that they point to, read in bulk."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.domain.decision import Decision as Shown
from bot.domain.decision import DecisionState
from models import Decision, DecisionBefore, DecisionTold, Person, Prompt, Team

_OWNER, _RAISER, _SETTLER, _PARTY, _EARLIER = (aliased(Person) for _ in range(5))

# Put together once: every summary reads it.
SHOWN = (
    sa.select(
        Decision.id,
        Decision.question,
        Decision.state,
        Decision.due_on,
        Decision.outcome,
        Decision.reason,
        Decision.review_on,
        Decision.settled_at,
        _OWNER.name.label("owner"),
        _RAISER.name.label("raiser"),
        _SETTLER.name.label("settler"),
        _SETTLER.zone.label("settler_zone"),
        Team.name.label("team"),
        _PARTY.name.label("person"),
    )
    .join(_OWNER, _OWNER.id == Decision.owner_id)
    .join(_RAISER, _RAISER.id == Decision.raised_by_id)
    .outerjoin(_SETTLER, _SETTLER.id == Decision.settled_by_id)
    .outerjoin(_PARTY, _PARTY.id == Decision.person_id)
    .outerjoin(Team, Team.id == Decision.team_id)
)
_TOLD = (
    SHOWN.add_columns(DecisionTold.prompt_id)
    .join(DecisionTold, DecisionTold.decision_id == Decision.id)
    .join(Prompt, Prompt.id == DecisionTold.prompt_id)
    .order_by(Decision.id)
)
_ONE = SHOWN.where(Decision.id == sa.bindparam("decision_id"))
_BEFORE = (
    sa.select(DecisionBefore.outcome, _EARLIER.name)
    .join(_EARLIER, _EARLIER.id == DecisionBefore.settled_by_id)
    .where(DecisionBefore.decision_id == sa.bindparam("decision_id"))
    .order_by(DecisionBefore.id.desc())
)


def shown(row: Any, before: tuple[tuple[str, str], ...] = ()) -> Shown:
    """Return a row of `SHOWN` as it is shown."""
    settled = row.settled_at is not None and row.settler is not None
    return Shown(
        name=row.team or row.person or "",
        text=row.question,
        by=row.raiser,
        id=row.id,
        state=DecisionState(row.state),
        owner=row.owner,
        due_on=row.due_on,
        outcome=row.outcome,
        reason=row.reason,
        settled_by=row.settler or "",
        settled_on=row.settled_at.astimezone(ZoneInfo(row.settler_zone)).date() if settled else None,
        review_on=row.review_on,
        before=before,
    )


async def told_in(session: AsyncSession, mine: sa.ColumnElement[bool]) -> Mapping[int, tuple[Shown, ...]]:
    """Return the decisions that the answers to some prompts asked for, by prompt; `mine` says which ones."""
    found: dict[int, tuple[Shown, ...]] = defaultdict(tuple)
    for row in await session.execute(_TOLD.where(mine)):
        found[row.prompt_id] += (shown(row),)
    return found


async def shown_one(session: AsyncSession, decision_id: int) -> Shown | None:
    """Return a decision with its history; None where it is not in the workspace."""
    row = (await session.execute(_ONE, {"decision_id": decision_id})).one_or_none()
    if row is None:
        return None
    before = await session.execute(_BEFORE, {"decision_id": decision_id})
    return shown(row, tuple((outcome, name) for outcome, name in before))


@dataclass(frozen=True, slots=True)
class Current:
    """When a decision was made or dropped ("" while it is needed), whose it is, and the zone of its owner."""

    settled: str
    owner_id: int
    zone: str


async def as_of(session: AsyncSession, decision_id: int) -> Current | None:
    """Return how a decision stands; None where it is not in the workspace."""
    rows = sa.select(Decision.settled_at, Decision.owner_id, Person.zone).join(Person, Person.id == Decision.owner_id)
    row = (await session.execute(rows.where(Decision.id == decision_id))).one_or_none()
    if row is None:
        return None
    settled_at, owner_id, zone = row
    return Current(settled_at.isoformat() if settled_at else "", owner_id, zone)
