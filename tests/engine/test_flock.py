"""One process per SQLite file."""

import fcntl
import os
from pathlib import Path

import pytest

from bot.engine.flock import AlreadyRunning, hold, holder


def test_a_second_holder_is_told_who_has_it(tmp_path: Path):
    """The sentence names the file and the process, and says what to do."""
    path = tmp_path / "drumbeat.db"
    with hold(path), pytest.raises(AlreadyRunning) as refused:
        hold(path)
    assert str(path) in refused.value.sentence
    assert f"process {os.getpid()}" in refused.value.sentence
    assert "DATABASE_URL" in refused.value.sentence


def test_a_released_file_can_be_held_again(tmp_path: Path):
    """Releasing twice does no harm; what a process left behind does not lock anybody out."""
    path = tmp_path / "new folder" / "drumbeat.db"
    lock = hold(path)
    lock.release()
    lock.release()
    with hold(path):
        assert path.with_name("drumbeat.db.lock").exists()


def test_two_files_do_not_lock_each_other(tmp_path: Path):
    """A lock is of one file."""
    with hold(tmp_path / "a.db"), hold(tmp_path / "b.db"):
        pass


def test_looking_who_holds_it_takes_nothing(tmp_path: Path):
    """Nobody before and after; the process while it is held, which goes on holding it."""
    path = tmp_path / "drumbeat.db"
    assert holder(path) is None
    assert list(tmp_path.iterdir()) == []
    with hold(path):
        assert holder(path) == str(os.getpid())
        with pytest.raises(AlreadyRunning):
            hold(path)
    assert holder(path) is None


def test_who_only_looks_keeps_nobody_from_starting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A start in the very instant of a look waits for its end."""
    path = tmp_path / "drumbeat.db"
    hold(path).release()
    looking = os.open(tmp_path / "drumbeat.db.lock", os.O_RDONLY)
    fcntl.flock(looking, fcntl.LOCK_SH)
    waited: list[float] = []

    def look_away(seconds: float) -> None:
        waited.append(seconds)
        os.close(looking)

    monkeypatch.setattr("bot.engine.flock.time.sleep", look_away)
    with hold(path):
        assert len(waited) == 1
