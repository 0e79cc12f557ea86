"""What the tick leaves to others or takes early: timers of another version, and of a clock that was set right."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.engine.port import DueTimer, one_by_one
from bot.engine.tick import Planning
from bot.engine.timers import RESUME, resume_at, take_up_failed
from tests.engine.conftest import NOW, Planner, put, timer

MINUTE = timedelta(minutes=1)


async def test_a_timer_of_a_newer_version_is_left_to_a_process_that_knows_it(
    database: Database, planning: Planning, planner: Planner
):
    """However often this one comes by: it is planned at the first tick of the other, and holds nothing up here."""
    await put(database, {"new": NOW}, kind="of a newer version")
    await put(database, {"old": NOW})
    assert [await planning.tick(NOW), await planning.tick(NOW + 23 * 60 * MINUTE)] == [1, 0]
    newer = Planning(database)
    newer.register("of a newer version", planner)
    assert await newer.tick(NOW + 23 * 60 * MINUTE) == 1
    assert planner.planned == [("T1", "old"), ("T1", "new")]


async def test_a_timer_that_nobody_plans_for_a_day_fails_visibly(database: Database, planning: Planning):
    """Its owner hears, and it is taken up by the version that knows it."""
    planned: list[str] = []
    told: list[str] = []

    async def plan(session: AsyncSession, due: DueTimer, now: datetime) -> None:
        planned.append(due.subject)

    async def tell(session: AsyncSession, due: DueTimer, reason: str) -> None:
        told.append(due.subject)

    planning.on_failed_timer(tell)
    await put(database, {"a": NOW}, kind="of another version")
    now = NOW + timedelta(days=1)
    assert await planning.tick(now) == 1
    left = await timer(database, "a")
    assert (left.state, "nobody plans" in left.error, told) == ("failed", True, ["a"])
    assert await planning.tick(now) == 0

    planning.register("of another version", one_by_one(plan))
    async with database.system_session() as session:
        assert await take_up_failed(session) == 1
    assert await planning.tick(now) == 1
    assert planned == ["a"]


@pytest.mark.parametrize("ahead", [timedelta(minutes=20), timedelta(hours=6)])
async def test_what_waits_for_slack_is_due_at_once_after_the_clock_was_set_right(
    database: Database, planning: Planning, planner: Planner, ahead: timedelta
):
    """A pause noted while the clock was ahead would last as long as it was wrong. Other timers keep their instants."""
    planning.register(RESUME, planner)
    async with database.transaction("T1") as session:
        await resume_at(session, "T1", NOW + ahead, NOW + ahead + MINUTE)
    async with database.transaction("T2") as session:
        await resume_at(session, "T2", NOW, NOW + MINUTE)
    await put(database, {"later": NOW + ahead})
    assert await planning.tick(NOW) == 1
    assert planner.planned == [("T1", "")]
    assert await planning.tick(NOW + MINUTE) == 1
    assert planner.planned == [("T1", ""), ("T2", "")]


async def test_nobody_waits_for_slack_longer_than_five_minutes_without_a_look(
    database: Database, planning: Planning, planner: Planner
):
    """Whatever Slack asked for: how long is left is seen then."""
    planning.register(RESUME, planner)
    async with database.transaction("T1") as session:
        await resume_at(session, "T1", NOW, NOW + timedelta(hours=1))
    assert [await planning.tick(NOW), await planning.tick(NOW + 5 * MINUTE)] == [0, 1]


async def test_a_sender_that_cannot_be_woken_is_tried_ever_more_rarely(database: Database, planning: Planning):
    """The instant of its next try is not taken for one from before the clock was set back."""

    async def cannot(session: AsyncSession, timers: Sequence[DueTimer], now: datetime) -> None:
        raise ValueError("cannot")

    planning.register(RESUME, cannot)
    await put(database, {"": NOW}, kind=RESUME)
    now = NOW
    for _ in range(4):
        assert await planning.tick(now) == 1
        now = (await timer(database, "")).due_at
    assert now - NOW > timedelta(minutes=40)
    assert await planning.tick(now - timedelta(minutes=30)) == 0
