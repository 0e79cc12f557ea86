"""SIGTERM ends a bot within the ten seconds that service managers give, whatever its database does just then."""

import signal
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.stopping import BROKEN_OFF
from tests.chaos.conftest import Chaos
from tests.chaos.outage import Postgres
from tests.chaos.stage import stage
from tests.chaos.waiting import until

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(300)]

TEN_SECONDS = 10.0


async def test_while_postgres_hangs(own_postgres: Postgres, tmp_path: Path, chaos: Chaos) -> None:
    """Nothing answers, not even that a query is cancelled: the bot says so, and ends with a code of its own."""
    async with stage(own_postgres.url, tmp_path, size=chaos.few, seed=chaos.seed) as it:
        bot = it.process()
        await bot.start()
        with own_postgres.frozen():
            bot.signal(signal.SIGTERM)
            code = await bot.ended_by_itself(within=TEN_SECONDS)
        assert code in {0, BROKEN_OFF}, bot.log.read_text()[-2000:]
        await bot.start()


async def test_while_somebody_holds_a_lock(database_url: str, tmp_path: Path, chaos: Chaos) -> None:
    """In `psql`, say, or in `sqlite3`: the tick in hand is broken off."""
    async with stage(database_url, tmp_path, size=chaos.few, seed=chaos.seed) as it:
        bot = it.process()
        await bot.start()
        with it.engine.connect() as holding:
            if holding.dialect.name == "postgresql":
                holding.execute(sa.text("LOCK TABLE timer IN ACCESS EXCLUSIVE MODE"))
                held_up = "SELECT count(*) FROM pg_locks WHERE NOT granted"
                await until(lambda: it.value(held_up) > 0, within=30, what="a tick that waits for the lock")
            else:
                holding.execute(sa.text("UPDATE timer SET attempt = attempt"))
            bot.signal(signal.SIGTERM)
            code = await bot.ended_by_itself(within=TEN_SECONDS)
            holding.rollback()
        assert code in {0, BROKEN_OFF}, bot.log.read_text()[-2000:]
        await bot.start()
