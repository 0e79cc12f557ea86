"""The tick: due timers are planned together, bounded, never twice, and a bad one harms no other."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.engine.port import DueTimer, one_by_one
from bot.engine.tick import LIMIT, Planning
from bot.engine.timers import cancel_timer, next_due, set_timer
from models import Person, Timer
from tests.engine.conftest import NOW, Planner, put, timer
from tests.factories.statements import statements

MINUTE = timedelta(minutes=1)


async def test_what_is_due_is_planned_once_in_order(database: Database, planning: Planning, planner: Planner):
    """The earliest first; what is due later waits."""
    await put(database, {"b": NOW, "a": NOW - MINUTE, "later": NOW + MINUTE})
    assert [await planning.tick(NOW), await planning.tick(NOW), await planning.tick(NOW + MINUTE)] == [2, 0, 1]
    assert planner.planned == [("T1", "a"), ("T1", "b"), ("T1", "later")]


async def test_a_tick_takes_a_bounded_number_of_timers(database: Database, planning: Planning):
    """No transaction grows with the backlog."""
    await put(database, {f"{number}": NOW for number in range(LIMIT + 1)})
    assert [await planning.tick(NOW), await planning.tick(NOW)] == [LIMIT, 1]


async def test_a_timer_set_again_is_moved(database: Database, planning: Planning, planner: Planner):
    """One timer a kind and subject: the last instant counts."""
    await put(database, {"a": NOW})
    await put(database, {"a": NOW + MINUTE})
    assert [await planning.tick(NOW), await planning.tick(NOW + MINUTE)] == [0, 1]


async def test_a_fired_timer_can_be_set_again(database: Database, planning: Planning, planner: Planner):
    """A subject recurs by setting its timer anew."""
    for instant in (NOW, NOW + MINUTE):
        await put(database, {"a": instant})
        assert await planning.tick(instant) == 1
    assert planner.planned == [("T1", "a"), ("T1", "a")]


async def test_a_planner_sets_its_own_timer_anew(database: Database, planning: Planning):
    """What recurs goes on from within its planner."""

    async def again(session: AsyncSession, due: DueTimer, now: datetime) -> None:
        await set_timer(session, due.workspace_id, due.kind, due.subject, due.due_at + MINUTE)

    planning.register("again", one_by_one(again))
    await put(database, {"a": NOW}, kind="again")
    assert [await planning.tick(NOW), await planning.tick(NOW), await planning.tick(NOW + MINUTE)] == [1, 0, 1]


async def test_a_cancelled_timer_never_fires(database: Database, planning: Planning):
    """Cancelling twice, or what is not there, is no error."""
    await put(database, {"a": NOW})
    async with database.transaction("T1") as session:
        await cancel_timer(session, "T1", "plan", "a")
        await cancel_timer(session, "T1", "plan", "a")
    assert await planning.tick(NOW) == 0


async def test_a_planner_that_raises_harms_no_other(database: Database, planning: Planning, planner: Planner):
    """Its writes are undone, the others' stay, and it is tried again later."""
    await put(database, {"a": NOW - MINUTE, "faulty": NOW, "z": NOW + MINUTE})
    assert await planning.tick(NOW + MINUTE) == 3
    assert planner.planned == [("T1", "a"), ("T1", "z")]
    failed = await timer(database, "faulty")
    assert (failed.state, failed.attempt, failed.error) == ("pending", 1, "ValueError: cannot")
    assert failed.due_at > NOW + MINUTE
    async with database.system_session() as session:
        assert await session.scalar(sa.select(Timer).where(Timer.subject == "left by a fault")) is None


async def test_what_is_due_of_a_kind_is_planned_together(database: Database, planning: Planning, planner: Planner):
    """One call for the timers of two workspaces, and as many statements as for one timer."""
    counts = []
    for many in (1, LIMIT // 2):
        await put(database, {f"{number}": NOW for number in range(many)})
        await put(database, {f"{number}": NOW for number in range(many)}, workspace_id="T2")
        with statements(database) as said:
            assert await planning.tick(NOW) == 2 * many
        counts.append(len(said))
    assert planner.asked == [2, LIMIT // 2 * 2]
    assert counts[0] == counts[1]


async def test_what_is_due_earlier_is_planned_earlier(database: Database, planning: Planning, planner: Planner):
    """Whatever its kind: only neighbours in time are planned together."""

    async def other(session: AsyncSession, timers: Sequence[DueTimer], now: datetime) -> None:
        planner.planned += [(due.kind, due.subject) for due in timers]

    planning.register("other", other)
    await put(database, {"a": NOW - 2 * MINUTE, "d": NOW})
    await put(database, {"b": NOW - MINUTE, "c": NOW}, kind="other")
    assert await planning.tick(NOW) == 4
    assert planner.planned == [("T1", "a"), ("other", "b"), ("other", "c"), ("T1", "d")]


async def test_the_bad_ones_among_many_are_found_by_halves(database: Database, planning: Planning, planner: Planner):
    """Whatever is planned stays planned, and a bad timer costs a few further calls, not one for each of the others."""
    good = {f"{number}": NOW for number in range(LIMIT - 1)}
    await put(database, good | {"faulty": NOW})
    assert await planning.tick(NOW) == LIMIT
    assert sorted(planner.planned) == sorted(("T1", subject) for subject in good)
    assert len(planner.asked) <= 1 + 2 * LIMIT.bit_length()
    assert (await timer(database, "faulty")).state == "pending"
    async with database.system_session() as session:
        fired = sa.select(sa.func.count()).where(Timer.state == "fired", Timer.fired_at == NOW)
        assert await session.scalar(fired) == len(good)
        assert await session.scalar(sa.select(Timer).where(Timer.subject == "left by a fault")) is None


async def test_after_three_failures_the_owner_hears_once(database: Database, planning: Planning):
    """It is tried again all the same, every hour in the end, until it succeeds."""
    told: list[tuple[str, str]] = []

    async def tell(session: AsyncSession, due: DueTimer, reason: str) -> None:
        told.append((due.subject, reason))

    planning.on_failed_timer(tell)
    await put(database, {"faulty": NOW})
    now = NOW
    waits = []
    for _ in range(7):
        assert await planning.tick(now) == 1
        failed = await timer(database, "faulty")
        waits.append(failed.due_at - now)
        now = failed.due_at
    assert waits == [timedelta(minutes=minutes) for minutes in (0.5, 2, 8, 32, 60, 60, 60)]
    assert told == [("faulty", "ValueError: cannot")]
    assert (failed.state, failed.attempt, failed.error) == ("pending", 7, "ValueError: cannot")


async def test_a_failing_telling_harms_no_other(database: Database, planning: Planning, planner: Planner):
    """Whoever is told of a failure may fail too: the timer waits all the same, and the others are planned."""

    async def tell(session: AsyncSession, due: DueTimer, reason: str) -> None:
        await set_timer(session, due.workspace_id, "plan", "left by the telling", NOW)
        raise RuntimeError("cannot tell either")

    planning.on_failed_timer(tell)
    await put(database, {"faulty": NOW})
    now = NOW
    for _ in range(2):
        await planning.tick(now)
        now += timedelta(minutes=10)
    await put(database, {"z": now})
    await planning.tick(now)
    assert planner.planned == [("T1", "z")]
    assert (await timer(database, "faulty")).attempt == 3
    async with database.system_session() as session:
        assert await session.scalar(sa.select(Timer).where(Timer.subject == "left by the telling")) is None


async def test_a_planner_sees_its_own_workspace_only(database: Database, planning: Planning):
    """Two workspaces in one tick: each planner finds its own people, also by primary key."""
    seen: list[tuple[str, list[str], bool]] = []
    async with database.system_session() as session:
        session.add_all(
            Person(workspace_id=workspace_id, slack_id="U1", name=workspace_id, working_days=[0])
            for workspace_id in ("T1", "T2")
        )
    async with database.reading("T1") as session:
        first = (await session.execute(sa.select(Person.id))).scalar_one()

    async def look(session: AsyncSession, due: DueTimer, now: datetime) -> None:
        names = list(await session.scalars(sa.select(Person.name)))
        found = await session.get(Person, first) is not None
        seen.append((due.workspace_id, names, found))

    planning.register("look", one_by_one(look))
    await put(database, {"a": NOW - MINUTE}, kind="look")
    await put(database, {"a": NOW}, kind="look", workspace_id="T2")
    await planning.tick(NOW)
    assert seen == [("T1", ["T1"], True), ("T2", ["T2"], False)]


async def test_two_engines_never_plan_a_timer_twice(database: Database, planning: Planning, planner: Planner):
    """Ticks at the same time share the timers out, on PostgreSQL by skipping what another holds."""
    other = Database(database.url.render_as_string(hide_password=False))
    second = Planning(other)
    both = asyncio.Barrier(2)
    planned: list[str] = []

    async def plan(session: AsyncSession, due: DueTimer, now: datetime) -> None:
        if not database.is_sqlite and not planned:
            await both.wait()  # both transactions are open now, each with its own timers
        planned.append(due.subject)

    planning.register("shared", one_by_one(plan))
    second.register("shared", one_by_one(plan))
    await put(database, {f"{number}": NOW for number in range(2 * LIMIT)}, kind="shared")
    taken = await asyncio.gather(planning.tick(NOW), second.tick(NOW))
    await other.close()
    assert taken == [LIMIT, LIMIT]
    assert sorted(planned) == sorted({f"{number}" for number in range(2 * LIMIT)})


async def test_an_idle_tick_only_reads(database: Database, planning: Planning):
    """Nothing due, one SELECT: no lock is taken every second."""
    with statements(database) as said:
        assert await planning.tick(NOW) == 0
    assert [statement.split(maxsplit=1)[0] for statement in said] == ["SELECT"]


async def test_many_timers_are_set_by_few_statements(database: Database, planning: Planning):
    """5,000 timers, no statement per timer."""
    with statements(database) as said:
        await put(database, {f"{number}": NOW for number in range(5000)})
    assert len(said) <= 4


async def test_next_due_is_the_earliest_of_all_but_those_that_follow_real_time(database: Database, planning: Planning):
    """Fired timers, and those that wait for Slack, are no instants of business time."""
    async with database.system_session() as session:
        assert await next_due(session) is None
    await put(database, {"a": NOW + 2 * MINUTE})
    await put(database, {"b": NOW + MINUTE}, workspace_id="T2")
    await put(database, {"": NOW}, kind="delivery.resume")
    await put(database, {"fired": NOW - MINUTE})
    await planning.tick(NOW - MINUTE)
    async with database.system_session() as session:
        assert await next_due(session) == NOW + MINUTE


async def test_a_kind_has_one_planner(planning: Planning):
    """Two features cannot take the same kind by mistake."""
    with pytest.raises(ValueError, match="two planners"):
        planning.register("plan", Planner())
