"""How long a question of a sync or a retro can wait for a reader who does not want to be disturbed."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.quiet import held_until
from bot.domain.retro import RetroState
from bot.services.working import working_times
from models import Person, RetroPart, RetroRound, Round, Turn

_TURN = (
    sa.select(Person, Round.closes_at)
    .join(Turn, sa.and_(Turn.workspace_id == Person.workspace_id, Turn.person_id == Person.id))
    .join(Round, sa.and_(Round.workspace_id == Turn.workspace_id, Round.id == Turn.round_id))
    .where(Turn.id == sa.bindparam("id"), Round.state == "open")
)
_PART = (
    sa.select(Person, RetroRound.reveal_at)
    .join(RetroPart, sa.and_(RetroPart.workspace_id == Person.workspace_id, RetroPart.person_id == Person.id))
    .join(RetroRound, sa.and_(RetroRound.workspace_id == RetroPart.workspace_id, RetroRound.id == RetroPart.round_id))
    .where(RetroPart.id == sa.bindparam("id"), RetroRound.state.in_([RetroState.COLLECTING, RetroState.FEW]))
)


async def turn_held_until(session: AsyncSession, turn_id: int, now: datetime, ends_at: datetime) -> datetime | None:
    """Return until when what the person of a turn is asked is held: before the sync closes, or None."""
    return await _held_until(session, _TURN, turn_id, now, ends_at)


async def part_held_until(session: AsyncSession, part_id: int, now: datetime, ends_at: datetime) -> datetime | None:
    """Return until when what the person of a part is asked is held: before the cards are shown, or None."""
    return await _held_until(session, _PART, part_id, now, ends_at)


async def _held_until(
    session: AsyncSession, asked: sa.Select[Person, datetime], asked_id: int, now: datetime, ends_at: datetime
) -> datetime | None:
    row = (await session.execute(asked, {"id": asked_id})).one_or_none()
    if row is None:
        return None
    person, closes_at = row
    working = (await working_times(session, [person]))[person.id]
    return held_until(now, ends_at, closes_at, working)
