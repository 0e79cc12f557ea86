"""How often a worker is tried."""

import pytest
import sqlalchemy as sa

from bot.db import Database
from bot.engine.port import Work
from bot.engine.work import GivenUpError, Workers

WORK = Work("T1", "note", "work")


async def test_a_database_that_is_away_is_waited_for() -> None:
    """However long: what a worker had to do must not be given up because nobody could write it down."""
    tries = 0
    nowhere = Database("postgresql:///nothing?host=/nowhere")

    async def note(_work: Work) -> None:
        nonlocal tries
        tries += 1
        if tries < 5:
            async with nowhere.engine.connect():
                pass

    workers = Workers(attempts=2, backoff=0.001)
    workers.register("note", note, "")
    await workers.do(WORK)
    assert tries == 5
    await nowhere.close()


async def test_a_fault_is_given_up(database: Database) -> None:
    """A statement that is wrong stays wrong."""
    tries = 0

    async def note(_work: Work) -> None:
        nonlocal tries
        tries += 1
        async with database.engine.connect() as connection:
            await connection.execute(sa.text("SELECT nothing FROM nowhere"))

    workers = Workers(attempts=2, backoff=0.001)
    workers.register("note", note, "")
    with pytest.raises(GivenUpError):
        await workers.do(WORK)
    assert tries == 2
