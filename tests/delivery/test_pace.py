"""Pace: Slack's rates are shared rows, and no call comes too early."""

import asyncio

import pytest
import sqlalchemy as sa

from bot.db import Database
from bot.delivery.pace import Pace, PaceLimits
from bot.playground.rates import RateLimits, Rates
from models import PaceSlot
from tests.delivery.conftest import RealTime

POST = "chat.postMessage"


class Caller:
    """A process that calls Slack: each slot is booked in a transaction of its own."""

    def __init__(self, database: Database, limits: PaceLimits | None = None) -> None:
        self.database, self.pace = database, Pace(limits)

    async def reserve(self, workspace_id: str, method: str, channel: str = "", patience: float = float("inf")) -> float:
        async with self.database.transaction(workspace_id) as session:
            return await self.pace.reserve(session, workspace_id, method, channel, patience=patience)

    async def penalise(self, workspace_id: str, method: str, retry_after: float) -> None:
        async with self.database.transaction(workspace_id) as session:
            await self.pace.penalise(session, workspace_id, method, retry_after)


async def test_a_channel_takes_a_burst_then_one_a_second(database: Database, real: RealTime):
    """Three at once, then a second each."""
    pace = Caller(database)
    waits = [await pace.reserve("T1", POST, "C1") for _ in range(5)]
    assert waits == pytest.approx([0, 0, 0, 1, 2])


async def test_time_that_passes_frees_slots(database: Database, real: RealTime):
    """After the waiting the burst is there again."""
    pace = Caller(database)
    for _ in range(3):
        await pace.reserve("T1", POST, "C1")
    real.seconds += 10
    assert [await pace.reserve("T1", POST, "C1") for _ in range(4)] == pytest.approx([0, 0, 0, 1])


async def test_a_workspace_posts_three_hundred_a_minute(database: Database, real: RealTime):
    """To many people: a tenth of a minute at once, then five a second."""
    pace = Caller(database)
    waits = [await pace.reserve("T1", POST, f"U{number}") for number in range(40)]
    assert waits[:30] == [0] * 30
    assert waits[30:33] == pytest.approx([0.2, 0.4, 0.6])


async def test_methods_have_rates_of_their_own(database: Database, real: RealTime):
    """Updates are of Slack's third tier (50 a minute); posts do not count against them, nor do channels."""
    pace = Caller(database)
    await pace.reserve("T1", POST, "C1")
    waits = [await pace.reserve("T1", "chat.update", "C1") for _ in range(7)]
    assert waits == pytest.approx([0, 0, 0, 0, 0, 1.2, 2.4])


async def test_workspaces_do_not_wait_for_each_other(database: Database, real: RealTime):
    """Slack counts per workspace."""
    pace = Caller(database)
    for _ in range(4):
        await pace.reserve("T1", POST, "C1")
    assert await pace.reserve("T2", POST, "C1") == 0


async def test_what_nobody_waits_for_is_not_booked(database: Database, real: RealTime):
    """Beyond one's patience the slot stays free, so that asking again and again does not push it away."""
    pace = Caller(database)
    for _ in range(5):
        await pace.reserve("T1", POST, "C1")
    waits = [await pace.reserve("T1", POST, "C1", patience=2) for _ in range(3)]
    assert waits == pytest.approx([3, 3, 3])


async def test_retry_after_moves_the_slot(database: Database, real: RealTime):
    """When Slack says wait 30 seconds, everybody does, and then comes without a burst."""
    pace = Caller(database)
    await pace.penalise("T1", POST, 30)
    assert await pace.reserve("T1", POST, "U1") == pytest.approx(30)
    assert await pace.reserve("T1", POST, "U2") == pytest.approx(30.2)
    assert await pace.reserve("T1", "chat.update") == 0


async def test_a_shorter_retry_after_does_not_move_it_back(database: Database, real: RealTime):
    """The longest pause counts."""
    pace = Caller(database)
    await pace.penalise("T1", POST, 30)
    await pace.penalise("T1", POST, 1)
    assert await pace.reserve("T1", POST, "U1") == pytest.approx(30)


@pytest.mark.parametrize("back", [600, 7100, 86400])
async def test_a_clock_set_back_leaves_a_slot_as_far_away_as_it_was(database: Database, real: RealTime, back: float):
    """However far: else nothing would be posted until the clock has come round again."""
    pace = Caller(database)
    for _ in range(5):
        await pace.reserve("T1", POST, "C1")
    real.seconds -= back
    waits = [await pace.reserve("T1", POST, "C1", patience=3.5) for _ in range(3)]
    assert waits == pytest.approx([3, 4, 4])
    real.seconds += 4
    assert await pace.reserve("T1", POST, "C1") == pytest.approx(0)


async def test_a_pause_that_slack_asked_for_ends_though_the_clock_is_set_back(database: Database, real: RealTime):
    """It is kept in full by the new time, and asking does not put it off."""
    pace = Caller(database)
    await pace.penalise("T1", POST, 30)
    real.seconds -= 3600
    waits = []
    for _ in range(3):
        waits.append(await pace.reserve("T1", POST, "U1", patience=5))
        real.seconds += 15
    assert waits == pytest.approx([30, 15, 0])


async def test_a_machine_whose_clock_is_a_little_behind_comes_not_too_early(database: Database, real: RealTime):
    """Two clocks never agree: a slot that was noted two seconds ahead is believed."""
    pace = Caller(database)
    await pace.penalise("T1", POST, 30)
    real.seconds -= 2
    assert await pace.reserve("T1", POST, "U1", patience=5) == pytest.approx(32)


async def test_two_processes_share_the_slots(database: Database, real: RealTime):
    """Twenty reservations at once, from two pools: no slot is given twice."""
    other = Database(database.url.render_as_string(hide_password=False))
    paces = [Caller(database), Caller(other)]
    waits = await asyncio.gather(*(paces[number % 2].reserve("T1", POST, "C1") for number in range(20)))
    await other.close()
    assert sorted(waits) == pytest.approx([0, 0, 0, *range(1, 18)])


async def test_limits_can_be_set(database: Database, real: RealTime):
    """A set rate for a method, and a pace that a demo does not notice."""
    pace = Caller(database, PaceLimits(per_minute={"chat.update": 6}))
    assert [await pace.reserve("T1", "chat.update") for _ in range(2)] == pytest.approx([0, 10])
    generous = Caller(database, PaceLimits.generous())
    assert [await generous.reserve("T2", POST, "C1") for _ in range(50)] == [0] * 50


async def test_the_strict_playground_never_has_to_refuse(database: Database, real: RealTime):
    """Calls that come when their slot says are within the rates of the local Slack, which are Slack's."""
    pace, rates = Caller(database), Rates(RateLimits(), real)
    for number in range(120):
        channel = f"C{number % 7}"
        real.seconds += await pace.reserve("T1", POST, channel)
        rates.count(POST, channel)
        real.seconds += await pace.reserve("T1", "chat.update", channel)
        rates.count("chat.update", channel)


async def test_a_slot_is_one_row_a_rate(database: Database, real: RealTime):
    """The table does not grow with the calls."""
    pace = Caller(database)
    for _ in range(10):
        await pace.reserve("T1", POST, "C1")
    async with database.system_session() as session:
        assert await session.scalar(sa.select(sa.func.count()).select_from(PaceSlot)) == 2
