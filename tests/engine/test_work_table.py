"""Given-up work, as commands read it where no engine runs."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.clock import SystemClock, real_time
from bot.db import Database
from bot.engine.durable import DurableEngine
from bot.engine.port import Work
from bot.engine.work_table import LATELY, given_up, table_name


async def broken(_work: Work) -> None:
    """A worker that gets nothing done."""
    raise ValueError


@pytest.fixture
async def engine(database: Database) -> AsyncIterator[DurableEngine]:
    """The engine of production, whose worker tries once."""
    engine = DurableEngine(database, SystemClock(), polling=0.02, attempts=1)
    engine.register_worker("note", broken)
    await engine.start()
    yield engine
    await engine.stop()


async def test_what_was_given_up_is_told_for_a_day_and_forgotten_in_the_end(
    database: Database, engine: DurableEngine
) -> None:
    """Work that no try got done, and work over which process after process died, which DBOS takes out of its queue."""
    async with database.system_session() as session:
        for key in ("a", "b"):
            await engine.enqueue(session, Work("T1", "note", key))
    await engine.idle()
    dead = "status = 'MAX_RECOVERY_ATTEMPTS_EXCEEDED', queue_name = NULL WHERE workflow_uuid = :work"
    async with database.system_session() as session:
        statement = sa.text(f"UPDATE {table_name(session.get_bind().dialect.name)} SET {dead}")
        await session.execute(statement, {"work": "T1:note:b"})
    async with database.engine.connect() as connection:
        told = await given_up(connection, real_time())
        assert [(one.workspace_id, one.kind) for one in told] == [("T1", "note")] * 2
        assert await given_up(connection, real_time() + 2 * LATELY.total_seconds()) == []
    assert sorted(one.key for one in await engine.failures()) == ["a", "b"]
    assert await engine.forget_finished(datetime.fromtimestamp(real_time(), UTC) + timedelta(minutes=1)) == 2
    assert await engine.failures() == []


async def test_before_the_first_start_nothing_was_given_up(database: Database) -> None:
    """DBOS has not made its tables yet."""
    async with database.engine.connect() as connection:
        assert await given_up(connection, real_time()) == []
