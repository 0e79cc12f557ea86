"""The connection to SQLite: statements on the event loop, and waiting that does not hold it up."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import sqlite
from bot.away import is_away
from bot.db import Database, sqlite_pragmas

ADD = sa.text("INSERT INTO word (text) VALUES (:text)")


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """A file with one small table."""
    opened = Database(f"sqlite:///{tmp_path / 'small.db'}")
    async with opened.system_session() as session:
        await session.execute(sa.text("CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT UNIQUE)"))
        await session.execute(sa.text("INSERT INTO word (text) VALUES ('one'), ('two'), ('three')"))
    yield opened
    await opened.close()


@pytest.fixture
async def connection(database: Database) -> AsyncIterator[AsyncConnection]:
    """A connection to that file."""
    async with database.engine.connect() as opened:
        yield opened


@pytest.fixture
def elsewhere(database: Database) -> Iterator[sqlite3.Connection]:
    """A connection that is not ours, and holds the lock to write."""
    with closing(sqlite3.connect(str(database.url.database), isolation_level=None)) as opened:
        opened.execute("BEGIN IMMEDIATE")
        yield opened


async def words(database: Database) -> list[str]:
    """Return what is in the table, in the order of its writing."""
    async with database.reading("T1") as session:
        return list(await session.scalars(sa.text("SELECT text FROM word ORDER BY id")))


async def add(database: Database, text: str) -> None:
    """Write one row in a transaction."""
    async with database.transaction("T1") as session:
        await session.execute(ADD, {"text": text})


async def test_statements_need_no_thread(database: Database) -> None:
    """A way to a thread and back costs more than the statement."""
    before = threading.active_count()
    await asyncio.gather(*(words(database) for _ in range(5)), add(database, "four"))
    assert threading.active_count() == before


async def test_others_go_on_while_a_writer_waits_for_another_process(
    database: Database, elsewhere: sqlite3.Connection
) -> None:
    """Whoever only reads is not held up, nor is the event loop."""
    writing = asyncio.create_task(add(database, "four"))
    for _ in range(3):
        assert await words(database) == ["one", "two", "three"]
    assert not writing.done()
    elsewhere.execute("COMMIT")
    await writing
    assert await words(database) == ["one", "two", "three", "four"]


async def test_writers_have_their_turns_in_the_order_of_asking(database: Database) -> None:
    """Those of connections kept apart, too."""
    apart = database.apart()
    async with database.transaction("T1") as session:
        waiting = [
            asyncio.create_task(add(one, str(number))) for number, one in enumerate([database, apart, database, apart])
        ]
        assert await words(apart) == ["one", "two", "three"]
        await session.execute(ADD, {"text": "first"})
    await asyncio.gather(*waiting)
    assert await words(database) == ["one", "two", "three", "first", "0", "1", "2", "3"]
    await apart.close()


async def test_a_turn_ends_with_its_block_however_that_ends(database: Database) -> None:
    """By an error, and by being broken off while it waits."""
    with pytest.raises(sa.exc.IntegrityError):
        await add(database, "one")
    async with database.transaction("T1"):
        waiting = asyncio.create_task(add(database, "four"))
        await words(database)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
    await add(database, "five")
    assert await words(database) == ["one", "two", "three", "five"]


async def test_waiting_ends_when_patience_does(
    database: Database, elsewhere: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For the lock and for the turn; both say that the database is away, so that work is done later."""
    monkeypatch.setattr(sqlite, "PATIENCE", 0.05)
    with pytest.raises(sa.exc.OperationalError, match="database is locked") as locked:
        await add(database, "four")
    elsewhere.execute("COMMIT")
    async with database.transaction("T1"):
        with pytest.raises(sa.exc.TimeoutError, match="nobody let this writer in") as crowded:
            await add(database, "five")
    assert is_away(locked.value)
    assert is_away(crowded.value)
    assert await words(database) == ["one", "two", "three"]


async def test_rows_counts_and_new_ids_are_told(connection: AsyncConnection) -> None:
    """Also of what changes rows and returns them, which SQLite counts only after the last one is read."""
    changed = await connection.execute(sa.text("UPDATE word SET text = text || '!' WHERE id > 1"))
    assert changed.rowcount == 2
    inserted = await connection.exec_driver_sql("INSERT INTO word (text) VALUES ('four')")
    assert inserted.lastrowid == 4
    returned = await connection.exec_driver_sql("DELETE FROM word WHERE id > 2 RETURNING id")
    assert (returned.all(), returned.rowcount) == ([(3,), (4,)], 2)
    assert (await connection.scalars(sa.text("SELECT text FROM word ORDER BY id"))).all() == ["one", "two!"]


async def test_rows_are_read_as_one_likes(connection: AsyncConnection) -> None:
    """One by one, some, the rest; none where a statement has none."""
    rows = await connection.exec_driver_sql("SELECT text FROM word ORDER BY id")
    assert (rows.fetchone(), rows.fetchmany(1), rows.fetchall()) == (("one",), [("two",)], [("three",)])
    some = await connection.exec_driver_sql("SELECT text FROM word ORDER BY id")
    assert [list(part) for part in some.partitions(2)] == [[("one",), ("two",)], [("three",)]]
    assert (await connection.exec_driver_sql("SELECT text FROM word WHERE id > 9")).first() is None


async def test_many_rows_at_once(connection: AsyncConnection) -> None:
    """One statement for a list of rows, which are counted."""
    many = await connection.execute(sa.text("INSERT INTO word (text) VALUES (:text)"), [{"text": "a"}, {"text": "b"}])
    assert many.rowcount == 2
    assert await connection.scalar(sa.text("SELECT count(*) FROM word")) == 5


async def test_what_sqlite_refuses_is_told_as_sqlalchemy_tells_it(connection: AsyncConnection) -> None:
    """And the connection can be used afterwards."""
    with pytest.raises(sa.exc.IntegrityError):
        await connection.exec_driver_sql("INSERT INTO word (text) VALUES ('one')")
    with pytest.raises(sa.exc.OperationalError, match="no such table"):
        await connection.exec_driver_sql("SELECT * FROM nowhere")
    assert await connection.scalar(sa.text("SELECT count(*) FROM word")) == 3


async def test_what_the_driver_itself_refuses_is_an_error_of_the_database(connection: AsyncConnection) -> None:
    """Bytes that are no text, in a file that another program wrote: the driver names no code of SQLite's for it."""
    with pytest.raises(sa.exc.OperationalError, match="UTF-8"):
        await connection.execute(sa.text("SELECT CAST(x'ff' AS TEXT)"))


def test_what_is_deleted_is_overwritten_however_sqlite_was_built(tmp_path: Path) -> None:
    """A word that was deleted is not in the file any more, once the log is put into it."""
    path = tmp_path / "words.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA secure_delete=OFF")
        sqlite_pragmas(connection)
        connection.execute("CREATE TABLE card (text TEXT)")
        connection.execute("INSERT INTO card VALUES ('Staging keys')")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert b"Staging keys" in path.read_bytes()
        connection.execute("DELETE FROM card")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert b"Staging keys" not in path.read_bytes()
