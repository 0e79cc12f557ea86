"""What the durable engine refuses; what it does is in test_contract.py, since DBOS is started as seldom as possible."""

import asyncio
from datetime import datetime

import pytest
import sqlalchemy as sa

from bot.clock import SystemClock
from bot.db import Database
from bot.engine.durable import DurableEngine
from bot.engine.port import Work
from bot.errors import BotError


async def test_before_the_start_nothing_is_enqueued_in_silence(database: Database):
    """Its tables may not be there yet: better an error than lost work."""
    engine = DurableEngine(database, SystemClock())
    async with database.transaction("T1") as session:
        with pytest.raises(BotError, match="not started"):
            await engine.enqueue(session, Work("T1", "send", "a"))


async def test_stopping_what_was_never_started_does_nothing(database: Database):
    """A start that failed half way can still be cleaned up."""
    engine = DurableEngine(database, SystemClock())
    await engine.stop()
    with pytest.raises(BotError, match="not started"):
        await engine.failures()


async def test_a_start_that_fails_after_its_launch_is_cleaned_up(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DBOS is one per process: left running, it would keep the next engine from starting."""

    def fail(_engine: object) -> None:
        raise BotError("no client")

    engine = DurableEngine(database, SystemClock())
    monkeypatch.setattr(engine, "_new_client", fail)
    with pytest.raises(BotError, match="no client"):
        await engine.start()
    await engine.stop()
    again = DurableEngine(database, SystemClock())
    await again.start()
    assert await again.failures() == []
    await again.stop()


async def test_a_database_that_is_away_for_a_while_does_not_end_the_forgetting(database: Database) -> None:
    """The next look comes all the same, and the engine stops as usual."""
    looks = asyncio.Queue[bool]()
    failing = True

    class Failing(DurableEngine):
        async def forget_finished(self, before: datetime) -> int:
            nonlocal failing
            looks.put_nowait(failing)
            if failing:
                failing = False
                raise sa.exc.OperationalError("DELETE", {}, Exception("the server closed the connection"))
            return await super().forget_finished(before)

    engine = Failing(database, SystemClock(), sweep_every=0.0)
    await engine.start()
    async with asyncio.timeout(10):
        assert [await looks.get() for _ in range(3)] == [True, False, False]
    await engine.stop()
    with pytest.raises(BotError, match="not started"):
        await engine.failures()
