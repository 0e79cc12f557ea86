"""`drumbeat backup`: a whole copy of a SQLite database, or none and a sentence."""

import fcntl
import resource
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot import migrate
from bot.backup import backup
from bot.cli import MEND, main
from bot.connection import synchronous
from bot.db import Database, async_url
from bot.errors import UserError
from tests.factories import people

ROOT = Path(__file__).parents[1]
LIMIT = 64 * 1024
"""Bytes that a process may write into one file: less than a migrated database has."""


@pytest.fixture
def source(tmp_path: Path, migrated_file: Path) -> Path:
    """A migrated file of Drumbeat."""
    path = tmp_path / "drumbeat.db"
    path.write_bytes(migrated_file.read_bytes())
    return path


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """An empty folder for backups."""
    folder = tmp_path / "kept"
    folder.mkdir()
    return folder


def url(path: Path) -> sa.URL:
    """The address of a file."""
    return async_url(f"sqlite:///{path}")


def listed(folder: Path) -> list[str]:
    """The names of what lies in a folder."""
    return [path.name for path in folder.iterdir()]


async def test_what_is_committed_is_in_the_copy_while_somebody_writes(source: Path, kept: Path) -> None:
    """The writer is not held up, and what it has not committed is not in the copy."""
    database = Database(f"sqlite:///{source}")
    async with database.system_session() as session:
        await people.workspace(session)
    async with database.transaction("T1") as session:
        await people.person(session, "Ana Sousa")
    async with database.transaction("T1") as session:
        await people.person(session, "Ben Carter")
        made = backup(url(source), kept / "monday.db")
    await database.close()
    assert (made.revision, made.persons, made.rounds) == (migrate.head(), 1, 0)
    assert made.size == (kept / "monday.db").stat().st_size
    assert (kept / "monday.db").stat().st_mode & 0o777 == 0o600
    assert listed(kept) == ["monday.db"]
    with sa.create_engine(f"sqlite:///{kept / 'monday.db'}", poolclass=sa.NullPool).connect() as connection:
        assert connection.exec_driver_sql("SELECT name FROM person").scalars().all() == ["Ana Sousa"]


def test_the_command_says_what_the_copy_holds(
    source: Path, kept: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And how to start from it."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{source}")
    target = kept / "monday.db"
    assert main(["backup", str(target)]) == 0
    told = capsys.readouterr().out
    assert f"MB, version {migrate.head()}, 0 people, 0 rounds." in told
    assert told.endswith(f"DATABASE_URL=sqlite:///{target}\n")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{target}")
    assert main(["migrate"]) == 0
    assert "backup" not in capsys.readouterr().out


def test_a_target_that_exists_is_left_as_it_is(source: Path, kept: Path) -> None:
    """Whatever it holds: an older backup, or the very database."""
    (kept / "monday.db").write_text("mine")
    for target in (kept / "monday.db", source, kept):
        before = target.read_bytes() if target.is_file() else None
        with pytest.raises(UserError, match="exists already"):
            backup(url(source), target)
        assert (target.read_bytes() if target.is_file() else None) == before


@pytest.mark.parametrize("links", [True, False])
def test_of_two_backups_to_one_name_the_second_is_refused(
    source: Path, kept: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    """Also where both began before there was a file of that name, and on a disk that knows no hard links."""
    target = kept / "monday.db"
    with monkeypatch.context() as patched:
        if not links:
            patched.setattr("os.link", _no_links)
        backup(url(source), target)
        first = target.read_bytes()
        target.unlink()
        patched.setattr("os.fsync", lambda _descriptor: target.write_bytes(first))
        with pytest.raises(UserError, match="exists already"):
            backup(url(source), target)
    assert target.read_bytes() == first
    assert listed(kept) == ["monday.db"]


def _no_links(_source: object, _target: object) -> None:
    raise PermissionError(1, "Operation not permitted")


@pytest.mark.parametrize(
    ("at", "target", "said"),
    [
        ("drumbeat.db", "nowhere/monday.db", "nowhere does not exist. Make it first"),
        ("other.db", "kept/monday.db", "There is no database to back up at sqlite:.*other.db"),
        ("empty.db", "kept/monday.db", "holds no data of Drumbeat"),
    ],
)
def test_what_cannot_be_copied_is_said(
    source: Path, kept: Path, tmp_path: Path, at: str, target: str, said: str
) -> None:
    """Nothing is made, neither there nor here."""
    (tmp_path / "empty.db").touch()
    with pytest.raises(UserError, match=said):
        backup(url(tmp_path / at), tmp_path / target)
    assert listed(kept) == []
    assert not (tmp_path / "other.db").exists()


def test_a_server_has_a_tool_of_its_own(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The sentence names it with this database; never the password."""
    monkeypatch.setenv("DATABASE_URL", "postgresql://drum:hunter2@db.example:5433/pmo?sslmode=require&password=hunter2")
    assert main(["backup", "monday.dump"]) == MEND
    told = capsys.readouterr().err
    assert "pg_dump --format=custom --file=monday.dump" in told
    assert "'--dbname=postgresql://drum@db.example:5433/pmo?sslmode=require'" in told
    assert "hunter2" not in told


def test_an_interrupted_copy_leaves_nothing(source: Path, kept: Path) -> None:
    """In a process of its own, which may not write enough for the whole copy, as on a full disk."""
    engine = sa.create_engine(synchronous(url(source)))
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE ballast AS SELECT randomblob(100000) AS weight")
    engine.dispose()
    done = subprocess.run(
        [sys.executable, "-m", "bot", "backup", str(kept / "monday.db")],
        env={"PYTHONPATH": str(ROOT), "DATABASE_URL": f"sqlite:///{source}"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT, LIMIT)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == MEND, done.stderr
    assert "No copy was kept and the database is as it was" in done.stderr
    assert listed(kept) == []


def test_what_a_killed_backup_left_goes_with_the_next_one(source: Path, kept: Path) -> None:
    """But not what another process is still writing."""
    dead, alive = kept / ".monday.db.1.partial", kept / ".monday.db.2.partial"
    for one in (dead, kept / f"{dead.name}-journal"):
        one.touch()
    with alive.open("w") as writing:
        fcntl.flock(writing, fcntl.LOCK_EX)
        backup(url(source), kept / "monday.db")
    assert sorted(listed(kept)) == [alive.name, "monday.db"]


def test_a_folder_that_takes_nothing_is_said(source: Path) -> None:
    """`/proc` is one for root too."""
    with pytest.raises(UserError, match="Nothing can be written to /proc"):
        backup(url(source), Path("/proc/monday.db"))
