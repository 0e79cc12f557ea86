"""Fresh, migrated databases to measure on, as careful with a power cut as those of a user."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from bot import migrate
from bot.db import Database
from tests.databases import KINDS, PostgresServer

__all__ = ["KINDS", "fresh", "looked_over"]


@contextmanager
def fresh(kind: str) -> Iterator[str]:
    """Yield the URL of a database of `kind` on this machine's disk, which is removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="drumbeat-bench-", ignore_cleanup_errors=True) as folder:
        if kind == "sqlite":
            url = f"sqlite:///{folder}/drumbeat.db"
            migrate.upgrade(sa.make_url(url))
            yield url
            return
        os.environ["XDG_RUNTIME_DIR"] = folder
        (Path(folder) / "python_PostgresServer").mkdir()
        server = PostgresServer.start(careful=True)
        try:
            migrate.upgrade(server.template_url)
            yield server.url(server.create_database())
        finally:
            server.stop()


async def looked_over(database: Database) -> None:
    """Let a PostgreSQL look at the rows that have come, as it does by itself within a minute; SQLite never does."""
    if not database.is_sqlite:
        async with database.system_session() as session:
            await session.execute(sa.text("ANALYZE"))
