"""How PostgreSQL goes about a search once it has prepared the statement, which it does from the sixth time on."""

import re

import pytest

from bot.clock import ShiftedClock
from bot.db import Database
from bot.services.playbook_search import Titles
from bot.services.search import Search
from models import Playbook
from tests.factories import people, sync
from tests.factories.decision import decision
from tests.factories.statements import statements

ROWS = {"playbook", "decision", "blocker", "action"}


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_the_words_are_taken_apart_once_and_not_for_each_row(database: Database) -> None:
    """What is asked for stands in no condition or order of rows, where it would be worked out for each of them."""
    async with database.system_session() as session:
        await people.workspace(session)
    async with database.transaction("T1") as session:
        mara = await people.person(session, "Mara Lindqvist", role="pmo")
        await decision(session, mara, question="Do we move the release?")
        at = {"looked_at": people.MONDAY, "created_at": people.MONDAY, "updated_at": people.MONDAY}
        session.add(Playbook(title="How we release", body="", plain="Often.", owner_id=mara.id, **at))
    with statements(database) as said:
        await Search(database, ShiftedClock(sync.TUESDAY), Titles()).find("T1", "UMARA", "release")
    sought = [one for one in said if "to_tsquery" in one]
    assert {table for table in ROWS for one in sought if f"FROM {table}" in one} == ROWS
    for one in sought:
        assert "to_tsquery" not in await plan(database, one)


async def plan(database: Database, statement: str) -> str:
    """Return how a statement is carried out that is prepared for whatever values."""
    names: dict[str, int] = {}
    numbered = re.sub(r"%\((\w+)\)s", lambda one: f"${names.setdefault(one[1], len(names) + 1)}", statement)
    async with database.reads.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None
        rows = await (await driver.execute(f"EXPLAIN (GENERIC_PLAN) {numbered}")).fetchall()
    return "\n".join(line for [line] in rows)
