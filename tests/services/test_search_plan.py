"""How PostgreSQL goes about a search once it has prepared the statement, which it does from the sixth time on."""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import ShiftedClock
from bot.db import Database
from bot.domain.search_term import COMMON
from bot.engine.upsert import insert_rows
from bot.services.playbook_search import Titles
from bot.services.search import Search
from bot.services.search_index import WALKED, Index
from models import Decision, Person, Playbook
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


async def test_the_newest_with_a_common_word_are_found_wherever_they_stand(database: Database) -> None:
    """Among the newest rows, and behind more than are looked through one by one."""
    async with database.system_session() as session:
        await people.workspace(session)
    async with database.transaction("T1") as session:
        ana = await people.person(session, "Ana Sousa")
        await asked(session, ana, "Staging?", range(1, COMMON + 1))
        await asked(session, ana, "Prices?", range(COMMON + 1, COMMON + WALKED + 1))
        await asked(session, ana, "Staging?", range(COMMON + WALKED + 1, COMMON + WALKED + 11))
    with statements(database) as said:
        async with database.reading("T1") as session:
            staging = await Index(Decision).of_words(session, "staging", "T1")
            prices = await Index(Decision).of_words(session, "price", "T1")
    last = COMMON + WALKED + 10
    assert sorted(staging) == [*range(11, COMMON + 1), *range(last - 9, last + 1)]
    assert sorted(prices) == [*range(WALKED + 1, COMMON + WALKED + 1)]
    if not database.is_sqlite:
        newest = said[-1]
        assert "never executed" not in await plan(database, newest, {"match": "'staging'", "param_1": "T1"})
        assert "never executed" in await plan(database, newest, {"match": "'price'", "param_1": "T1"})


async def asked(session: AsyncSession, by: Person, question: str, ids: range) -> None:
    """Write a decision for each of `ids`."""
    row = {"workspace_id": "T1", "raised_by_id": by.id, "owner_id": by.id, "question": question, "state": "needed"}
    rows = [row | {"id": one, "raised_at": people.MONDAY + timedelta(minutes=one)} for one in ids]
    await session.execute(insert_rows(session, Decision, rows))


async def plan(database: Database, statement: str, values: dict[str, str] | None = None) -> str:
    """Return how a statement was carried out with `values`, or would be that is prepared for whatever values."""
    names: dict[str, int] = {}
    numbered = re.sub(r"%\((\w+)\)s", lambda one: f"${names.setdefault(one[1], len(names) + 1)}", statement)
    async with database.reads.connect() as connection:
        driver: Any = (await connection.get_raw_connection()).driver_connection
        if values is None:
            rows = await driver.execute(f"EXPLAIN (GENERIC_PLAN) {numbered}")
        else:
            rows = await driver.execute(f"EXPLAIN (ANALYZE) {statement}", values)
        return "\n".join(line for [line] in await rows.fetchall())
