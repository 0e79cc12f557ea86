"""The connection to SQLite: what SQLAlchemy asks of it, in one hop to its thread."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import sqlite
from bot.db import Database


@pytest.fixture
async def connection(tmp_path: Path) -> AsyncIterator[AsyncConnection]:
    """A connection to a file with one small table."""
    database = Database(f"sqlite:///{tmp_path / 'small.db'}")
    async with database.engine.connect() as opened:
        await opened.exec_driver_sql("CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT UNIQUE)")
        await opened.exec_driver_sql("INSERT INTO word (text) VALUES ('one'), ('two'), ('three')")
        yield opened
    await database.close()


async def test_a_statement_is_one_way_to_the_thread_and_back(tmp_path: Path) -> None:
    """Cursor, execution, rows and closing together."""
    connection = await sqlite.connect(str(tmp_path / "hops.db"))
    hops = 0
    put = connection._tx.put_nowait

    class Counting:
        def put_nowait(self, item: object) -> None:
            nonlocal hops
            hops += 1
            put(item)

    connection._tx = Counting()
    cursor = await connection.cursor().__aenter__()
    await cursor.execute("SELECT 1 UNION SELECT 2")
    rows = await cursor.fetchall()
    await cursor.close()
    assert (rows, hops) == ([(1,), (2,)], 1)
    await connection.close()


async def test_rows_counts_and_new_ids_are_told(connection: AsyncConnection) -> None:
    """Also of what changes rows and returns them, which SQLite counts only after the last one is read."""
    changed = await connection.execute(sa.text("UPDATE word SET text = text || '!' WHERE id > 1"))
    assert changed.rowcount == 2
    inserted = await connection.exec_driver_sql("INSERT INTO word (text) VALUES ('four')")
    assert inserted.lastrowid == 4
    returned = await connection.exec_driver_sql("DELETE FROM word WHERE id > 2 RETURNING id")
    assert (returned.all(), returned.rowcount) == ([(3,), (4,)], 2)
    assert (await connection.scalars(sa.text("SELECT text FROM word ORDER BY id"))).all() == ["one", "two!"]


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
