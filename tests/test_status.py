"""`drumbeat status` of databases that hold nothing yet, or are of another version; the exit code that scripts go by."""

import json
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot import migrate
from bot.cli import MEND, NEEDED, TROUBLE, main
from bot.clock import SystemClock
from bot.db import Database, async_url
from bot.domain.status import Process, Status, needs
from bot.engine.flock import hold
from bot.errors import SettingsError
from bot.settings import load, names
from bot.status import examine
from bot.status_text import as_text
from tests.factories.running import running


@pytest.fixture(autouse=True)
def _empty_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing is set, and the default database would be here."""
    for name in names():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


async def look(database_url: str) -> Status:
    """Examine a database."""
    return await examine(load({"DATABASE_URL": database_url}), SystemClock())


async def test_a_database_without_rows_is_well_while_somebody_runs(database: Database, database_url: str) -> None:
    """The first minutes of a new Drumbeat."""
    async with running(database):
        status = await look(database_url)
    assert needs(status) == []
    assert "Workspaces:     none yet\n" in as_text(status)


async def test_a_database_of_an_older_version_is_brought_up_by_run(database_url: str) -> None:
    """What it holds is not told: this Drumbeat would read it wrongly."""
    migrate.downgrade(async_url(database_url), "0004")
    status = await look(database_url)
    assert (status.schema, status.newer, status.work) == ("0004", False, None)
    assert "is at version 0004; this Drumbeat works with" in needs(status)[0]
    # Who runs stands beside a SQLite file, but within a PostgreSQL.
    assert ("not running" if "sqlite" in database_url else "not known") in as_text(status)


async def test_a_database_of_a_newer_version_wants_a_newer_drumbeat(database: Database, database_url: str) -> None:
    """It is left alone."""
    async with database.system_session() as session:
        await session.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    status = await look(database_url)
    assert (status.schema, status.newer, status.work) == ("9999", True, None)
    assert "newer than this Drumbeat" in needs(status)[0]


async def test_a_server_out_of_reach_is_a_sentence(unused_tcp_port: int) -> None:
    """Without its password."""
    with pytest.raises(SettingsError, match="cannot be opened") as refused:
        await look(f"postgresql://drum:hunter2@127.0.0.1:{unused_tcp_port}/drum")
    assert "hunter2" not in str(refused.value)


def test_without_a_database_none_is_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It says what makes one."""
    assert main(["status"]) == NEEDED
    told = capsys.readouterr().out
    assert "The database has no tables yet. `drumbeat run` makes them." in told
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("log_beside", [False, True])
def test_looking_changes_nothing(tmp_path: Path, migrated_file: Path, log_beside: bool) -> None:
    """Neither the file nor what lies beside it: not its mode, while it rests and while somebody works on it."""
    file = tmp_path / "drumbeat.db"
    file.write_bytes(migrated_file.read_bytes())
    with sqlite3.connect(file) as working:
        if log_beside:
            working.execute("PRAGMA journal_mode=WAL")
            working.execute("INSERT INTO workspace (id, created_at) VALUES ('T1', '2026-03-02 09:00:00')")
            working.commit()
        before = {one.name: one.read_bytes() for one in tmp_path.iterdir() if not one.name.endswith("-shm")}
        assert main(["status"]) == NEEDED
        after = {one.name: one.read_bytes() for one in tmp_path.iterdir() if not one.name.endswith("-shm")}
    assert after == before
    working.close()


def test_a_file_that_may_only_be_read_is_told_of(
    tmp_path: Path, migrated_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A backup on a disk that is mounted so, say; its name may hold anything."""
    folder = tmp_path / "what? 100% #1"
    folder.mkdir()
    file = folder / "drumbeat.db"
    file.write_bytes(migrated_file.read_bytes())
    (tmp_path / ".env").write_text("DATABASE_URL='sqlite:///what%3F 100%25 #1/drumbeat.db'\n")
    for path, mode in ((file, 0o400), (folder, 0o500)):
        path.chmod(mode)
    assert main(["status"]) == NEEDED
    folder.chmod(0o700)
    assert f"{migrate.head()}, as this Drumbeat wants it" in capsys.readouterr().out
    assert [one.name for one in folder.iterdir()] == ["drumbeat.db"]


def test_a_damaged_file_is_a_sentence_and_a_code_of_its_own(
    tmp_path: Path, migrated_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its beginning is as it was, so that it can be opened."""
    content = migrated_file.read_bytes()
    keep = 16 * 4096
    (tmp_path / "drumbeat.db").write_bytes(content[:keep] + b"garbage!" * ((len(content) - keep) // 8))
    assert main(["status"]) == TROUBLE
    assert "The database failed: database disk image is malformed. Look at it" in capsys.readouterr().err


def test_what_the_system_refuses_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the same code, and where it happened."""
    migrate.upgrade(sa.make_url(f"sqlite:///{tmp_path / 'drumbeat.db'}"))
    lock = tmp_path / "drumbeat.db.lock"
    lock.symlink_to(lock)
    assert main(["status"]) == TROUBLE
    assert "Too many levels of symbolic links (drumbeat.db.lock)" in capsys.readouterr().err


def test_scripts_go_by_the_exit_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody runs: one. Somebody does: nought. Wrong settings: two, as with every command."""
    migrate.upgrade(sa.make_url(f"sqlite:///{tmp_path / 'drumbeat.db'}"))
    assert main(["status"]) == NEEDED
    assert "not running" in capsys.readouterr().out
    with hold(tmp_path / "drumbeat.db"):
        assert main(["status"]) == 0
        assert capsys.readouterr().out.endswith("All is well.\n")
        assert main(["status", "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["needs"] == []
    (tmp_path / ".env").write_text("DRUMBEAT_HEALTH=8080\n")
    assert main(["status"]) == MEND


def test_processes_are_told_one_by_one() -> None:
    """Those that live, and what is taken over from those that do not."""
    silent = Process("0a1b", timedelta(minutes=2), living=False)
    status = Status(
        at=datetime(2026, 3, 3, 10, 0, tzinfo=UTC),
        database="postgresql://drum@db/drum",
        schema=None,
        wanted="0006",
        newer=False,
        processes=[silent, Process("2c3d"), Process("4e5f")],
        work=None,
    )
    assert as_text(status).splitlines()[2:6] == [
        "Running:        2 processes",
        "  · 0a1b, silent for 2 minutes: its work is taken over",
        "  · 2c3d",
        "  · 4e5f",
    ]


def test_a_terminal_obeys_no_name() -> None:
    """What moves its cursor, colours its lines or turns its writing round is shown as a sign of its own."""
    status = Status(
        at=datetime(2026, 3, 3, 10, 0, tzinfo=UTC),
        database="sqlite:///drumbeat.db",
        schema=None,
        wanted="0006",
        newer=False,
        processes=[Process("a\x1b[2Jb\u202ec\nd")],
        work=None,
    )
    assert "  · a\ufffd[2Jb\ufffdc d" in as_text(status).splitlines()
