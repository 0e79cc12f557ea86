"""Databases and other things that many tests share; every test that touches a database runs on both kinds."""

import io
import logging
import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
import structlog

from bot import log, migrate
from bot.db import Database
from tests.databases import COMPILED, KINDS, PostgresServer, into_one_file

pytest_plugins = ["tests.report", "tests.speed", "tests.figures"]

NOWHERE = Path(os.devnull).open("w")  # noqa: SIM115 (kept open for all tests)


@pytest.fixture(autouse=True)
def logs() -> None:
    """Log as a running Drumbeat does, but to nowhere: left alone, structlog paints every error, which takes long."""
    log.configure("json", NOWHERE)


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """All that this process logs, as it would log it, at every level."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    quiet = {name: logging.getLogger(name).level for name in log.QUIET}
    stream = io.StringIO()
    log.configure("json", stream)
    root.setLevel(logging.DEBUG)
    yield stream
    root.handlers[:], root.level = before, level
    for name, was in quiet.items():
        logging.getLogger(name).setLevel(was)
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A real PostgreSQL of this test process, started on first use, with a migrated template database."""
    with tempfile.TemporaryDirectory(prefix="drumbeat-run-", ignore_cleanup_errors=True) as runtime:
        os.environ["XDG_RUNTIME_DIR"] = runtime
        (Path(runtime) / "python_PostgresServer").mkdir()  # else its lock is one file for all users of the machine
        server = PostgresServer.start()
        migrate.upgrade(server.template_url)
        yield server
        server.stop()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, of which each test gets a copy."""
    path = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    migrate.upgrade(sa.make_url(f"sqlite:///{path}"))
    into_one_file(path)
    return path


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a fresh, migrated database of each kind."""
    if request.param == "sqlite":
        path = tmp_path / "drumbeat.db"
        path.write_bytes(request.getfixturevalue("migrated_file").read_bytes())
        yield f"sqlite:///{path}"
    else:
        server: PostgresServer = request.getfixturevalue("postgres")
        name = server.create_database()
        yield server.url(name)
        server.drop_database(name)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A fresh, migrated database of each kind, open."""
    opened = Database(database_url, compiled=COMPILED)
    yield opened
    await opened.close()
