"""The ticker: ticks come by themselves, until nothing is due, and stop with the tick in hand done."""

import asyncio
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from freezegun import freeze_time
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import ShiftedClock, monotonic
from bot.db import Database
from bot.engine.inline import InlineEngine
from bot.engine.port import DueTimer
from bot.engine.tick import LIMIT
from bot.engine.ticker import Ticker
from bot.engine.timers import set_timer
from tests.factories import people

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


class Ticked:
    """An engine with so many due timers."""

    def __init__(self, due: int) -> None:
        self.due = due
        self.ticks: list[datetime] = []
        self.done = asyncio.Event()
        self.hold: asyncio.Event | None = None
        self.at_work = self.most = 0

    async def tick(self, now: datetime) -> int:
        if self.hold is not None:
            await self.hold.wait()
        self.at_work += 1
        self.most = max(self.most, self.at_work)
        try:
            await asyncio.sleep(0)
        finally:
            self.at_work -= 1
        self.ticks.append(now)
        taken = min(LIMIT, self.due)
        self.due -= taken
        if self.due == 0:
            self.done.set()
        return taken


async def test_it_ticks_by_itself_until_nothing_is_due():
    """120 timers due at once: three ticks in a row, none of them waits for the next second."""
    engine = Ticked(2 * LIMIT + 20)
    ticker = Ticker(engine, ShiftedClock(NOW), seconds=0.01)
    ticker.start()
    await asyncio.wait_for(engine.done.wait(), 10)
    await ticker.stop()
    assert engine.ticks[:3] == [NOW, NOW, NOW]
    assert engine.most == 1


async def test_a_machine_clock_that_is_set_back_stops_no_tick():
    """APScheduler's next run then lies two hours ahead by that clock; a second has no need of it."""
    engine = Ticked(1)
    ticker = Ticker(engine, ShiftedClock(NOW), seconds=0.01)
    # The clock that APScheduler reads goes on as the machine's does, until it is set back.
    with freeze_time(NOW, tick=True, real_asyncio=True, ignore=["bot.clock"]) as machine:
        ticker.start()
        await asyncio.wait_for(engine.done.wait(), 10)
        machine.move_to(NOW - timedelta(hours=2))
        for _ in range(2):
            engine.due, engine.done = 1, asyncio.Event()
            await asyncio.wait_for(engine.done.wait(), 10)
        await ticker.stop()
    assert len(engine.ticks) >= 3


async def test_several_ticks_share_what_one_does_not_get_done():
    """Only then: what one tick takes is not asked for twice every second."""
    engine = Ticked(LIMIT - 1)
    await Ticker(engine, ShiftedClock(NOW), at_once=2).tick()
    assert (engine.most, engine.due, len(engine.ticks)) == (1, 0, 1)

    engine = Ticked(4 * LIMIT + 20)
    await Ticker(engine, ShiftedClock(NOW), at_once=2).tick()
    assert (engine.most, engine.due) == (2, 0)


async def test_of_two_ticks_one_may_fail():
    """The other is not left to itself, and the next second tries again."""
    engine = Ticked(6 * LIMIT)
    ticker = Ticker(engine, ShiftedClock(NOW), at_once=2)
    well, fails = engine.tick, iter([False, True, False])

    async def tick(now: datetime) -> int:
        if next(fails, False):
            raise ConnectionError
        return await well(now)

    engine.tick = tick  # type: ignore[method-assign]
    with pytest.raises(ExceptionGroup) as failure:
        await ticker.tick()
    assert failure.group_contains(ConnectionError)
    await ticker.tick()
    assert (engine.due, engine.at_work) == (0, 0)


async def test_stopping_waits_for_the_tick_in_hand():
    """A tick is never cut off; after the stop none comes."""
    engine = Ticked(3 * LIMIT)
    engine.hold = asyncio.Event()
    ticker = Ticker(engine, ShiftedClock(NOW), seconds=3600)
    ticker.start()
    ticking = asyncio.create_task(ticker.tick())
    await asyncio.sleep(0)
    stopping = asyncio.create_task(ticker.stop())
    await asyncio.sleep(0)
    assert not stopping.done()
    engine.hold.set()
    await asyncio.gather(ticking, stopping)
    assert len(engine.ticks) == 1


async def test_stopping_breaks_off_a_tick_that_does_not_end():
    """It waits for as long as it is told to; here not at all."""
    engine = Ticked(LIMIT)
    engine.hold = asyncio.Event()
    ticker = Ticker(engine, ShiftedClock(NOW), seconds=3600)
    ticker.start()
    ticking = asyncio.create_task(ticker.tick())
    await asyncio.sleep(0)
    await ticker.stop(finishing=0)
    with pytest.raises(asyncio.CancelledError):
        await ticking
    assert engine.ticks == []


async def test_a_tick_that_waits_for_a_lock_in_the_database_is_broken_off_and_done_later(database: Database):
    """Somebody's `psql` or `sqlite3` holds it; what was due is due at the next start."""
    planned: list[str] = []

    async def plan(_session: AsyncSession, due: Sequence[DueTimer], _now: datetime) -> None:
        planned.extend(one.subject for one in due)

    engine = InlineEngine(database, ShiftedClock(NOW))
    engine.register("sync.open", plan)
    async with database.system_session() as session:
        await people.workspace(session)
        await set_timer(session, "T1", "sync.open", "1", NOW)
    ticker = Ticker(engine, ShiftedClock(NOW))
    async with database.system_session() as holding:
        await holding.execute(sa.text("UPDATE timer SET attempt = 0" if database.is_sqlite else "LOCK TABLE timer"))
        ticking = asyncio.create_task(ticker.tick())
        await asyncio.sleep(0)
        await ticker.stop(finishing=0)
        assert planned == []
    with pytest.raises(asyncio.CancelledError):
        await ticking
    await Ticker(engine, ShiftedClock(NOW)).tick()
    assert planned == ["1"]


class Broken(Ticked):
    """An engine whose database is away."""

    async def tick(self, now: datetime) -> int:
        raise ConnectionError


@pytest.mark.parametrize(("engine", "ends"), [(Ticked(1), nullcontext()), (Broken(1), pytest.raises(ConnectionError))])
async def test_a_tick_comes_round_well_or_not(engine: Ticked, ends: AbstractContextManager[object]):
    """Whether it ended well is another question: the process is not stuck."""
    ticker = Ticker(engine, ShiftedClock(NOW))
    long_ago = ticker.came_round = monotonic() - 60
    with ends:
        await ticker.tick()
    assert ticker.came_round > long_ago + 30
