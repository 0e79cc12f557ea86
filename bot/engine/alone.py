"""One process on a database: a second one would do the same work again, since both resume what the other has begun."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

import sqlalchemy as sa

from bot.engine.flock import AlreadyRunning, hold
from bot.migrate import opened

LOCK = 0x6472756E
"""Number of the advisory lock on PostgreSQL that the running process holds; each database has its own."""


def alone(url: sa.URL) -> AbstractContextManager[object]:
    """Be the only process that runs on the database at `url` for the length of a block; a crash lets go by itself.

    A file is locked beside it, a PostgreSQL by an advisory lock on a connection of its own, which must not go through
    a pooler that shares connections between transactions. Raises AlreadyRunning at once when another process holds it,
    SettingsError where the database cannot be reached.
    """
    if url.get_backend_name() != "sqlite":
        return _locked(url)
    return hold(Path(url.database)) if url.database and url.database != ":memory:" else nullcontext()


@contextmanager
def _locked(url: sa.URL) -> Iterator[None]:
    with opened(url, isolation_level="AUTOCOMMIT") as connection:
        if not connection.scalar(sa.select(sa.func.pg_try_advisory_lock(LOCK))):
            shown = url.set(drivername=url.get_backend_name()).render_as_string(hide_password=True)
            raise AlreadyRunning(
                f"Drumbeat is already running on {shown}. Nothing was changed. "
                "Stop that one first, or give this one a database of its own with DATABASE_URL."
            )
        yield
