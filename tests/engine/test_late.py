"""Which timers are late or fail, over all workspaces."""

from datetime import timedelta

import pytest

from bot.db import Database
from bot.domain.status import Lateness
from bot.engine.late import failed, lateness, latest
from models import Timer, Workspace
from tests.factories.people import MONDAY as NOW
from tests.factories.statements import statements


@pytest.fixture
async def timers(database: Database) -> Database:
    """Timers of two workspaces: in time, late, fired late, failing and given up."""
    rows = [
        ("T1", "in time", 5.0, {}),
        ("T1", "late", 5.5, {}),
        ("T2", "later", 60.0, {}),
        ("T1", "latest", 3600.0, {}),
        ("T1", "fired", 7200.0, {"state": "fired"}),
        ("T2", "failed twice", -30.0, {"attempt": 2, "error": "KeyError: 1"}),
        ("T2", "failing", -40.0, {"attempt": 3, "error": "KeyError: 2"}),
        ("T1", "given up", 9000.0, {"attempt": 3, "state": "failed", "error": "nobody plans it"}),
    ]
    async with database.system_session() as session:
        session.add_all([Workspace(id="T1", created_at=NOW), Workspace(id="T2", created_at=NOW)])
        await session.flush()
        session.add_all(
            Timer(workspace_id=name, kind="test", subject=subject, due_at=NOW - timedelta(seconds=late), **more)
            for name, subject, late, more in rows
        )
    return database


async def test_late_is_what_is_overdue_by_more_than_five_seconds(timers: Database) -> None:
    """The ticker comes every second, so that five are late enough to be noticed."""
    async with timers.engine.connect() as connection:
        assert await lateness(connection, NOW) == Lateness(3, timedelta(hours=1), failing=1)
        assert await lateness(connection, NOW - timedelta(hours=2)) == Lateness(0, timedelta(), failing=1)


async def test_the_latest_come_first(timers: Database) -> None:
    """As many as are asked for."""
    async with timers.engine.connect() as connection:
        assert [one.subject for one in await latest(connection, NOW, 2)] == ["latest", "later"]


async def test_what_keeps_failing_is_told_with_its_error(timers: Database) -> None:
    """Whether it is tried again or was given up; the third failure makes it one."""
    async with timers.engine.connect() as connection:
        found = [(one.workspace_id, one.subject, one.error) for one in await failed(connection)]
    assert found == [("T1", "given up", "nobody plans it"), ("T2", "failing", "KeyError: 2")]


async def test_lateness_reads_only_what_is_pending(database: Database) -> None:
    """It is asked every few seconds, beside any number of timers that have fired."""
    with statements(database) as said:
        async with database.engine.connect() as connection:
            assert await lateness(connection, NOW) == Lateness(0, timedelta(), 0)
    asked = [one for one in said if "FROM timer" in one]
    assert len(asked) == 2
    if database.is_sqlite:
        async with database.engine.connect() as connection:
            for statement in asked:
                values = (1,) * statement.count("?")
                plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
                assert "ix_timer_due" in str(plan.all())
