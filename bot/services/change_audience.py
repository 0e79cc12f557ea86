"""Whom something of a change asks: the groups by name, and when each person works next."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import IDS, rows_of
from bot.services.working import working_times
from models import Person, StakeholderGroup

_PEOPLE = sa.select(Person).where(Person.id.in_(IDS), Person.deactivated.is_(False), Person.is_bot.is_(False))


async def group_names(session: AsyncSession, change_id: int) -> dict[int, str]:
    """Return the names of the groups of a change by their ids, in their order."""
    rows = sa.select(StakeholderGroup.id, StakeholderGroup.name).where(StakeholderGroup.change_id == change_id)
    found = await session.execute(rows.order_by(StakeholderGroup.place, StakeholderGroup.id))
    return {one.id: one.name for one in found}


async def asked_when(
    session: AsyncSession, people: Collection[int], now: datetime, closes_at: datetime
) -> dict[int, datetime]:
    """Return when each of these people is asked; whoever is away until it closes, or gone, is not."""
    rows = [one[0] for one in await rows_of(session, _PEOPLE, people)]
    due = {one: working.next_working(now) for one, working in (await working_times(session, rows)).items()}
    return {one: at for one, at in due.items() if at is not None and at < closes_at}
