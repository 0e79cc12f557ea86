"""What tells a database that is away from a fault in what was asked of it."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.away import is_away
from bot.db import IDLING, Database


async def failure(database: Database, asked: str) -> BaseException:
    """Return the error that a statement meets."""
    with pytest.raises(sa.exc.DBAPIError) as met:
        async with database.system_session() as session:
            await session.execute(sa.text(asked))
    await database.close()
    return met.value


async def test_a_wrong_statement_is_a_fault(database: Database) -> None:
    """Trying again would not help."""
    assert not is_away(await failure(database, "SELECT nothing FROM nowhere"))
    assert not is_away(await failure(database, "INSERT INTO workspace (id) VALUES (NULL)"))


@pytest.mark.parametrize("url", ["postgresql://nobody@127.0.0.1:1/nothing", "postgresql:///nothing?host=/nowhere"])
async def test_a_server_that_does_not_answer_is_away(url: str) -> None:
    """It may be starting, or somebody stumbled over a cable."""
    assert is_away(await failure(Database(url), "SELECT 1"))


async def test_a_file_that_cannot_be_opened_is_away(tmp_path: Path) -> None:
    """A disk may be mounted again."""
    assert is_away(await failure(Database(f"sqlite:///{tmp_path}/nowhere/drumbeat.db"), "SELECT 1"))


def test_other_errors_are_faults() -> None:
    """Whatever they say."""
    assert not is_away(RuntimeError("connection refused"))


def test_a_pool_without_a_free_connection_is_away() -> None:
    """Others have them all, and give them back."""
    engine = sa.create_engine("sqlite://", poolclass=sa.QueuePool, pool_size=1, max_overflow=0, pool_timeout=0)
    with engine.connect(), pytest.raises(sa.exc.TimeoutError) as met:
        engine.connect()
    assert is_away(met.value)
    engine.dispose()


async def test_a_transaction_of_a_process_that_stands_still_is_broken_off(database: Database) -> None:
    """Its rows are free before others take its work over, and for the one that comes back that is no fault."""
    if database.is_sqlite:
        async with database.system_session() as session:
            # One process, nobody to wait for: what SQLite does not do at once, bot/sqlite.py does.
            assert await session.scalar(sa.text("PRAGMA busy_timeout")) == 0
        return
    async with database.engine.connect() as held, database.engine.connect() as other:
        assert await held.scalar(sa.text("SHOW idle_in_transaction_session_timeout")) == f"{IDLING}s"
        me = await held.scalar(sa.text("SELECT pg_backend_pid()"))
        await held.execute(sa.text("SET LOCAL idle_in_transaction_session_timeout = '1ms'"))
        there = sa.text("SELECT count(*) FROM pg_stat_activity WHERE pid = :me")
        while await other.scalar(there, {"me": me}):
            await other.rollback()
        with pytest.raises(sa.exc.DBAPIError) as met:
            await held.execute(sa.text("SELECT 1"))
    assert is_away(met.value)
