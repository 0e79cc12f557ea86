"""The database: sessions that see one workspace, and what SQLite needs to be trusted.

On SQLite a reading session begins plainly and a writing one with BEGIN IMMEDIATE: the second never fails half way with
"database is locked", and readers do not queue behind writers. On PostgreSQL a reading session begins nothing: at READ
COMMITTED each statement sees the newest rows either way, and the ROLLBACK that would end it makes psycopg forget all
prepared statements (psycopg 3.3, "Prepared statements"), so that the server planned a join of ten tables anew each
time, for 8 ms, where it answers in 0.5.
"""

from collections.abc import AsyncIterator, Callable, Collection, Iterator, MutableMapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import orjson
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction

from bot import sqlite
from bot.connection import for_reading, limits
from bot.last_write import LastWrite
from bot.tenancy import WORKSPACE

IDS: sa.BindParameter[Any] = sa.bindparam("ids", expanding=True)
"""The ids of a statement that is put together once, for `rows_of`: `where(Ritual.id.in_(IDS))`."""

BY_ID = "NOT INDEXED"
"""Hint by which SQLite looks up rows by ids, hundreds of them, where it would else go through a whole workspace."""

IDS_AT_ONCE = 3000
"""Ids that a statement names at most: a database takes only so many parameters."""

Id = TypeVar("Id", int, str)
AnyRow = sa.Row[*tuple[Any, ...]]
"""A row of a statement whose columns are not known to the type checker."""


READS = "reads"
"""Key of `session.info` of a session that only reads."""

EMPTY_LOG = "empty_log"
"""Key of `session.info` under which stands what empties SQLite's log after a writing transaction."""

AFTER_COMMIT = "after_commit"
"""Key of `session.info` under which stands what is to be done after the commit, with the transaction that asked."""


IDLING = 20
"""Seconds after which a PostgreSQL breaks off a transaction in which nothing is asked: a process that stands still must
not keep its rows locked beyond the 30 s after which others take its work (engine/executors.py)."""


def sqlite_pragmas(connection: Any, _record: Any = None) -> None:
    """Set what every SQLite connection needs; DBOS's own connections use it too."""
    cursor = connection.cursor()
    # secure_delete: a card that was withdrawn, or lost its mark at the reveal, would else stay in free pages of the
    # file; some builds of SQLite have it on, others not.
    settings = ("busy_timeout=15000", "journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL", "secure_delete=ON")
    for pragma in settings:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def postgres_limits(connection: Any, _record: Any = None) -> None:
    """Set what every PostgreSQL connection needs; DBOS's own connections use it too."""
    cursor = connection.cursor()
    cursor.execute(f"SET idle_in_transaction_session_timeout = '{IDLING}s'")
    cursor.close()
    connection.commit()


def async_url(url: str) -> sa.URL:
    """Return `url` with the asynchronous driver that Drumbeat uses for its database."""
    parsed = sa.make_url(url)
    drivers = {
        "sqlite": sqlite.NAME,
        "postgresql": "postgresql+psycopg",
        "postgres": "postgresql+psycopg",
    }
    return parsed.set(drivername=drivers.get(parsed.get_backend_name(), parsed.drivername))


class WriteInReadingError(RuntimeError):
    """A reading session was about to write: a fault in the code, never a person's mistake."""


class Database:
    """Opens sessions. Every business query runs in one of them."""

    def __init__(
        self,
        url: str,
        *,
        pool_size: int = 10,
        compiled: MutableMapping[Any, Any] | None = None,
        read_only: bool = False,
        last_write: LastWrite | None = None,
        turns: sqlite.Turns | None = None,
    ) -> None:
        """Prepare an engine for `url` (sqlite or postgresql); nothing is connected yet.

        `read_only`: change nothing of a SQLite file by opening it (`for_reading` of bot/connection.py);
        `last_write`, `turns`: shared with what other connections of this process there are to the same database.
        `compiled`: where to keep the SQL of statements, to be shared by short-lived databases of one process (tests);
        else each keeps its own.
        """
        self._compiled = compiled
        self._turns = turns or sqlite.Turns()
        self.url = for_reading(async_url(url)) if read_only else async_url(url)
        self.last_write = last_write or LastWrite()
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine: AsyncEngine = create_async_engine(
            self.url,
            pool_size=pool_size,
            max_overflow=pool_size,
            # A failing statement is kept and logged (timers, work): not with what people wrote.
            hide_parameters=True,
            json_serializer=_json,
            json_deserializer=orjson.loads,
            pool_pre_ping=not self.is_sqlite,
            connect_args=dict(limits(self.url)),
            execution_options={} if compiled is None else {"compiled_cache": compiled},
        )
        self.last_write.watch(self.engine.sync_engine)
        if not self.is_sqlite:
            event.listen(self.engine.sync_engine, "connect", postgres_limits)
        elif not read_only:
            event.listen(self.engine.sync_engine, "connect", _sqlite_connect)
            event.listen(self.engine.sync_engine, "begin", _sqlite_begin)
        self.reads: AsyncEngine
        """For connections that only read, and begin no transaction where none is needed for that."""
        if self.is_sqlite:
            self.reads, self._writes = self.engine, self.engine.execution_options(sqlite_begin="IMMEDIATE")
        else:
            self.reads, self._writes = self.engine.execution_options(isolation_level="AUTOCOMMIT"), self.engine

    @property
    def writers(self) -> int:
        """How many transactions of one process usefully write at the same time."""
        return 1 if self.is_sqlite else 2

    @asynccontextmanager
    async def reading(self, workspace_id: str) -> AsyncIterator[AsyncSession]:
        """Open a session that reads one workspace; rows and ORM statements that write meet WriteInReadingError.

        Text and connections of one's own are not looked at: on PostgreSQL what they write would be kept.
        """
        async with self._session(self.reads, workspace_id) as session:
            session.info[READS] = True
            yield session

    @asynccontextmanager
    async def transaction(self, workspace_id: str) -> AsyncIterator[AsyncSession]:
        """Open a session that writes one workspace; committed at the end of the block, rolled back on any error."""
        async with self._turn(), self._session(self._writes, workspace_id) as session, session.begin():
            yield session

    @asynccontextmanager
    async def system_session(self) -> AsyncIterator[AsyncSession]:
        """Open a writing session over all workspaces, for the tick and the command line only; committed at the end."""
        async with self._turn(), self._session(self._writes, None) as session, session.begin():
            yield session

    def apart(self, *, pool_size: int = 5) -> "Database":
        """Return the same database over connections of its own, for whom must not queue behind the users of this one.

        To be closed by itself.
        """
        url = self.url.render_as_string(hide_password=False)
        shared: dict[str, Any] = {"last_write": self.last_write, "turns": self._turns}
        return Database(url, pool_size=pool_size, compiled=self._compiled, **shared)

    async def close(self) -> None:
        """Close all connections."""
        await self.engine.dispose()

    def _turn(self) -> AbstractAsyncContextManager[None]:
        return self._turns.mine() if self.is_sqlite else nullcontext()

    def _session(self, engine: AsyncEngine, workspace_id: str | None) -> AsyncSession:
        session = AsyncSession(engine, expire_on_commit=False)
        if workspace_id is not None:
            session.info[WORKSPACE] = workspace_id
        if self.is_sqlite and self.url.database:
            session.info[EMPTY_LOG] = partial(self._turns.empty_log, Path(self.url.database))
        return session


def after_commit(session: AsyncSession, act: Callable[[], None]) -> None:
    """Let `act` be called once the session's transaction is committed.

    It is forgotten when that is rolled back, or the savepoint in which this was asked for.
    """
    within = session.sync_session.get_nested_transaction() or session.sync_session.get_transaction()
    session.info.setdefault(AFTER_COMMIT, []).append((within, act))


def keep_no_log(session: AsyncSession) -> None:
    """Let nothing tell in which order rows were written that this transaction has written anew, once it is committed.

    SQLite's log is emptied then; PostgreSQL's is the server's own.
    """
    empty_log = session.info.get(EMPTY_LOG)
    if empty_log is not None:
        after_commit(session, empty_log)


async def rows_of(
    session: AsyncSession, statement: sa.Executable, ids: Collection[Id], **parameters: Any
) -> list[AnyRow]:
    """Return the rows of `statement` for `ids`, the values of its parameter `IDS`.

    At most `IDS_AT_ONCE` at a time, and in their order: an order of the statement's own holds only among those.
    """
    found: list[AnyRow] = []
    for page in pages(ids):
        found += await session.execute(statement, {"ids": page, **parameters})
    return found


def pages(ids: Collection[Id]) -> Iterator[list[Id]]:
    """Yield `ids` in their order, so many at a time as a statement may name."""
    ordered = sorted(ids)
    for first in range(0, len(ordered), IDS_AT_ONCE):
        yield ordered[first : first + IDS_AT_ONCE]


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()


def _sqlite_connect(connection: Any, record: Any) -> None:
    # The driver must not begin transactions by itself: `_sqlite_begin` does, in the mode that the session wants.
    connection.isolation_level = None
    sqlite_pragmas(connection, record)
    # From here on the dialect waits, and the loop goes on meanwhile.
    connection.execute("PRAGMA busy_timeout=0")


def _sqlite_begin(connection: sa.Connection) -> None:
    mode = connection.get_execution_options().get("sqlite_begin", "")
    connection.exec_driver_sql(f"BEGIN {mode}".rstrip())


@event.listens_for(Session, "do_orm_execute")
def _only_read(state: ORMExecuteState) -> None:
    if state.session.info.get(READS) and (state.is_insert or state.is_update or state.is_delete):
        raise WriteInReadingError(str(state.statement))


@event.listens_for(Session, "before_flush")
def _flush_nothing(session: Session, _context: Any, _instances: Any) -> None:
    if session.info.get(READS):
        raise WriteInReadingError(
            ", ".join(type(row).__name__ for row in session.new | session.dirty | session.deleted)
        )


@event.listens_for(Session, "after_commit")
def _act_after_commit(session: Session) -> None:
    if session.in_nested_transaction():
        return
    for _, act in session.info.pop(AFTER_COMMIT, ()):
        act()


@event.listens_for(Session, "after_soft_rollback")
def _forget_rolled_back(session: Session, rolled_back: SessionTransaction) -> None:
    asked = session.info.get(AFTER_COMMIT)
    if asked:
        session.info[AFTER_COMMIT] = [(within, act) for within, act in asked if not _is_within(within, rolled_back)]


def _is_within(transaction: SessionTransaction | None, outer: SessionTransaction) -> bool:
    while transaction is not None and transaction is not outer:
        transaction = transaction.parent
    return transaction is not None
