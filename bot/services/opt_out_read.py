"""What stands between people and syncs, as it is stored now."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.domain.opt_out import OptOut, OptOutState
from models import OptOut as OptOutRow
from models import Person, Ritual

_OWNER, _DECIDER = aliased(Person), aliased(Person)
_ROWS = (
    sa.select(OptOutRow, Person, Ritual.name, Ritual.state, Ritual.owner_id, _OWNER.name, _DECIDER.name)
    .join(Ritual, Ritual.id == OptOutRow.ritual_id)
    .join(Person, Person.id == OptOutRow.person_id)
    .join(_OWNER, _OWNER.id == Ritual.owner_id)
    .outerjoin(_DECIDER, _DECIDER.id == OptOutRow.decided_by_id)
    .order_by(OptOutRow.state, Person.name, OptOutRow.id)
)
_IN_FORCE = (OptOutState.ASKED, OptOutState.OUT)


def may_decide(person: Person, owner_id: int) -> bool:
    """Tell whether `person` may leave others out of a sync of this owner."""
    return person.acts_as_pmo or person.id == owner_id


async def opt_outs(session: AsyncSession, *conditions: sa.ColumnElement[bool]) -> list[OptOut]:
    """Return the requests for which all conditions hold, on them and their syncs: waiting ones first, then by name."""
    return [
        OptOut(
            id=row.id,
            ritual_id=row.ritual_id,
            sync=sync,
            name=person.name,
            slack_id=person.slack_id,
            owner=owner,
            owner_id=owner_id,
            state=OptOutState(row.state),
            reason=row.reason,
            word=row.word,
            decider=decider or "",
            decided_at=row.decided_at,
            gone=_gone(person, sync, state),
        )
        for row, person, sync, state, owner_id, owner, decider in await session.execute(
            _ROWS.where(*conditions), execution_options={"populate_existing": True}
        )
    ]


async def opt_out_with(session: AsyncSession, opt_out_id: int) -> OptOut | None:
    """Return one request; None where there is none of this id in the workspace any more."""
    return next(iter(await opt_outs(session, OptOutRow.id == opt_out_id)), None)


async def opt_out_of(session: AsyncSession, ritual_id: int, person_id: int) -> OptOut | None:
    """Return what stands between a person and a sync, None for nothing."""
    of = (OptOutRow.ritual_id == ritual_id, OptOutRow.person_id == person_id)
    return next(iter(await opt_outs(session, *of)), None)


async def left_out_of(session: AsyncSession, person: Person) -> tuple[OptOut, ...]:
    """Return the syncs that somebody is left out of, as they may know it, by their names."""
    theirs = (OptOutRow.person_id == person.id, OptOutRow.state == OptOutState.OUT, Ritual.state != "deleted")
    return tuple(sorted(await opt_outs(session, *theirs), key=lambda one: one.sync.casefold()))


async def opted_out(session: AsyncSession, ritual_id: int) -> tuple[int, ...]:
    """Return the ids of those who are left out of a sync."""
    rows = sa.select(OptOutRow.person_id).where(OptOutRow.ritual_id == ritual_id, OptOutRow.state == OptOutState.OUT)
    return tuple(await session.scalars(rows.order_by(OptOutRow.id)))


async def to_look_at(session: AsyncSession, ritual_ids: Sequence[int]) -> dict[int, int]:
    """Return how many people are left out of these syncs or ask to be, by sync; without those that have none."""
    counted = (
        sa.select(OptOutRow.ritual_id, sa.func.count())
        .where(OptOutRow.ritual_id.in_(ritual_ids), OptOutRow.state.in_(_IN_FORCE))
        .group_by(OptOutRow.ritual_id)
    )
    return {ritual_id: count for ritual_id, count in await session.execute(counted)}  # noqa: C416 (rows are no pairs to mypy)


def _gone(person: Person, sync: str, state: str) -> str:
    if state == "deleted":
        return f"{sync} was deleted, so nobody is asked in it any more"
    return f"{person.name}'s account is deactivated, so they are not asked anyway" if person.deactivated else ""
