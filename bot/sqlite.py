"""SQLite without threads: a statement runs on the event loop itself.

SQLite answers within microseconds. The way to a connection's thread and back, which aiosqlite takes for every call,
costs 0.2 ms where nothing else runs, and many times that where the machine has other things to do: each way waits for
its turn on a processor. What others have locked is waited for without holding up the loop, and between statements
whatever else is ready goes on. A statement itself holds the loop up, and so does the fsync of a checkpoint: rows are
written some thousands at a time (45 µs each with their indexes), and what looks at all of a large table, or writes it
anew, belongs into a process or a thread of its own.
"""

import asyncio
import sqlite3
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import await_only

from bot.clock import monotonic

NAME = "sqlite+inline"
"""What a URL begins with whose statements run on the loop."""

PATIENCE = 15.0
"""Seconds to wait for what another connection has locked, and for one's turn to write."""

FIRST_LOOK, LAST_LOOK = 0.001, 0.02
"""Seconds between looks whether it is free: doubled each time, up to the last."""


class Cursor(sqlite3.Cursor):
    """A cursor whose rows are read to the end when a statement is executed.

    So no statement is half done while others run, and SQLite has counted what one changed that returns rows.
    """

    _rows: deque[Any]

    def execute(self, statement: str, parameters: Any = (), /) -> Self:
        """Execute a statement and read its rows."""
        super().execute(statement, parameters)
        self._rows = deque(super().fetchall())
        return self

    def fetchone(self) -> Any:
        """Return the next row; None after the last."""
        return self._rows.popleft() if self._rows else None

    def fetchmany(self, size: int | None = 1) -> list[Any]:
        """Return the next rows, as many as there are, but no more than `size`."""
        return [self._rows.popleft() for _ in range(min(size or 1, len(self._rows)))]

    def fetchall(self) -> list[Any]:
        """Return the rows that are left."""
        rows = list(self._rows)
        self._rows.clear()
        return rows

    async def _async_soft_close(self) -> None:
        """Do nothing, where SQLAlchemy would let an asynchronous driver wait: nothing is left to read."""


class Connection(sqlite3.Connection):
    """A connection of such cursors."""

    def cursor(self, factory: Any = Cursor) -> Any:
        """Return a cursor."""
        return super().cursor(factory)


class InlineCompiler(SQLiteCompiler):
    """SQLAlchemy's own, which would leave out what a statement says of SQLite's indexes."""

    def get_from_hint_text(self, _table: Any, text: str | None) -> str | None:
        """Return what `with_hint` says of a table."""
        return text


class InlineDialect(SQLiteDialect_pysqlite):
    """SQLAlchemy's own dialect of SQLite, for asynchronous engines."""

    driver = "inline"
    is_async = True
    has_terminate = True
    supports_statement_cache = True
    statement_compiler = InlineCompiler

    @classmethod
    def get_pool_class(cls, url: sa.URL) -> type[sa.Pool]:
        """Return the pool whose queue is awaited; a database in memory is that of one connection."""
        return sa.AsyncAdaptedQueuePool if cls._is_url_file_db(url) else sa.StaticPool

    def connect(self, *arguments: Any, **options: Any) -> Any:
        """Open a file."""
        return super().connect(*arguments, factory=Connection, **options)

    def do_terminate(self, dbapi_connection: Any) -> None:
        """Close a connection that nobody can wait for any more."""
        dbapi_connection.close()

    def do_execute(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:  # noqa: ARG002
        """Execute a statement, after whatever else is ready to run."""
        await_only(asyncio.sleep(0))
        _patiently(lambda: cursor.execute(statement, parameters))

    def do_executemany(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:  # noqa: ARG002
        """Execute a statement once for each of `parameters`, with the lock that a writer has from the beginning."""
        await_only(asyncio.sleep(0))
        cursor.executemany(statement, parameters)


class Turns:
    """Lets one writer of this process at a time to a file, in the order of asking.

    SQLite has one writer, too; but whoever waits for it there sleeps up to a tenth of a second between looks, with a
    connection in hand, so that twenty writers took six times as long as one after the other.
    """

    def __init__(self) -> None:
        """Let the first one in."""
        self._writing = asyncio.Lock()
        self._log_of: Path | None = None

    def empty_log(self, path: Path) -> None:
        """Let the log of this file be emptied at the end of the turn, or of a later one where somebody reads it then.

        The log keeps each page as every commit left it, in their order, until it is written over.
        """
        self._log_of = path

    @asynccontextmanager
    async def mine(self) -> AsyncIterator[None]:
        """Wait for one's turn, which lasts as long as the block. Raises SQLAlchemy's TimeoutError after PATIENCE."""
        try:
            async with asyncio.timeout(PATIENCE):
                await self._writing.acquire()
        except TimeoutError:
            raise sa.exc.TimeoutError(f"nobody let this writer in within {PATIENCE:.0f} seconds") from None
        try:
            yield
        finally:
            if self._log_of is not None and _truncate_log(self._log_of):
                self._log_of = None
            self._writing.release()


def _truncate_log(path: Path) -> bool:
    """Write what stands in the log of a file into it, and empty the log; tell whether nobody was in the way."""
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as connection:
        busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def _patiently(execute: Callable[[], object]) -> None:
    """Execute; while another connection has locked what it needs, the loop goes on."""
    until, wait = monotonic() + PATIENCE, FIRST_LOOK
    while True:
        try:
            execute()
        except sqlite3.OperationalError as error:
            # The driver itself raises some of these, without a code.
            code = getattr(error, "sqlite_errorcode", None)
            if code not in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_BUSY_RECOVERY} or monotonic() > until:
                raise
        else:
            return
        await_only(asyncio.sleep(wait))
        wait = min(wait * 2, LAST_LOOK)


registry.register(NAME.replace("+", "."), __name__, InlineDialect.__name__)


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
