"""Figures of an announcement cost the same few statements, and are read from the index, however many read it."""

import re
from typing import Any

import pytest

from bot.clock import ShiftedClock
from bot.db import Database
from bot.domain.announcement_figures import FiguresFacts
from bot.engine.upsert import insert_rows
from bot.ids import new_id
from bot.services.announcement_figures import BY_GROUP, UNREACHED, AnnouncementFigures
from models import AnnouncementReader
from tests.factories import change, people
from tests.factories.statements import statements


async def given(database: Database, readers: int) -> int:
    """Let an announcement of a change have so many readers, a third of whom have replied; return its id."""
    async with database.transaction("T1") as session:
        mara = await people.person(session, "mara", role="pmo")
        made = await change.change(session, mara)
        sales, hr = [await change.stakeholder_group(session, made, name) for name in ("Sales", "HR")]
        said = await change.announcement(session, mara, made, [sales, hr], state="sent", planned_at=people.MONDAY)
        others = [await people.person(session, f"p{number}") for number in range(readers)]
        rows = [
            {
                "id": new_id(),
                "workspace_id": "T1",
                "announcement_id": said.id,
                "group_id": (sales if number % 2 else hr).id,
                "other_group_ids": [],
                "person_id": one.id,
                "due_at": people.MONDAY,
                "state": "unreached" if number == 0 else "told",
                "why": "Away." if number == 0 else "",
                "answer": "got" if number % 3 == 1 else "",
            }
            for number, one in enumerate(others)
        ]
        await session.execute(insert_rows(session, AnnouncementReader, rows))
        return said.id


async def read(database: Database, announcement_id: int) -> tuple[FiguresFacts, int]:
    """Return the figures as Mara sees them, and how many statements they took."""
    service = AnnouncementFigures(database, ShiftedClock(people.MONDAY))
    with statements(database) as said:
        facts = await service.facts("T1", "UMARA", announcement_id)
    return facts, len(said)


@pytest.mark.parametrize("readers", [4, 40])
async def test_as_many_statements_for_many_readers_as_for_few(database: Database, readers: int) -> None:
    """Each figure is right, and none is counted reader by reader."""
    async with database.system_session() as session:
        await people.workspace(session)
    facts, count = await read(database, await given(database, readers))
    assert count <= 8
    assert facts.all.people == readers
    assert facts.all.reached == readers - 1
    assert facts.all.got == sum(number % 3 == 1 for number in range(readers))
    assert facts.unreached == {"Away.": 1}
    assert facts.all.none == facts.all.reached - facts.all.got


async def test_figures_are_read_from_the_index_of_readers(database: Database) -> None:
    """By group from the index of figures, why somebody was not reached from an index of readers as well."""
    async with database.system_session() as session:
        await people.workspace(session)
    announcement_id = await given(database, 3)
    for statement, wanted in ((BY_GROUP, "ix_announcement_reader_figures"), (UNREACHED, "ix_announcement_reader_")):
        with statements(database) as said:
            async with database.reading("T1") as session:
                await session.execute(statement, {"announcement": announcement_id})
        assert wanted in await plan(database, said[-1])


async def plan(database: Database, statement: str) -> str:
    """Return how a statement is carried out for whatever values, where reading the whole table is not worth it."""
    if database.is_sqlite:
        async with database.engine.connect() as connection:
            rows = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", (1,) * statement.count("?"))
            return str(rows.all())
    names: dict[str, int] = {}
    numbered = re.sub(r"%\((\w+)\)s", lambda one: f"${names.setdefault(one[1], len(names) + 1)}", statement)
    async with database.reads.connect() as connection:
        driver: Any = (await connection.get_raw_connection()).driver_connection
        await driver.execute("SET LOCAL enable_seqscan = off")
        found = await driver.execute(f"EXPLAIN (GENERIC_PLAN) {numbered}")
        return "\n".join(line for [line] in await found.fetchall())
