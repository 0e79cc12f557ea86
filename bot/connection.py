"""Connections of one's own to the database, outside the sessions of `bot/db.py`: to migrate, lock, copy and back up."""

import asyncio
import os
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa

from bot import log
from bot.clock import monotonic
from bot.errors import SettingsError

PATIENCE = 60.0
"""Real seconds for which `drumbeat run` waits for a database server that does not answer."""

PAUSE = 2.0
"""Seconds between two tries to reach it."""

CONNECT = 10
"""Seconds that one try may take, so that a server that swallows packets cannot hold it for minutes."""

SERVER_GONE = {
    "connect_timeout": CONNECT,
    "tcp_user_timeout": 30_000,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
}
"""After how long a connection counts as broken whose server answers no packet: half a minute instead of the kernel's
quarter of an hour. In seconds, `tcp_user_timeout` in milliseconds (postgresql.org, libpq, "Parameter Key Words")."""

NO_WORDS = (
    "The SQLite of this Python ({version}) was built without FTS5, by which Drumbeat finds words, so nothing was "
    "changed. Use another Python (those of Debian, Ubuntu and python.org have it), or a PostgreSQL as DATABASE_URL."
)

logger = log.get(__name__)


def synchronous(url: sa.URL) -> sa.URL:
    """Return `url` with a synchronous driver, as migrations and DBOS need it."""
    return url.set(drivername="sqlite" if url.get_backend_name() == "sqlite" else "postgresql+psycopg")


def shown(url: sa.URL) -> str:
    """Return the address as one reads it: without our driver's name and without the password."""
    return url.set(drivername=url.get_backend_name()).render_as_string(hide_password=True)


def for_reading(url: sa.URL) -> sa.URL:
    """Return `url` so that whoever opens it changes nothing, on a read-only disk too; of a server it is the same.

    Without a log beside it (-wal) nobody works on a SQLite file. It is then read as it lies there, since SQLite would
    make that log for a reader, and leave it behind (sqlite.org, "Uniform Resource Identifiers": mode, immutable).
    """
    file = file_of(url)
    if file is None:
        return url
    at_rest = not file.with_name(f"{file.name}-wal").exists()
    query = {"uri": "true", "mode": "ro", **({"immutable": "1"} if at_rest else {})}
    return url.set(database=f"file:{quote(str(file.resolve()))}", query=query)


def file_of(url: sa.URL) -> Path | None:
    """Return the file of a SQLite database; None for one in memory and for a server."""
    in_file = url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:"
    return Path(url.database) if in_file and url.database else None


def without_words(url: sa.URL) -> str:
    """Return what to do where the SQLite of this machine cannot keep an index of words; "" where it can."""
    if url.get_backend_name() != "sqlite":
        return ""
    engine = sa.create_engine("sqlite://")
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("CREATE VIRTUAL TABLE said USING fts5(words)")
    except sa.exc.DatabaseError:
        return NO_WORDS.format(version=sqlite3.sqlite_version)
    finally:
        engine.dispose()
    return ""


def limits(url: sa.URL) -> dict[str, int]:
    """Return what a driver is told of SERVER_GONE; what `url` itself says of it stays as it is."""
    if url.get_backend_name() == "sqlite":
        return {}
    return {name: value for name, value in SERVER_GONE.items() if name not in url.query}


def room(url: sa.URL) -> int | None:
    """Return the bytes that an ordinary user can still write beside a SQLite file; None without one, as of a server."""
    file = file_of(url)
    if file is None or not file.exists():
        return None
    disk = os.statvfs(file)
    return disk.f_bavail * disk.f_frsize


@contextmanager
def opened(
    url: sa.URL, *, named: str = "DATABASE_URL", read_only: bool = False, **options: Any
) -> Iterator[sa.Connection]:
    """Open one connection of its own (`options` as SQLAlchemy's engine takes them), and close it after the block.

    A SQLite file that is not there yet is made, for its owner's eyes only.

    `named`: what the user calls the address; `read_only`: see `for_reading`. Raises SettingsError where the database
    cannot be opened.
    """
    if not read_only:
        _make_private(url)
    address = synchronous(for_reading(url) if read_only else url)
    engine = sa.create_engine(address, poolclass=sa.NullPool, connect_args=limits(url), **options)
    try:
        connection = engine.connect()
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA schema_version")  # the first look into the file
            connection.rollback()
    except sa.exc.DBAPIError as error:
        why = (str(error.orig).strip().splitlines() or [type(error.orig).__name__])[0]
        raise SettingsError(
            f"The database ({shown(url)}) cannot be opened: {why}. Check {named}, and that the database is running "
            "and lets this user in. Nothing was changed."
        ) from error
    with connection:
        yield connection


async def reached(
    url: sa.URL,
    *,
    patience: float = PATIENCE,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    now: Callable[[], float] = monotonic,
) -> None:
    """Return when the database takes a connection; a server may take `patience` seconds to come up.

    Each try that fails is logged with its reason. Raises SettingsError with the last reason when the time is over. A
    file is not waited for: what opens it next says what a person has to mend.
    """
    until = now() + patience
    while url.get_backend_name() != "sqlite":
        try:
            await asyncio.to_thread(_try, url)
        except SettingsError as error:
            left = until - now()
            if left <= 0:
                raise SettingsError(f"{error} It was tried for {patience:.0f} seconds.") from error
            logger.warning("the database does not answer yet", reason=str(error), given_up_in=f"{left:.0f} s")
        else:
            return
        await sleep(min(PAUSE, left))


def _make_private(url: sa.URL) -> None:
    """Make a SQLite file that only its owner may read; SQLite gives its log (-wal, -shm) the same mode."""
    file = file_of(url)
    if file is not None:
        # It is there already, and stays as it is; or it cannot be made, of which SQLite says more in a moment.
        with suppress(OSError):
            os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _try(url: sa.URL) -> None:
    with opened(url):
        pass
