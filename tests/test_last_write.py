"""Whether the database took the last write: known from what this process met, on both databases."""

import pytest
import sqlalchemy as sa

from bot.db import Database
from models import Team
from tests.factories import people


@pytest.fixture
async def database(database: Database) -> Database:
    """A database with a workspace."""
    async with database.system_session() as session:
        await people.workspace(session)
    return database


async def write(database: Database, *, refused: bool = False, broken_off: bool = False) -> None:
    """Write more than there is room for, in a file that may not grow, or on a standby (PostgreSQL); or give up."""
    async with database.transaction("T1") as session:
        if refused:
            refuse = "PRAGMA max_page_count=1" if database.is_sqlite else "SET TRANSACTION READ ONLY"
            await session.execute(sa.text(refuse))
        session.add_all([Team(name=f"{number} {'x' * 2000}") for number in range(20)])
        await session.flush()
        if broken_off:
            raise ZeroDivisionError


async def write_twice(database: Database) -> None:
    """Write a row that is there already."""
    await write(database)
    await write(database)


async def mend(database: Database) -> None:
    """Let writing work again."""
    if database.is_sqlite:
        async with database.engine.connect() as connection:
            await connection.execute(sa.text("PRAGMA max_page_count=1000000"))


async def test_a_write_that_fails_is_remembered_until_one_succeeds(database: Database) -> None:
    """Reading says nothing about it, nor does a transaction that changes nothing."""
    assert database.last_write.trouble == ""
    with pytest.raises(sa.exc.DBAPIError):
        await write(database, refused=True)
    trouble = "the disk is full" if database.is_sqlite else "it may only be read"
    assert database.last_write.trouble == trouble
    async with database.system_session() as session:
        await session.execute(sa.select(Team.id))
        await session.execute(sa.update(Team).values(name="none is there"))
    assert database.last_write.trouble == trouble
    await mend(database)
    await write(database)
    assert database.last_write.trouble == ""


async def test_a_mistake_is_no_trouble_of_the_database(database: Database) -> None:
    """A row that is there already, say."""
    with pytest.raises(sa.exc.IntegrityError):
        await write_twice(database)
    assert database.last_write.trouble == ""


async def test_what_is_rolled_back_was_not_written(database: Database) -> None:
    """It says nothing about whether it could have been kept."""
    with pytest.raises(sa.exc.DBAPIError):
        await write(database, refused=True)
    await mend(database)
    with pytest.raises(ZeroDivisionError):
        await write(database, broken_off=True)
    assert database.last_write.trouble != ""


async def test_a_connection_that_broke_is_let_go_of(database: Database) -> None:
    """Nothing can be asked of it any more, least of all while it is rolled back."""
    async with database.engine.connect() as connection:
        await connection.execute(sa.update(Team).values(name="Payments"))
        await connection.invalidate()
        await connection.rollback()
        assert await connection.scalar(sa.select(sa.literal(1))) == 1
