"""What stands between people and syncs or retros, as it is stored now."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from bot.domain.opt_out import Asks, OptOut, OptOutOf, OptOutState
from models import OptOut as OptOutRow
from models import Person, Retro, Ritual

_OWNER, _DECIDER = aliased(Person), aliased(Person)
_ID = sa.func.coalesce(OptOutRow.ritual_id, OptOutRow.retro_id)
_NAME, _STATE = sa.func.coalesce(Ritual.name, Retro.name), sa.func.coalesce(Ritual.state, Retro.state)
_OWNER_ID = sa.func.coalesce(Ritual.owner_id, Retro.owner_id)
_ROWS = (
    sa.select(OptOutRow, _ID, Person, _NAME, _STATE, _OWNER_ID, _OWNER.name, _DECIDER.name)
    .outerjoin(Ritual, Ritual.id == OptOutRow.ritual_id)
    .outerjoin(Retro, Retro.id == OptOutRow.retro_id)
    .join(Person, Person.id == OptOutRow.person_id)
    .join(_OWNER, _OWNER.id == _OWNER_ID)
    .outerjoin(_DECIDER, _DECIDER.id == OptOutRow.decided_by_id)
    .order_by(OptOutRow.state, Person.name, OptOutRow.id)
)
_IN_FORCE = (OptOutState.ASKED, OptOutState.OUT)
COLUMN: dict[Asks, InstrumentedAttribute[Any]] = {
    Asks.SYNC: OptOutRow.ritual_id,
    Asks.RETRO: OptOutRow.retro_id,
}
"""Which column says what it is about."""


def may_decide(person: Person, owner_id: int) -> bool:
    """Tell whether `person` may leave others out of a sync or retro of this owner."""
    return person.acts_as_pmo or person.id == owner_id


async def opt_outs(session: AsyncSession, *conditions: sa.ColumnElement[bool]) -> list[OptOut]:
    """Return the requests for which all conditions hold: those that wait first, then by name."""
    return [
        OptOut(
            id=row.id,
            ritual_id=ritual_id,
            ritual=ritual,
            name=person.name,
            slack_id=person.slack_id,
            owner=owner,
            owner_id=owner_id,
            state=OptOutState(row.state),
            reason=row.reason,
            word=row.word,
            decider=decider or "",
            decided_at=row.decided_at,
            gone=_gone(person, ritual, state),
            of=Asks.SYNC if row.retro_id is None else Asks.RETRO,
        )
        for row, ritual_id, person, ritual, state, owner_id, owner, decider in await session.execute(
            _ROWS.where(*conditions), execution_options={"populate_existing": True}
        )
    ]


async def opt_out_with(session: AsyncSession, opt_out_id: int) -> OptOut | None:
    """Return one request; None where there is none of this id in the workspace any more."""
    return next(iter(await opt_outs(session, OptOutRow.id == opt_out_id)), None)


async def opt_out_of(session: AsyncSession, which: OptOutOf, person_id: int) -> OptOut | None:
    """Return what stands between a person and a sync or retro, None for nothing."""
    of = (COLUMN[which.of] == which.id, OptOutRow.person_id == person_id)
    return next(iter(await opt_outs(session, *of)), None)


async def left_out_of(session: AsyncSession, person: Person) -> tuple[OptOut, ...]:
    """Return the syncs and retros that somebody is left out of, as they may know it, by their names."""
    theirs = (OptOutRow.person_id == person.id, OptOutRow.state == OptOutState.OUT, _STATE != "deleted")
    return tuple(sorted(await opt_outs(session, *theirs), key=lambda one: one.ritual.casefold()))


async def opted_out(session: AsyncSession, ritual_id: int) -> tuple[int, ...]:
    """Return the ids of those who are left out of a sync."""
    rows = sa.select(OptOutRow.person_id).where(OptOutRow.ritual_id == ritual_id, OptOutRow.state == OptOutState.OUT)
    return tuple(await session.scalars(rows.order_by(OptOutRow.id)))


async def to_look_at(session: AsyncSession, of: Asks, ritual_ids: Sequence[int]) -> dict[int, int]:
    """Return how many people are left out of these syncs (or retros) or ask to be, by id; without those with none."""
    column = COLUMN[of]
    counted = (
        sa.select(column, sa.func.count())
        .where(column.in_(ritual_ids), OptOutRow.state.in_(_IN_FORCE))
        .group_by(column)
    )
    return {ritual_id: count for ritual_id, count in await session.execute(counted)}  # noqa: C416 (rows are no pairs to mypy)


def _gone(person: Person, ritual: str, state: str) -> str:
    if state == "deleted":
        return f"{ritual} was deleted, so nobody is asked in it any more"
    return f"{person.name}'s account is deactivated, so they are not asked anyway" if person.deactivated else ""
