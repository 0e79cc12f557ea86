"""A digest is changed or stopped at the very moment at which it comes."""

import asyncio

import pytest
import sqlalchemy as sa

from bot.domain.digest_plan import DigestPlan
from bot.services.digest_plan import COMES
from models import Digest, Timer
from tests.journeys.conftest import World
from tests.journeys.test_digest_weekly import weekly
from tests.journeys.test_sync_races import stored

pytestmark = pytest.mark.begins("Tue 10:00")


async def test_a_change_waits_for_the_tick_and_the_tick_not_for_it(company: World) -> None:
    """The tick has the timer first, and then the digest; so has whoever changes it.

    SQLite has one writer, so that nobody has a timer in hand while another one writes.
    """
    mara, database = company.persona("mara"), company.bot.parts.database
    assert await weekly(company, "mara") == {}
    plan = DigestPlan(weekday=0)
    if database.is_sqlite:
        await company.bot.parts.digest_plans.save(company.workspace_id, mara.id, plan)
    else:
        async with database.transaction(company.workspace_id) as tick, asyncio.TaskGroup() as tasks:
            [held] = await tick.scalars(sa.select(Timer.subject).where(Timer.kind == COMES).with_for_update())
            tasks.create_task(company.bot.parts.digest_plans.save(company.workspace_id, mara.id, plan))
            await waited_for(company)
            await tick.execute(sa.update(Digest).where(Digest.id == int(held)).values(local_time=plan.at))
            await tick.commit()
    [row] = await stored(company, Digest)
    assert row.weekday == 0


async def waited_for(world: World) -> None:
    """Go on once PostgreSQL says that somebody waits for a lock."""
    waits = sa.text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    while True:
        async with world.bot.parts.database.reading(world.workspace_id) as session:
            if await session.scalar(waits):
                return
