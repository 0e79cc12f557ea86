"""People by time: every night they are compared with Slack's lists."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.engine.port import NIGHT, DueTimer, Engine, Work, one_by_one
from bot.errors import SlackRefused, SlackUnavailable
from bot.services.people import RECONCILE, PeopleService, next_night

LATER = timedelta(hours=1)


def register(engine: Engine, database: Database, people: PeopleService, clock: Clock) -> None:
    """Let the engine plan and do the nightly comparison."""

    async def plan(session: AsyncSession, timer: DueTimer, now: datetime) -> None:
        # The next night is set here, so that a night that fails is not the last one.
        await people.schedule(session, timer.workspace_id, next_night(timer.workspace_id, now))
        key = f"{RECONCILE}:{now:%Y%m%d%H%M%S}"
        await engine.enqueue(session, Work(timer.workspace_id, RECONCILE, key))

    async def work(work: Work) -> None:
        try:
            await people.reconcile(work.workspace_id)
        except (SlackUnavailable, SlackRefused):
            async with database.transaction(work.workspace_id) as session:
                await people.schedule(session, work.workspace_id, clock.now() + LATER)

    engine.register(RECONCILE, one_by_one(plan))
    engine.register_worker(RECONCILE, work, lane=NIGHT)
