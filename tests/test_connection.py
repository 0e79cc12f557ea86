"""Connections of one's own: a server that is not up yet is waited for, with a sentence each time and not for ever."""

from io import StringIO
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot import log
from bot.connection import PATIENCE, file_of, opened, reached, shown
from bot.db import async_url
from bot.errors import SettingsError
from tests.databases import PostgresServer


class Waiting:
    """Time that passes only by waiting."""

    def __init__(self) -> None:
        self.waits: list[float] = []

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        self.waits.append(seconds)

    def now(self) -> float:
        """Return the seconds that were waited."""
        return sum(self.waits)


@pytest.fixture
def logged() -> StringIO:
    """What is logged."""
    stream = StringIO()
    log.configure("json", stream)
    return stream


async def test_a_server_that_stays_away_is_given_up_after_the_stated_time(
    unused_tcp_port: int, logged: StringIO
) -> None:
    """Each try is logged with its reason; neither log nor error shows the password."""
    waiting = Waiting()
    url = sa.make_url(f"postgresql://drum:hunter2@127.0.0.1:{unused_tcp_port}/drum")
    with pytest.raises(SettingsError, match=r"cannot be opened: .*It was tried for 60 seconds\.") as refused:
        await reached(url, sleep=waiting.sleep, now=waiting.now)
    assert sum(waiting.waits) == PATIENCE
    lines = logged.getvalue().splitlines()
    assert len(lines) == len(waiting.waits)
    assert all("does not answer yet" in line and "cannot be opened" in line for line in lines)
    assert "hunter2" not in logged.getvalue() + str(refused.value)


async def test_a_server_that_comes_up_is_taken_at_once(postgres: PostgresServer, logged: StringIO) -> None:
    """Here its database is made while it is waited for."""
    waiting = Waiting()
    there = sa.make_url(postgres.url("late"))

    async def sleep(seconds: float) -> None:
        await waiting.sleep(seconds)
        if len(waiting.waits) == 3:
            with postgres.admin.connect() as connection:
                connection.exec_driver_sql("CREATE DATABASE late")

    await reached(there, sleep=sleep, now=waiting.now)
    assert len(waiting.waits) == 3
    assert 'database \\"late\\" does not exist' in logged.getvalue()
    await reached(there, sleep=sleep, now=waiting.now)
    assert len(waiting.waits) == 3
    postgres.drop_database("late")


async def test_a_file_is_not_waited_for(tmp_path) -> None:
    """Nor is it made by looking whether it is there."""
    await reached(sa.make_url(f"sqlite:///{tmp_path}/nowhere/drumbeat.db"))
    await reached(sa.make_url(f"sqlite:///{tmp_path}/drumbeat.db"))
    assert list(tmp_path.iterdir()) == []


def test_an_address_is_shown_as_it_was_written() -> None:
    """Without the driver and the password; only a database in a file has a file."""
    assert shown(sa.make_url("postgresql+psycopg://drum:hunter2@db/pmo")) == "postgresql://drum:***@db/pmo"
    assert [str(file_of(sa.make_url(url))) for url in ("sqlite:///a/b.db", "sqlite://", "postgresql://db/pmo")] == [
        "a/b.db",
        "None",
        "None",
    ]


def test_a_new_file_and_its_log_are_for_their_owner_only(tmp_path: Path) -> None:
    """They hold what people answered; a file that exists stays as it is."""
    url = async_url(f"sqlite:///{tmp_path / 'new.db'}")
    (tmp_path / "old.db").touch(mode=0o640)
    with opened(url) as connection, opened(async_url(f"sqlite:///{tmp_path / 'old.db'}")):
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        connection.exec_driver_sql("CREATE TABLE said (words TEXT)")
        modes = {file.name: file.stat().st_mode & 0o777 for file in tmp_path.iterdir()}
    assert modes == {"new.db": 0o600, "new.db-wal": 0o600, "new.db-shm": 0o600, "old.db": 0o640}
