"""Moving the clock: every due instant in its order, everything done before the next."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import ShiftedClock
from bot.db import Database
from bot.engine import advance as advancing
from bot.engine.advance import advance
from bot.engine.inline import InlineEngine
from bot.engine.port import DueTimer, Work, one_by_one
from bot.engine.timers import RESUME, set_timer
from bot.errors import BotError
from models import Workspace

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Company:
    """An engine whose timers enqueue work that notes the business time at which it was done."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = ShiftedClock(NOW)
        self.engine = InlineEngine(database, self.clock)
        self.noted: list[tuple[str, datetime]] = []
        self.engine.register("plan", one_by_one(self.plan))
        self.engine.register("follow", one_by_one(self.follow))
        self.engine.register_worker("note", self.note)

    async def plan(self, session: AsyncSession, timer: DueTimer, now: datetime) -> None:
        await self.engine.enqueue(session, Work("T1", "note", timer.subject))

    async def follow(self, session: AsyncSession, timer: DueTimer, now: datetime) -> None:
        await self.plan(session, timer, now)
        await set_timer(session, "T1", "plan", f"after {timer.subject}", now + HOUR)

    async def note(self, work: Work) -> None:
        self.noted.append((work.key, self.clock.now()))

    async def put(self, subject: str, due_at: datetime, *, kind: str = "plan") -> None:
        async with self.database.transaction("T1") as session:
            await set_timer(session, "T1", kind, subject, due_at)

    async def advance(self, to: datetime) -> None:
        await advance(self.engine, self.database, self.clock, to)


@pytest.fixture
async def company(database: Database) -> Company:
    async with database.system_session() as session:
        session.add(Workspace(id="T1", created_at=NOW))
    company = Company(database)
    await company.engine.start()
    return company


async def test_each_due_instant_is_stopped_at(company: Company):
    """Timers fire at their own instants, those set on the way included, and the clock ends where it should."""
    await company.put("second", NOW + 2 * HOUR)
    await company.put("first", NOW + HOUR, kind="follow")
    await company.put("too late", NOW + 9 * HOUR)
    await company.advance(NOW + 5 * HOUR)
    assert sorted(company.noted) == [
        ("after first", NOW + 2 * HOUR),
        ("first", NOW + HOUR),
        ("second", NOW + 2 * HOUR),
    ]
    assert company.clock.now() == NOW + 5 * HOUR


async def test_what_is_overdue_is_done_first(company: Company):
    """What was due while nobody looked is done before the clock moves."""
    await company.put("overdue", NOW - HOUR)
    await company.advance(NOW + HOUR)
    assert company.noted == [("overdue", NOW)]


async def test_waiting_for_slack_is_no_instant_of_business_time(company: Company):
    """A pause that Slack asked for is looked at when the clock stands still anyway, not second by second."""
    looked: list[datetime] = []

    async def resume(session: AsyncSession, timer: DueTimer, now: datetime) -> None:
        looked.append(now)
        await set_timer(session, "T1", RESUME, "", now + timedelta(seconds=10))

    company.engine.register(RESUME, one_by_one(resume))
    await company.put("", NOW + timedelta(seconds=10), kind=RESUME)
    await company.put("a", NOW + HOUR)
    await company.advance(NOW + 24 * HOUR)
    assert looked == [NOW + HOUR, NOW + 24 * HOUR]


async def test_what_nobody_plans_here_holds_up_no_clock(company: Company):
    """A timer of a newer version waits for that; all others fire at their instants."""
    await company.put("new", NOW + HOUR, kind="of a newer version")
    await company.put("a", NOW + HOUR)
    await company.put("b", NOW + 2 * HOUR)
    await company.advance(NOW + 3 * HOUR)
    assert company.noted == [("a", NOW + HOUR), ("b", NOW + 2 * HOUR)]


async def test_a_clock_that_runs_may_be_there_already(company: Company):
    """An instant that has passed meanwhile is no error."""
    await company.advance(NOW - HOUR)
    assert company.clock.now() == NOW


@pytest.mark.parametrize("at", [NOW, NOW + HOUR / 2])
async def test_a_timer_that_never_ends_is_named(company: Company, monkeypatch: pytest.MonkeyPatch, at: datetime):
    """A planner that sets its own timer in the past would hang the clock: it is reported instead."""

    async def again(session: AsyncSession, timer: DueTimer, now: datetime) -> None:
        await set_timer(session, "T1", "again", "", now)

    monkeypatch.setattr(advancing, "MOST_TICKS", 5)
    company.engine.register("again", one_by_one(again))
    await company.put("", at, kind="again")
    with pytest.raises(BotError, match="never end"):
        await company.advance(NOW + HOUR)
