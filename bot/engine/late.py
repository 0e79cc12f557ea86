"""Timers that nobody fired in time, or that fail again and again: what an operator looks at first."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.status import Lateness, TroubledTimer
from bot.engine.tick import ATTEMPTS
from bot.engine.timers import PENDING
from bot.engine.upsert import table
from models import Timer

ON_TIME = timedelta(seconds=5)
"""The ticker comes every second; what is overdue by more than this is late."""

_timer = table(Timer)
_LATE = sa.and_(sa.text(PENDING), _timer.c.due_at < sa.bindparam("before", type_=_timer.c.due_at.type))
_COUNTED = sa.select(sa.func.count(), sa.func.min(_timer.c.due_at)).select_from(_timer).where(_LATE)
_FAILING = sa.select(sa.func.count()).select_from(_timer).where(sa.text(PENDING), _timer.c.attempt >= ATTEMPTS)
_OLDEST = sa.select(_timer).where(_LATE).order_by(_timer.c.due_at, _timer.c.id).limit(sa.bindparam("most"))
_FAILED = (
    sa.select(_timer)
    .where(sa.or_(_timer.c.state == "failed", sa.and_(sa.text(PENDING), _timer.c.attempt >= ATTEMPTS)))
    .order_by(_timer.c.due_at, _timer.c.id)
)


async def lateness(connection: AsyncConnection, now: datetime) -> Lateness:
    """Return how late timers are at `now`; reads only what is pending."""
    number, oldest = (await connection.execute(_COUNTED, {"before": now - ON_TIME})).one()
    failing = await connection.scalar(_FAILING)
    return Lateness(number, now - oldest if oldest else timedelta(), failing or 0)


async def latest(connection: AsyncConnection, now: datetime, most: int) -> list[TroubledTimer]:
    """Return up to `most` late timers, the one that is due longest first."""
    return [_troubled(row) for row in await connection.execute(_OLDEST, {"before": now - ON_TIME, "most": most})]


async def failed(connection: AsyncConnection) -> list[TroubledTimer]:
    """Return the timers that failed three times in a row or more, and those that were given up; reads all timers."""
    return [_troubled(row) for row in await connection.execute(_FAILED)]


def _troubled(row: sa.Row[tuple[object, ...]]) -> TroubledTimer:
    return TroubledTimer(row.workspace_id, row.kind, row.subject, row.due_at, row.error)
