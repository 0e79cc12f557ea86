"""How DBOS reaches its tables: beside ours, in the same database, from threads of its own."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from bot.connection import limits, synchronous
from bot.db import Database, postgres_limits, sqlite_pragmas


def system_engine(database: Database) -> sa.Engine:
    """Return a synchronous engine for the database of `database`; whoever asks disposes of it."""
    url = database.url
    engine = sa.create_engine(synchronous(url), pool_size=5, max_overflow=5, connect_args=limits(url))
    database.last_write.watch(engine)
    event.listen(engine, "connect", _sqlite_connect if database.is_sqlite else postgres_limits)
    return engine


def _sqlite_connect(connection: Any, record: Any) -> None:
    sqlite_pragmas(connection, record)
    # The driver begins transactions, with the lock that writers need; a `begin` event would break DBOS's launch.
    connection.isolation_level = "IMMEDIATE"
