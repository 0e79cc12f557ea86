"""Every night the members of channels and user groups that stakeholder groups are made of are asked of Slack."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.engine.port import NIGHT, DueTimer, Engine, Work, one_by_one
from bot.errors import SlackRefused, SlackUnavailable
from bot.services.stakeholder_follow import FOLLOW, StakeholderFollows

LATER = timedelta(hours=1)


def register(engine: Engine, database: Database, follows: StakeholderFollows, clock: Clock) -> None:
    """Let the engine plan and do it."""

    async def plan(session: AsyncSession, timer: DueTimer, now: datetime) -> None:
        # The next night is set here, so that a night that fails is not the last one.
        await follows.schedule(session, timer.workspace_id)
        await engine.enqueue(session, Work(timer.workspace_id, FOLLOW, f"{FOLLOW}:{now:%Y%m%d%H%M%S}"))

    async def work(work: Work) -> None:
        try:
            await follows.night(work.workspace_id)
        except (SlackUnavailable, SlackRefused):
            async with database.transaction(work.workspace_id) as session:
                await follows.schedule(session, work.workspace_id, clock.now() + LATER)

    engine.register(FOLLOW, one_by_one(plan))
    engine.register_worker(FOLLOW, work, lane=NIGHT)
