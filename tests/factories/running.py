"""A process that runs on a database, as others see it from outside."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.db import Database
from bot.engine.executors import Executors
from bot.engine.flock import hold_database


@asynccontextmanager
async def running(database: Database, name: str = "me") -> AsyncIterator[None]:
    """Hold the lock of a SQLite file, or give a sign of life on a PostgreSQL."""
    if database.is_sqlite:
        with hold_database(database.url):
            yield
        return
    executors = Executors(database, name)
    await executors.beat()
    yield
    await executors.leave()
