"""What the rest of Drumbeat may rely on, whichever engine it has: each case is a function of a world with an engine."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.engine.port import Work
from bot.engine.timers import set_timer
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
    """Of twenty wake-ups one or two wait; what is in hand has perhaps looked already, so that it does not count."""
    await world.enqueue("in hand", gate=True)
    await world.begun["in hand"].wait()
    for number in range(10):
        async with world.database.transaction(world.workspace) as session:
            night = Work(world.workspace, "nightly", f"night {number}")
            await world.engine.wake(session, [world.work(f"{number}"), night])
            await world.engine.wake(session, [world.work(f"{number} again")])
    world.gates["in hand"].set()
    await world.engine.idle()
    of_the_lane = [one for one in world.done if "night" not in one]
    assert of_the_lane[0] == "in hand"
    assert 1 <= len(of_the_lane) - 1 <= 2
    assert world.begun["night 0"].is_set()


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
