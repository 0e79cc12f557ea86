"""SQLite behind one thread hop a statement.

aiosqlite does each call on its connection's thread, and SQLAlchemy makes four of them for a statement: a cursor, the
execution, the rows, the closing. The way to the thread and back takes 0.2 ms where SQLite itself takes 2 µs (measured
on two cores, aiosqlite 0.22), so that the ways were nearly half the time of a click. Here all four go together.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Self, cast

import aiosqlite


class Cursor:
    """One statement's rows and facts, read to the end when it is executed."""

    arraysize = 1

    def __init__(self, connection: "Connection") -> None:
        """Execute on `connection`."""
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self._connection = connection
        self._rows: list[Any] = []

    async def __aenter__(self) -> Self:
        """Be ready at once: SQLite's own cursor is made with the execution."""
        return self

    async def execute(self, operation: str, parameters: Any = ()) -> Self:
        """Execute a statement and read its rows."""
        return await self._run(lambda connection: connection.execute(operation, parameters))

    async def executemany(self, operation: str, parameters: Sequence[Any]) -> Self:
        """Execute a statement once for each of `parameters`."""
        return await self._run(lambda connection: connection.executemany(operation, parameters))

    async def fetchall(self) -> list[Any]:
        """Return the rows."""
        return self._rows

    async def close(self) -> None:
        """Let go of the rows; SQLite's own cursor is closed already."""
        self._rows = []

    async def _run(self, call: Callable[[sqlite3.Connection], sqlite3.Cursor]) -> Self:
        await self._connection.in_thread(lambda connection: self._read(call(connection)))
        return self

    def _read(self, cursor: sqlite3.Cursor) -> None:
        try:
            self.description = cursor.description
            self._rows = cursor.fetchall() if cursor.description else []
            # After the rows: until then SQLite does not know how many a RETURNING has changed.
            self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid
        finally:
            cursor.close()


class Connection(aiosqlite.Connection):
    """A connection whose cursors take one hop a statement, and whose thread has ended where a file cannot be opened."""

    _ending: asyncio.Future[Any] | None = None

    def stop(self) -> asyncio.Future[Any] | None:
        """End the thread; the future tells when it has."""
        self._ending = super().stop()
        return self._ending

    async def _connect(self) -> "Connection":
        try:
            await super()._connect()
        except sqlite3.Error:
            # aiosqlite tells the thread to end and does not wait: it would outlive the loop that it answers to.
            if self._ending is not None:
                await self._ending
            raise
        return self

    def cursor(self) -> Cursor:  # type: ignore[override]
        """Return a cursor; nothing is asked of SQLite yet."""
        return Cursor(self)

    async def in_thread(self, call: Callable[[sqlite3.Connection], None]) -> None:
        """Run `call` on the connection's thread."""
        ask: Any = self._execute
        await ask(lambda: call(self._conn))


def connect(database: str, **options: Any) -> Connection:
    """Return a connection to await, for SQLAlchemy's `async_creator_fn`; `options` are those of sqlite3.connect."""
    made = Connection(lambda: sqlite3.connect(database, **options), iter_chunk_size=64)
    # As SQLAlchemy does with its own: a thread must not keep a process that ends.
    cast(Any, made)._thread.daemon = True  # noqa: SLF001 - there is no public way
    return made


def wipe_free_space(path: Path, *, patience: float = 60.0) -> bool:
    """Let nothing that was deleted or changed stay in a database file, its log included; tell whether that was done.

    VACUUM writes the file anew. The pragma `secure_delete` would overwrite what is deleted from now on, but leave the
    earlier words of whoever edited theirs. Others may read and, but for these moments, write meanwhile; whoever holds
    the file is waited for, `patience` seconds.
    """
    with closing(sqlite3.connect(path, timeout=patience, isolation_level=None)) as connection:
        try:
            connection.execute("VACUUM")
            busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.OperationalError as error:
            # SQLITE_BUSY and SQLITE_FULL: the database is as it was.
            if error.sqlite_errorcode & 0xFF not in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_FULL}:
                raise
            return False
    return not busy
