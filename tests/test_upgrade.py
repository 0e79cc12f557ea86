"""Commands and the version of the database: what may run beside a Drumbeat that runs, and what is refused."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from bot import migrate
from bot.cli import MEND, main
from bot.connection import file_of, opened
from bot.db import async_url
from bot.engine.flock import hold, hold_database
from bot.settings import names

OLD = "0004"
WORKSPACE = "INSERT INTO workspace (id, created_at, people_synced_at) VALUES ('T1', '{0}', '{0}')"
COMMANDS = (["migrate"], ["export"], ["apply", "company.yaml", "--yes"], ["forget", "ana@lumen.example", "--yes"])


@pytest.fixture
def url(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> sa.URL:
    """A database with a workspace, which commands find by their settings; a company file lies beside it."""
    for name in names():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "company.yaml").write_text("teams: []\n")
    address = async_url(database_url)
    with opened(address) as connection:
        connection.exec_driver_sql(WORKSPACE.format("2026-03-02 09:00:00"))
        connection.commit()
    return address


@pytest.fixture
def old(url: sa.URL) -> sa.URL:
    """The same, as an older version left it."""
    migrate.downgrade(url, OLD)
    return url


def copies(folder: Path) -> list[str]:
    """The backups that upgrades made in a folder."""
    return sorted(file.name for file in folder.glob("*.before-*"))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_a_file_of_another_version_is_not_changed_under_somebody_who_works_on_it(
    old: sa.URL, tmp_path: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    """The sentence names the process and says what to do; on a PostgreSQL older processes stop by themselves."""
    with hold_database(old):
        code = main(command)
    told = capsys.readouterr().err
    if file_of(old) is None:
        assert (migrate.current(old), "works on it" in told) == (migrate.head(), False)
        return
    assert (code, migrate.current(old), copies(tmp_path)) == (MEND, OLD, [])
    assert f"is at version {OLD}, this Drumbeat needs version {migrate.head()}, and another process (" in told
    assert "Nothing was changed. Stop that one first, then try again." in told


@pytest.mark.parametrize("command", COMMANDS[:3], ids=lambda command: command[0])
def test_beside_somebody_of_the_same_version_there_is_nothing_to_wait_for(
    url: sa.URL, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    """Commands write in transactions of their own."""
    with hold_database(url):
        assert main(command) == 0
    assert capsys.readouterr().err == ""


def test_a_newer_file_wants_a_newer_drumbeat_whoever_works_on_it(
    url: sa.URL, capsys: pytest.CaptureFixture[str]
) -> None:
    """To stop that one would not help."""
    with opened(url) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with hold_database(url):
        assert main(["migrate"]) == MEND
    assert "newer than this Drumbeat" in capsys.readouterr().err


def test_a_file_without_tables_that_somebody_else_is_making(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two first starts at once do not make them twice."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'new.db'}")
    with hold(tmp_path / "new.db"):
        assert main(["migrate"]) == MEND
    assert "has no tables yet" in capsys.readouterr().err


@pytest.mark.parametrize("command", [["export"], ["apply", "company.yaml"]], ids=lambda command: command[0])
def test_a_command_that_upgrades_a_file_says_where_the_backup_is(
    old: sa.URL, tmp_path: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    """In the words of `run`, and not among what the command prints; a PostgreSQL is backed up by its own tools."""
    assert main(command) == 0
    assert migrate.current(old) == migrate.head()
    told = capsys.readouterr()
    assert "backup" not in told.out
    if file_of(old) is None:
        assert "backup" not in told.err
        return
    [copy] = copies(tmp_path)
    assert "the database was upgraded, with a backup of how it was before" in told.err
    assert copy in told.err
