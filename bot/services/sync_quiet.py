"""How long a question of a sync can wait for a reader who does not want to be disturbed."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.quiet import held_until
from bot.services.working import working_times
from models import Person, Round, Turn

_ASKED = (
    sa.select(Person, Round.closes_at)
    .join(Turn, sa.and_(Turn.workspace_id == Person.workspace_id, Turn.person_id == Person.id))
    .join(Round, sa.and_(Round.workspace_id == Turn.workspace_id, Round.id == Turn.round_id))
    .where(Turn.id == sa.bindparam("turn_id"), Round.state == "open")
)


async def question_held_until(session: AsyncSession, turn_id: int, now: datetime, ends_at: datetime) -> datetime | None:
    """Return until when the question or the reminder of a turn is held; None where it cannot wait."""
    row = (await session.execute(_ASKED, {"turn_id": turn_id})).one_or_none()
    if row is None:
        return None
    person, closes_at = row
    working = (await working_times(session, [person]))[person.id]
    return held_until(now, ends_at, closes_at, working)
