"""What the rest of Drumbeat may rely on, whichever engine it has: the same cases for both, on both databases.

DBOS is one per process and takes a second to start and to stop: its cases share one start.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot import migrate
from bot.clock import ShiftedClock, real_time
from bot.db import Database
from bot.engine import unknown
from bot.engine.durable import DurableEngine
from bot.engine.inline import InlineEngine
from bot.engine.port import Work
from bot.engine.work_table import table_name
from tests.engine.contract import CASES, failed
from tests.factories.working import NOW, World


async def stop_in_the_middle(world: World) -> None:
    """Stop while one piece of work is in hand and another waits."""
    await world.enqueue("in hand", gate=True)
    await world.begun["in hand"].wait()
    await world.enqueue("waiting")
    stopping = asyncio.create_task(world.engine.stop())
    await asyncio.sleep(0)
    world.gates["in hand"].set()
    await stopping
    assert world.done == ["in hand"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
async def test_inline_engine(database: Database, case: Callable[[World], Awaitable[None]]):
    """The engine of the journeys keeps the contract."""
    world = World(database, InlineEngine(database, ShiftedClock(NOW), attempts=3, backoff=0))
    world.register(world.engine)
    await world.engine.start()
    await world.begin("T1")
    await case(world)
    await world.engine.stop()


async def test_inline_engine_goes_on_after_a_stop(database: Database):
    """What waited when it stopped is done after the next start."""
    world = World(database, InlineEngine(database, ShiftedClock(NOW)))
    world.register(world.engine)
    await world.engine.start()
    await world.begin("T1")
    await stop_in_the_middle(world)
    with pytest.raises(RuntimeError, match="not started"):
        await world.engine.idle()
    await world.engine.start()
    await world.engine.idle()
    assert world.done == ["in hand", "waiting"]


async def test_inline_engine_shows_work_that_nobody_does(database: Database):
    """It is the only process there is, so that nobody else could do it."""
    world = World(database, InlineEngine(database, ShiftedClock(NOW)))
    await world.engine.start()
    await world.begin("T1")
    async with world.database.transaction(world.workspace) as session:
        await world.engine.enqueue(session, Work(world.workspace, "unheard of", "a"))
    await world.engine.idle()
    assert await failed(world) == ["a"]
    await world.engine.stop()


async def leave_to_newer(world: World) -> None:
    """Enqueue work of a kind and a lane that only a newer version knows; it is put back where it was."""
    name = table_name("sqlite" if world.database.is_sqlite else "postgresql")
    async with world.database.transaction("T98") as session:
        await world.engine.enqueue(session, Work("T98", "of a newer version", "a"))
        lane = sa.text(f"UPDATE {name} SET queue_partition_key = 'T98:its lane' WHERE workflow_uuid LIKE 'T98:%'")
        await session.execute(lane)
    await world.engine.idle()
    async with world.database.engine.connect() as connection:
        lanes = sa.text(f"SELECT DISTINCT queue_partition_key FROM {name} WHERE workflow_uuid LIKE 'T98:%'")
        assert (await connection.scalars(lanes)).all() == ["T98:its lane"]


async def what_waits_is_held_for_whoever_counts_on_it(world: World) -> None:
    """Nobody takes it before the commit, so that it sees what was written; the first in the lane is free all the time.

    On SQLite nobody can take any while somebody writes.
    """
    await world.enqueue("in hand", gate=True)
    await world.begun["in hand"].wait()
    await world.enqueue("waiting", priority=1)
    await world.enqueue("waiting too")
    name = table_name("sqlite" if world.database.is_sqlite else "postgresql")
    takes = f"SELECT workflow_uuid FROM {name} WHERE status = 'ENQUEUED' AND workflow_uuid LIKE :of"
    taking = sa.text(takes if world.database.is_sqlite else f"{takes} FOR UPDATE SKIP LOCKED")
    of = {"of": f"{world.workspace}:note:%"}
    free: list[list[str]] = []
    async with world.database.engine.connect() as other:
        async with world.database.transaction(world.workspace) as session:
            await world.engine.wake(session, [world.work("not needed")])
            if not world.database.is_sqlite:
                free.append(sorted(await other.scalars(taking, of)))
                await other.rollback()
        free.append(sorted(await other.scalars(taking, of)))
    first, second = f"{world.workspace}:note:waiting", f"{world.workspace}:note:waiting too"
    assert free == ([] if world.database.is_sqlite else [[first]]) + [[first, second]]
    world.gates["in hand"].set()
    await world.engine.idle()
    assert world.done == ["in hand", "waiting", "waiting too"]


async def test_durable_engine(database: Database, monkeypatch: pytest.MonkeyPatch):
    """The engine that survives keeps the contract, resumes what waited, forgets old work, and causes no drift."""
    monkeypatch.setattr(unknown, "FIRST", 0.01)

    def engine() -> DurableEngine:
        return DurableEngine(database, ShiftedClock(NOW), polling=0.02, attempts=3, backoff=0)

    world = World(database, engine())
    world.register(world.engine)
    await world.engine.start()
    try:
        for number, case in enumerate(CASES):
            await world.begin(f"T{number}")
            try:
                await case(world)
            except Exception as failure:
                failure.add_note(f"in the case {case.__name__}")
                raise
        await world.begin("T97")
        await what_waits_is_held_for_whoever_counts_on_it(world)
        await world.begin("T98")
        await leave_to_newer(world)
        assert await failed(world) == []
        await world.begin("T99")
        await stop_in_the_middle(world)
        # As a new process would: only what stands in the database is left.
        again = engine()
        world.register(again)
        known = asyncio.Event()

        async def newer(work: Work) -> None:
            assert (work.workspace_id, work.key) == ("T98", "a")
            known.set()

        again.register_worker("of a newer version", newer)
        await again.start()
        await again.idle()
        assert world.done == ["in hand", "waiting"]
        # What the older version did not know, and left.
        await asyncio.wait_for(known.wait(), 10)
        await again.idle()

        table = "workflow_status" if database.is_sqlite else "dbos.workflow_status"
        kept = [failure.reason for failure in await again.failures()]
        assert any("ConnectionError" in reason for reason in kept)
        assert not any("not yet" in reason for reason in kept), "a failure's own text may hold what people wrote"
        later = datetime.fromtimestamp(real_time(), UTC) + timedelta(minutes=1)
        assert await again.forget_finished(later - timedelta(days=1)) == 0
        assert await again.forget_finished(later) > len(CASES)
        async with database.engine.connect() as connection:
            assert await connection.scalar(sa.text(f"SELECT count(*) FROM {table} WHERE queue_name = 'lane'")) == 0
        await asyncio.to_thread(migrate.check, database.url)
    finally:
        await world.engine.stop()
