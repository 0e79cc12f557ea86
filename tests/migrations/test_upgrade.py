"""A SQLite file of an older version: it is copied before it is changed, and no copy is ever overwritten."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from bot import backup, migrate
from bot.cli import MEND, main
from bot.connection import synchronous
from bot.db import async_url

OLD, OLDER = "0004", "0003"


@pytest.fixture
def file(tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file at an older revision, with a team in it."""
    path = tmp_path / "drumbeat.db"
    path.write_bytes(migrated_file.read_bytes())
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{path}")
    run_sql(path, "INSERT INTO workspace (id, created_at) VALUES ('T1', '2026-03-02 09:00:00')")
    run_sql(path, "INSERT INTO team (workspace_id, name) VALUES ('T1', 'Payments')")
    migrate.downgrade(url(path), OLD)
    return path


def url(path: Path) -> sa.URL:
    """The address of a file."""
    return async_url(f"sqlite:///{path}")


def run_sql(path: Path, statement: str) -> None:
    """Change a file."""
    engine = sa.create_engine(synchronous(url(path)), poolclass=sa.NullPool)
    with engine.begin() as connection:
        connection.exec_driver_sql(statement)


def teams(path: Path) -> list[str]:
    """The teams in a file."""
    engine = sa.create_engine(synchronous(url(path)), poolclass=sa.NullPool)
    with engine.connect() as connection:
        return list(connection.exec_driver_sql("SELECT name FROM team ORDER BY id").scalars())


def copies(path: Path) -> list[str]:
    """What lies beside a file, by name."""
    return sorted(one.name.removeprefix(path.name) for one in path.parent.glob(f"{path.name}.before*"))


def test_the_command_keeps_the_file_as_it_was(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It says where; the copy has the old revision and every row, and is nobody else's to read."""
    assert main(["migrate"]) == 0
    copy = file.with_name(f"drumbeat.db.before-{migrate.head()}")
    told = capsys.readouterr().out
    assert f"The database was upgraded, with a backup of how it was before: {copy}." in told
    assert f"is at version {migrate.head()}" in told
    assert (migrate.current(url(file)), teams(file)) == (migrate.head(), ["Payments"])
    assert (migrate.current(url(copy)), teams(copy)) == (OLD, ["Payments"])
    assert copy.stat().st_mode & 0o777 == 0o600


def test_nothing_is_copied_where_nothing_changes(file: Path, tmp_path: Path) -> None:
    """A second time, and for a file that is new."""
    assert [main(["migrate"]), main(["migrate"])] == [0, 0]
    assert copies(file) == [f".before-{migrate.head()}"]
    new = tmp_path / "new.db"
    assert migrate.upgrade(url(new)) is None
    assert copies(new) == []


def test_an_upgrade_that_was_interrupted_keeps_the_oldest_copy(file: Path) -> None:
    """Once before anything was changed, and once half way: the first copy stays as it was, none is made in vain."""
    name = f".before-{migrate.head()}"
    migrate.downgrade(url(file), OLDER)
    with sa.create_engine(synchronous(url(file)), poolclass=sa.NullPool).connect() as connection:
        made = [backup.before_upgrade(connection, file, migrate.head()) for _ in range(3)]
    assert copies(file) == [name]
    assert len(set(made)) == 1
    oldest = made[0].read_bytes()
    migrate.upgrade(url(file), OLD)
    Path(f"{file}.before-{OLD}").unlink()
    assert migrate.upgrade(url(file)) == Path(f"{file}{name}-2")
    assert copies(file) == [name, f"{name}-2"]
    assert made[0].read_bytes() == oldest
    assert [migrate.current(url(Path(f"{file}{one}"))) for one in copies(file)] == [OLDER, OLD]


def test_who_went_back_to_the_backup_gets_another_one_at_the_next_upgrade(file: Path) -> None:
    """What was written between the two upgrades is in the second copy."""
    first = migrate.upgrade(url(file))
    assert first is not None
    file.write_bytes(first.read_bytes())
    run_sql(file, "INSERT INTO team (workspace_id, name) VALUES ('T1', 'Platform')")
    second = migrate.upgrade(url(file))
    assert second is not None
    assert (teams(first), teams(second)) == (["Payments"], ["Payments", "Platform"])


def test_without_a_copy_there_is_no_upgrade(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No room for it, say: the file is as it was."""
    with monkeypatch.context() as patched:
        patched.setattr("tempfile.mkstemp", _no_room)
        assert main(["migrate"]) == MEND
    assert "No space left on device. Nothing was changed." in capsys.readouterr().err
    assert (migrate.current(url(file)), copies(file)) == (OLD, [])


def _no_room(**_options: object) -> None:
    raise OSError(28, "No space left on device")
