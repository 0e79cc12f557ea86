"""`drumbeat copy-to`: everything is on PostgreSQL as it was in the file, or nothing is and a sentence says why."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot import migrate
from bot.cli import MEND, main
from bot.connection import opened
from bot.copy_to import BATCH, copy_to
from bot.db import Database, async_url
from bot.engine.flock import hold
from bot.engine.upsert import table
from models import AuditEntry, Away, Base, PaceSlot, Person
from tests.databases import PostgresServer
from tests.factories import people

AT = datetime(2026, 3, 2, 9, 0, 0, 123456, tzinfo=UTC)
HOSTILE = {"😀": "' OR 1=1 --", "more": [None, True, 1.5, "\u00e9\ud7ff\\u0000"], "empty": {}}

ONE_MORE = "INSERT INTO person (id, workspace_id, slack_id, name) VALUES (99, 'T1', 'U99', 'more')"


@pytest.fixture
def source(tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file with more rows than a batch, gaps in its numbers, and values of every type."""
    path = tmp_path / "drumbeat.db"
    path.write_bytes(migrated_file.read_bytes())
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{path}")
    asyncio.run(_fill(path))
    return path


async def _fill(path: Path) -> None:
    database = Database(f"sqlite:///{path}")
    async with database.system_session() as session:
        await people.workspace(session)
        session.add_all(PaceSlot(key=key, free_at=1 / 3) for key in ("a", "B", "_", "ä", "Z"))
    async with database.transaction("T1") as session:
        ana = await people.person(session, "Ana Sousa", welcomed_at=AT, working_days=[0, 4])
        session.add(Away(person_id=ana.id, first=date(2026, 3, 2), last=date(2026, 3, 3)))
        rows = [
            {
                "id": 3 * n,
                "workspace_id": "T1",
                "at": AT,
                "actor": "U1",
                "action": "x",
                "subject": "",
                "details": HOSTILE,
            }
            for n in range(1, 2 * BATCH + 2)
        ]
        await session.execute(sa.insert(table(AuditEntry)), rows)
    await database.close()


@pytest.fixture
def target(postgres: PostgresServer) -> Iterator[str]:
    """An empty PostgreSQL: no table is there."""
    name = postgres.create_database("template1")
    yield postgres.url(name)
    postgres.drop_database(name)


def rows(url: str) -> dict[str, Any]:
    """All rows of a database, by table."""
    with opened(async_url(url)) as connection:
        return {
            one.name: {tuple(map(repr, row)) for row in connection.execute(sa.select(one))}
            for one in Base.metadata.sorted_tables
        }


def run_sql(url: str, *statements: str) -> None:
    """Change a database."""
    with opened(async_url(url)) as connection, connection.begin():
        for statement in statements:
            connection.exec_driver_sql(statement)


def is_empty(url: str) -> bool:
    """Whether no table of ours holds a row."""
    return not any(rows(url).values())


def test_every_row_arrives_and_numbers_go_on(source: Path, target: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A line a table; the file stays as it was; the next row gets the next number."""
    before = rows(f"sqlite:///{source}")
    assert main(["copy-to", target]) == 0
    told = capsys.readouterr().out
    assert rows(target) == rows(f"sqlite:///{source}") == before
    assert f"audit_entry: {2 * BATCH + 1:,} rows, the same on both sides" in told
    assert all(f"{one.name}: " in told for one in Base.metadata.sorted_tables)
    assert f"DATABASE_URL={target.replace(':@', ':***@')}" in told
    assert migrate.current(async_url(target)) == migrate.head()
    with opened(async_url(target)) as connection:
        new = {"workspace_id": "T1", "at": AT, "actor": "", "action": "", "subject": "", "details": {}}
        made = connection.execute(sa.insert(table(AuditEntry)).values(new)).inserted_primary_key
    assert made == (3 * (2 * BATCH + 1) + 1,)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("NEW.name := upper(NEW.name); RETURN NEW;", "the row 1 is not the same"),
        ("RETURN NULL;", "the row 1 is not the same"),
        (f"IF NEW.name <> 'more' THEN {ONE_MORE}; END IF; RETURN NEW;", "there are more rows"),
    ],
)
def test_what_arrives_otherwise_is_found_and_taken_back(
    source: Path, target: str, capsys: pytest.CaptureFixture[str], change: str, said: str
) -> None:
    """A trigger of the target changes, drops or adds a row of people, after others were written already."""
    migrate.upgrade(async_url(target))
    run_sql(
        target,
        f"CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {change} END $$",
        "CREATE TRIGGER meddle BEFORE INSERT ON person FOR EACH ROW EXECUTE FUNCTION meddle()",
    )
    assert main(["copy-to", target]) == MEND
    assert f"In person {said}" in capsys.readouterr().err
    assert is_empty(target)


def test_what_postgresql_does_not_take_is_named(source: Path, target: str, capsys: pytest.CaptureFixture[str]) -> None:
    """SQLite keeps a NUL in a text; nothing of the rest is left there either."""
    with opened(async_url(f"sqlite:///{source}")) as connection, connection.begin():
        connection.execute(sa.update(table(Person)).values(name="Ana\0"))
    assert main(["copy-to", target]) == MEND
    told = capsys.readouterr().err
    assert "name of the row 1 of person has one" in told
    assert "UPDATE person SET name = replace(name, char(0), '') WHERE id = 1" in told
    assert is_empty(target)


def test_a_target_with_rows_is_left_alone(source: Path, target: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Those of another Drumbeat, at an older version too, or of somebody else."""
    migrate.upgrade(async_url(target), "0004")
    run_sql(target, "INSERT INTO workspace (id, created_at) VALUES ('T9', '2026-03-02 09:00:00+00')")
    assert main(["copy-to", target]) == MEND
    assert "is not empty: it has workspace. Nothing was changed" in capsys.readouterr().err
    assert migrate.current(async_url(target)) == "0004"
    run_sql(target, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public", "CREATE TABLE orders (id integer)")
    assert main(["copy-to", target]) == MEND
    assert "is not empty: it has orders. Nothing was changed" in capsys.readouterr().err


def test_a_file_that_a_drumbeat_runs_on_is_left_alone(
    source: Path, target: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Else what it writes meanwhile would stay behind."""
    with hold(source):
        assert main(["copy-to", target]) == MEND
    assert "already running" in capsys.readouterr().err
    assert migrate.current(async_url(target)) is None


def test_meanwhile_nobody_writes_on_either_side(source: Path, target: str) -> None:
    """A command beside it would write what stays behind; a Drumbeat that starts there would be in the way."""
    refused: list[str] = []

    def write(url: str, at_once: str) -> None:
        with opened(async_url(url)) as connection:
            connection.exec_driver_sql(at_once)
            try:
                connection.exec_driver_sql("INSERT INTO pace_slot (key, free_at) VALUES ('late', 0)")
            except sa.exc.OperationalError as error:
                refused.append(str(error.orig).splitlines()[0])

    def tell(line: str) -> None:
        if line.startswith("workspace"):
            write(f"sqlite:///{source}", "PRAGMA busy_timeout=0")
            write(target, "SET lock_timeout = '50ms'")

    copy_to(async_url(f"sqlite:///{source}"), target, tell)
    assert refused == ["database is locked", "canceling statement due to lock timeout"]


@pytest.mark.parametrize(
    ("revision", "said"), [("0004", "Run `drumbeat migrate` first"), ("9999", "Install the newer Drumbeat first")]
)
def test_a_file_of_another_version_is_left_alone(
    source: Path, target: str, capsys: pytest.CaptureFixture[str], revision: str, said: str
) -> None:
    """The sentence says which, and what to do."""
    run_sql(f"sqlite:///{source}", f"UPDATE alembic_version SET version_num = '{revision}'")
    assert main(["copy-to", target]) == MEND
    told = capsys.readouterr().err
    assert f"at version {revision}, this Drumbeat at {migrate.head()}. {said}" in told
    assert migrate.current(async_url(target)) is None


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("sqlite:///nowhere.db", "There is no database at sqlite:///nowhere.db"),
        ("sqlite:///new.db", "holds no data of Drumbeat"),
        ("postgresql://drum:hunter2@127.0.0.1/drum", "DATABASE_URL is postgresql://drum:***@127.0.0.1/drum"),
    ],
)
def test_what_is_no_installation_in_a_file_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], at: str, said: str
) -> None:
    """Before anything is asked of the target."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "new.db").touch()
    monkeypatch.setenv("DATABASE_URL", at)
    assert main(["copy-to", "postgresql://127.0.0.1/drum"]) == MEND
    assert said in capsys.readouterr().err
    assert not (tmp_path / "nowhere.db").exists()


@pytest.mark.parametrize("address", ["sqlite:///other.db", "somewhere", "mysql://127.0.0.1/drum"])
def test_an_address_of_no_postgresql_is_said(source: Path, capsys: pytest.CaptureFixture[str], address: str) -> None:
    """With how to write one."""
    assert main(["copy-to", address]) == MEND
    assert "write postgresql://user:password@host/name" in capsys.readouterr().err


def test_a_target_out_of_reach_is_said_at_once(
    source: Path, capsys: pytest.CaptureFixture[str], unused_tcp_port: int
) -> None:
    """By the name that the user knows it by, without its password."""
    assert main(["copy-to", f"postgresql://drum:hunter2@127.0.0.1:{unused_tcp_port}/drum"]) == MEND
    told = capsys.readouterr().err
    assert "cannot be opened" in told
    assert "Check the address after copy-to" in told
    assert "hunter2" not in told
