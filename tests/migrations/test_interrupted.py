"""A migration that is cut short, by a kill or a power cut, leaves a database that the next start brings on."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory
from sqlalchemy import event

from bot import migrate
from bot.connection import opened
from bot.db import async_url
from bot.errors import UserError

ROOT = Path(__file__).parents[2]

KILLED = """
import os, signal, sys
import sqlalchemy as sa
from bot import migrate

@sa.event.listens_for(sa.Engine, "after_cursor_execute")
def kill(_connection, _cursor, statement, *_more):
    if statement.lstrip().startswith(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)

migrate.upgrade(sa.make_url(sys.argv[1]))
"""


class PulledPlug(BaseException):
    """What no code of ours catches."""


@contextmanager
def cut_short() -> Iterator[None]:
    """Break off where everything of a migration was done but writing down that it was."""

    def cut(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if statement.startswith(("UPDATE alembic_version", "INSERT INTO alembic_version", "DELETE FROM alembic_ver")):
            raise PulledPlug

    event.listen(sa.Engine, "before_cursor_execute", cut)
    try:
        with pytest.raises(PulledPlug):
            yield
    finally:
        event.remove(sa.Engine, "before_cursor_execute", cut)


def steps() -> list[str]:
    """Every revision, the first one first."""
    scripts = ScriptDirectory(str(ROOT / "migrations")).walk_revisions()
    return [script.revision for script in scripts][::-1]


def schema(url: sa.URL) -> dict[str, list[str]]:
    """The tables with their columns, alembic's own left out."""
    with opened(url) as connection:
        known = sa.inspect(connection)
        tables = set(known.get_table_names()) - {"alembic_version"}
        return {table: [column["name"] for column in known.get_columns(table)] for table in sorted(tables)}


@pytest.mark.timeout(300)  # each migration makes it a second longer
def test_each_migration_may_be_cut_short_in_both_directions(database_url: str) -> None:
    """The tables are then as before, and a second try succeeds: with a row that is there all the time."""
    url = async_url(database_url)
    first, *further = steps()
    for revision in [*steps()[-2::-1], "base"]:
        before = schema(url), migrate.current(url)
        with cut_short():
            migrate.downgrade(url, revision)
        assert (schema(url), migrate.current(url)) == before
        migrate.downgrade(url, revision)
    for revision in (first, *further):
        before = schema(url), migrate.current(url)
        with cut_short():
            migrate.upgrade(url, revision)
        assert (schema(url), migrate.current(url)) == before
        migrate.upgrade(url, revision)
        if revision == first:
            with opened(url) as connection:
                connection.execute(
                    sa.text("INSERT INTO workspace (id, created_at) VALUES ('T1', '2026-03-02 09:00:00')")
                )
                connection.commit()
    with opened(url) as connection:
        assert connection.execute(sa.text("SELECT id FROM workspace")).scalars().all() == ["T1"]
    migrate.check(url)


@pytest.mark.parametrize("at", ["CREATE TABLE person", "CREATE TABLE executor", "UPDATE alembic_version"])
def test_a_process_that_is_killed_at_the_very_first_start_does_no_harm(database_url: str, at: str) -> None:
    """By SIGKILL, right after a statement; the next start makes all tables."""
    url = async_url(database_url)
    migrate.downgrade(url, "base")
    address = url.set(drivername=url.get_backend_name()).render_as_string(hide_password=False)
    done = subprocess.run([sys.executable, "-c", KILLED, address, at], cwd=ROOT, check=False)
    assert done.returncode == -9
    migrate.upgrade(url)
    migrate.check(url)


def test_rows_without_what_they_belong_to_are_told_before_anything_counts(tmp_path: Path) -> None:
    """Only SQLite can have such rows, from whoever changed the file by hand. The sentence says how to find them."""
    url = async_url(f"sqlite:///{tmp_path / 'drumbeat.db'}")
    migrate.upgrade(url, "0005")
    with opened(url) as connection:
        connection.exec_driver_sql("INSERT INTO team (workspace_id, name) VALUES ('TGONE', 'Payments')")
        connection.commit()
    with pytest.raises(UserError, match=r"team \(of workspace\).*Nothing was changed.*foreign_key_check") as told:
        migrate.upgrade(url)
    assert f"drumbeat.db.before-{migrate.head()}" in str(told.value)
    assert migrate.current(url) == "0005"
    with opened(url) as connection:
        connection.exec_driver_sql("DELETE FROM team")
        connection.commit()
    migrate.upgrade(url)
    assert migrate.current(url) == migrate.head()
