"""One process runs on a database, whichever kind it is."""

import pytest
import sqlalchemy as sa

from bot.db import async_url
from bot.engine.alone import alone
from bot.engine.flock import AlreadyRunning
from bot.errors import SettingsError


def test_a_second_process_is_refused_until_the_first_has_ended(database_url: str) -> None:
    """With a sentence that names the database without its password, and says what to do."""
    url = async_url(database_url)
    with alone(url):
        with pytest.raises(AlreadyRunning, match=r"already running on .*DATABASE_URL") as refused, alone(url):
            pass
        assert str(url.database) in refused.value.sentence
        assert not url.password or url.password not in refused.value.sentence
    with alone(url):
        pass


def test_two_databases_of_one_server_do_not_lock_each_other(
    database_url: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Each has a lock of its own."""
    if database_url.startswith("sqlite"):
        other = sa.make_url(f"sqlite:///{tmp_path_factory.mktemp('other')}/drumbeat.db")
    else:
        other = request.getfixturevalue("postgres").template_url
    with alone(async_url(database_url)), alone(other):
        pass


def test_a_database_in_memory_is_nobody_elses() -> None:
    """Nothing to lock."""
    url = sa.make_url("sqlite:///:memory:")
    with alone(url), alone(url):
        pass


def test_a_server_out_of_reach_is_said_in_a_sentence(unused_tcp_port: int) -> None:
    """Never with the password."""
    url = sa.make_url(f"postgresql://drum:hunter2@127.0.0.1:{unused_tcp_port}/drum")
    with pytest.raises(SettingsError, match="cannot be opened") as refused, alone(url):
        pass
    assert "hunter2" not in str(refused.value)
