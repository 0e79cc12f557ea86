"""Decisions on the home tab: those that wait for the reader, and for the PMO those past their date."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.decision import Decision as Shown
from bot.domain.decision import DecisionState
from bot.services.decision_read import SHOWN, shown
from models import Decision, Person

MOST = 20

_NEEDED = SHOWN.where(Decision.state == DecisionState.NEEDED).order_by(Decision.due_on, Decision.id).limit(MOST)
_MINE = _NEEDED.where(Decision.owner_id == sa.bindparam("person_id"))
_PAST = _NEEDED.where(
    Decision.owner_id != sa.bindparam("person_id"), Decision.due_on < sa.bindparam("today", type_=sa.Date())
)


async def waiting_for(session: AsyncSession, person: Person) -> list[Shown]:
    """Return what somebody is to decide, the most urgent first."""
    return [shown(row) for row in await session.execute(_MINE, {"person_id": person.id})]


async def past_due(session: AsyncSession, person: Person, today: date) -> list[Shown]:
    """Return what others were to decide before `today`, the oldest first."""
    return [shown(row) for row in await session.execute(_PAST, {"person_id": person.id, "today": today})]
