"""Retention by time: every night what is over its time is deleted."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot import log
from bot.clock import Clock
from bot.db import Database
from bot.engine.port import NIGHT, DueTimer, Engine, Work, one_by_one
from bot.services.retention import RETENTION, Retention

logger = log.get(__name__)


def register(engine: Engine, database: Database, retention: Retention, clock: Clock) -> None:
    """Let the engine plan and do the nightly deletion."""

    async def plan(session: AsyncSession, timer: DueTimer, now: datetime) -> None:
        # The next night is set here, so that a night that fails is not the last one.
        await retention.schedule(session, timer.workspace_id, retention.next_night(timer.workspace_id))
        key = f"{RETENTION}:{now:%Y%m%d%H%M%S%f}"
        await engine.enqueue(session, Work(timer.workspace_id, RETENTION, key))

    async def work(work: Work) -> None:
        swept = await retention.delete_old(work.workspace_id)
        logger.info("deleted what was over its time", workspace=work.workspace_id, more=swept.more, **swept.counts)
        if swept.more:
            # By the tick, so that a stop, or the comparison with Slack's lists, need not wait for all of it.
            async with database.transaction(work.workspace_id) as session:
                await retention.schedule(session, work.workspace_id, clock.now())

    engine.register(RETENTION, one_by_one(plan))
    engine.register_worker(RETENTION, work, lane=NIGHT)
