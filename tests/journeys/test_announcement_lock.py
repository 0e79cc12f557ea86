"""An announcement begins to go while its change, a draft, is deleted or stopped: they wait for each other in turn."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
import sqlalchemy as sa

from bot.domain.change import ChangeState
from bot.errors import BotError, NotFound
from models import Announcement, Change
from tests.factories.announced import drafted
from tests.journeys.conftest import World
from tests.journeys.test_sync_races import stored

Step = Callable[[int], Awaitable[object]]


async def waiting(world: World, number: int) -> None:
    """Return when so many transactions wait for a row; SQLite's wait for their turn to write."""
    database = world.bot.parts.database
    if database.is_sqlite:
        return
    blocked = sa.text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    async with asyncio.timeout(10):
        while True:
            async with database.reading(world.workspace_id) as session:
                if await session.scalar(blocked) == number:
                    return


async def told(step: Awaitable[object]) -> BotError | None:
    """Return what somebody is told instead of what they wanted."""
    try:
        await step
    except BotError as error:
        return error
    return None


async def both(world: World, begin: Step, end: Step) -> None:
    """Let an announcement begin to go, and its change end, both behind somebody who holds the announcement."""
    made = await drafted(world, {"All": ["wei"]})
    database = world.bot.parts.database
    async with database.transaction(world.workspace_id) as session:
        change = await session.scalar(sa.select(Announcement.change_id).where(Announcement.id == made))
        assert change is not None
        await session.execute(sa.update(Change).where(Change.id == change).values(state=ChangeState.DRAFT))
    async with database.transaction(world.workspace_id) as session:
        await session.execute(sa.select(Announcement.id).where(Announcement.id == made).with_for_update())
        going = asyncio.create_task(told(begin(made)))
        await waiting(world, 1)
        ending = asyncio.create_task(told(end(change)))
        await waiting(world, 2)
    went, ended = await going, await ending
    await world.idle()
    left = tuple(row.state for row in await stored(world, Change))
    if went is not None:
        # SQLite gives the turn to whichever asks first.
        assert (type(went), ended, left) == (NotFound, None, ())
    elif ended is not None:
        # It was announced before it could be deleted, or still a draft as it was to be stopped.
        assert "no draft any more" in str(ended) or "nothing to stop" in str(ended)
        assert left == (ChangeState.ANNOUNCED,)
    else:
        assert left == (ChangeState.STOPPED,)


@pytest.mark.parametrize("by", ["delete", "stop"])
async def test_it_goes_and_its_change_ends_in_turn(company: World, by: str) -> None:
    """Neither is broken off: what people have heard of is not deleted, and what is stopped goes no further."""
    parts, mara = company.bot.parts.change, company.persona("mara").id

    async def go(announcement_id: int) -> None:
        await parts.sending.go(company.workspace_id, mara, announcement_id)

    async def end(change_id: int) -> None:
        if by == "delete":
            await parts.changes.delete(company.workspace_id, mara, change_id)
        else:
            await parts.changes.stop(company.workspace_id, mara, change_id, "The budget is gone.")

    await both(company, go, end)
