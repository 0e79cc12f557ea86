"""What is looked at every night: its first timer is set at a start, wherever none waits."""

from datetime import datetime

import sqlalchemy as sa

from bot.db import Database
from bot.engine.timers import set_timer
from models import Timer


async def begin_nightly(database: Database, workspace_id: str, kind: str, first: datetime) -> None:
    """Set the timer of the first night at `first`; one that waits already stays, be it past its time after downtime."""
    waits = sa.select(Timer.id).where(Timer.kind == kind, Timer.state == "pending")
    async with database.transaction(workspace_id) as session:
        if await session.scalar(waits) is None:
            await set_timer(session, workspace_id, kind, "", first)
