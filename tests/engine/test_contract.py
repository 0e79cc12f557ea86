"""What the rest of Drumbeat may rely on, whichever engine it has: the same cases for both, on both databases.

DBOS is one per process and takes a second to start and to stop: its cases share one start.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot import migrate
from bot.clock import ShiftedClock, real_time
from bot.db import Database
from bot.engine import unknown
from bot.engine.durable import DurableEngine
from bot.engine.inline import InlineEngine
from bot.engine.port import Work
from bot.engine.timers import set_timer
from bot.engine.work_table import table_name
from tests.factories.working import NOW, World


async def work_is_done_after_the_commit(world: World) -> None:
    """Work waits for the transaction that enqueued it, and is done right after."""
    async with world.database.transaction(world.workspace) as session:
        await world.engine.enqueue(session, world.work("a"))
        before = list(world.done)
    await world.engine.idle()
    assert before == []
    assert world.done == ["a"]


async def work_of_a_transaction_rolled_back_is_never_done(world: World) -> None:
    """No commit, no work."""

    async def fail() -> None:
        async with world.database.transaction(world.workspace) as session:
            await world.engine.enqueue(session, world.work("a"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    await world.engine.idle()
    assert world.done == []


async def work_of_a_savepoint_rolled_back_is_never_done(world: World) -> None:
    """A planner's savepoint takes its work with it; what was enqueued around it stays."""

    async def fail(session: AsyncSession) -> None:
        async with session.begin_nested():
            await world.engine.enqueue(session, world.work("within"))
            raise ZeroDivisionError

    async with world.database.transaction(world.workspace) as session:
        await world.engine.enqueue(session, world.work("before"))
        with pytest.raises(ZeroDivisionError):
            await fail(session)
        async with session.begin_nested():
            await world.engine.enqueue(session, world.work("kept"))
    await world.engine.idle()
    assert sorted(world.done) == ["before", "kept"]


async def the_same_key_is_the_same_work(world: World) -> None:
    """A key is done once: twice in a transaction, or again later."""
    async with world.database.transaction(world.workspace) as session:
        await world.engine.enqueue(session, world.work("a"))
        await world.engine.enqueue(session, world.work("a"))
    await world.engine.idle()
    await world.enqueue("a")
    await world.engine.idle()
    assert world.done == ["a"]


async def the_more_urgent_goes_first(world: World) -> None:
    """Lower priority first, whichever was enqueued first."""
    await world.enqueue("gate", gate=True)
    await world.begun["gate"].wait()
    for key, priority in (("announcement", 9), ("prompt", 5), ("reply", 1)):
        await world.enqueue(key, priority=priority)
    world.gates["gate"].set()
    await world.engine.idle()
    assert world.done == ["gate", "reply", "prompt", "announcement"]


async def one_workspace_does_one_thing_at_a_time(world: World) -> None:
    """Chunks of one workspace never run side by side."""
    async with world.database.transaction(world.workspace) as session:
        for number in range(5):
            await world.engine.enqueue(session, world.work(f"{number}"))
    await world.engine.idle()
    assert sorted(world.done) == ["0", "1", "2", "3", "4"]
    assert world.most[world.workspace] == 1


async def a_long_night_holds_up_no_message(world: World) -> None:
    """Work of another lane is done meanwhile; within its lane the night does one thing at a time, too."""
    async with world.database.transaction(world.workspace) as session:
        await world.engine.enqueue(session, Work(world.workspace, "nightly", "long", {"gate": True}, priority=1))
        await world.engine.enqueue(session, Work(world.workspace, "nightly", "after it", priority=2))
    async with asyncio.timeout(20):
        await world.begun["long"].wait()
        await world.enqueue("message", then="the next")
        await world.begun["the next"].wait()
    assert not world.begun["after it"].is_set()
    world.gates["long"].set()
    await world.engine.idle()
    assert (world.done[0], sorted(world.done[1:])) == ("message", ["after it", "long", "the next"])


async def nobody_is_woken_who_is_about_to_begin(world: World) -> None:
    """A second wake-up finds the first waiting; what is in hand has perhaps looked already, so that it is woken."""
    await world.enqueue("in hand", gate=True)
    await world.begun["in hand"].wait()
    for key in ("first", "second"):
        async with world.database.transaction(world.workspace) as session:
            await world.engine.wake(session, [world.work(key), Work(world.workspace, "nightly", f"night {key}")])
            await world.engine.wake(session, [world.work(f"{key} again")])
    world.gates["in hand"].set()
    await world.engine.idle()
    assert [one for one in world.done if "night" not in one] == ["in hand", "first"]
    assert world.begun["night first"].is_set()


async def a_wake_up_of_a_transaction_rolled_back_is_none(world: World) -> None:
    """The next one is not kept from waking."""

    async def fail(session: AsyncSession) -> None:
        async with session.begin_nested():
            await world.engine.wake(session, [world.work("rolled back")])
            raise ZeroDivisionError

    async with world.database.transaction(world.workspace) as session:
        with pytest.raises(ZeroDivisionError):
            await fail(session)
        await world.engine.wake(session, [world.work("kept")])
    await world.engine.idle()
    assert world.done == ["kept"]


async def a_worker_that_raises_is_tried_again(world: World) -> None:
    """Two faults, then it works: nobody needs to know."""
    await world.enqueue("a", fails=2)
    await world.engine.idle()
    assert (world.done, world.tries["a"], await failed(world)) == (["a"], 3, [])


async def a_worker_that_always_raises_is_given_up_and_seen(world: World) -> None:
    """After its tries the work is listed with its reason, and what comes behind it goes on."""
    await world.enqueue("hopeless", fails=99)
    await world.enqueue("next")
    await world.engine.idle()
    assert world.done == ["next"]
    assert world.tries["hopeless"] == 3
    assert await failed(world) == ["hopeless"]
    (failure,) = [failure for failure in await world.engine.failures() if failure.workspace_id == world.workspace]
    assert (failure.kind, "ConnectionError" in failure.reason) == ("note", True)


async def idle_waits_for_work_that_work_enqueues(world: World) -> None:
    """Idle means that nothing is left, not that one thing is done."""
    await world.enqueue("first", then="second")
    await world.engine.idle()
    assert world.done == ["first", "second"]


async def a_due_timer_plans_and_its_work_is_done(world: World) -> None:
    """Tick plans; a planner that raises loses its work, the others keep theirs."""
    async with world.database.transaction(world.workspace) as session:
        for subject in ("good", "faulty"):
            await set_timer(session, world.workspace, "plan", subject, NOW)
    taken = await world.engine.tick(NOW)
    await world.engine.idle()
    assert (taken, world.done) == (2, ["planned good"])


async def failed(world: World) -> list[str]:
    return [failure.key for failure in await world.engine.failures() if failure.workspace_id == world.workspace]


CASES: list[Callable[[World], Awaitable[None]]] = [
    work_is_done_after_the_commit,
    work_of_a_transaction_rolled_back_is_never_done,
    work_of_a_savepoint_rolled_back_is_never_done,
    the_same_key_is_the_same_work,
    the_more_urgent_goes_first,
    one_workspace_does_one_thing_at_a_time,
    a_long_night_holds_up_no_message,
    nobody_is_woken_who_is_about_to_begin,
    a_wake_up_of_a_transaction_rolled_back_is_none,
    a_worker_that_raises_is_tried_again,
    a_worker_that_always_raises_is_given_up_and_seen,
    idle_waits_for_work_that_work_enqueues,
    a_due_timer_plans_and_its_work_is_done,
]


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
    """Nobody takes it before the commit, so that it sees what was written; on SQLite nobody can write meanwhile."""
    await world.enqueue("in hand", gate=True)
    await world.begun["in hand"].wait()
    await world.enqueue("waiting")
    name = table_name("sqlite" if world.database.is_sqlite else "postgresql")
    takes = f"SELECT workflow_uuid FROM {name} WHERE status = 'ENQUEUED' AND workflow_uuid LIKE :of"
    taking = sa.text(takes if world.database.is_sqlite else f"{takes} FOR UPDATE SKIP LOCKED")
    of = {"of": f"{world.workspace}:note:%"}
    free = []
    async with world.database.engine.connect() as other:
        async with world.database.transaction(world.workspace) as session:
            await world.engine.wake(session, [world.work("not needed")])
            if not world.database.is_sqlite:
                free.append((await other.scalars(taking, of)).all())
        free.append((await other.scalars(taking, of)).all())
    assert free == ([] if world.database.is_sqlite else [[]]) + [[f"{world.workspace}:note:waiting"]]
    world.gates["in hand"].set()
    await world.engine.idle()
    assert world.done == ["in hand", "waiting"]


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
