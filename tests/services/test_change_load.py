"""How much groups have to take in is counted from what is within the window, however much there was before."""

from datetime import timedelta

import pytest

from bot.db import Database
from bot.domain.stakeholder import Source, SourceKind
from bot.engine.upsert import insert_rows
from bot.ids import new_id
from bot.services.change_load import load_of
from models import AnnouncementReader, Person
from tests.factories import change, people
from tests.factories.statements import statements
from tests.factories.steps import steps

A_WEEK = timedelta(weeks=1)
READERS = 50


async def told(database: Database, everybody: list[Person], first: int, last: int) -> int:
    """Let a must-read of a change come to all, every week from so long ago to so long ago; return their group."""
    async with database.transaction("T1") as session:
        made = await change.change(session, everybody[0], name=f"Of {last}", state="in_progress")
        group = await change.stakeholder_group(session, made, "All", [Source(SourceKind.EVERYONE)])
        for ago in range(first, last):
            at = people.MONDAY - ago * A_WEEK
            of = {"must_read": True, "state": "sent", "planned_at": at}
            said = await change.announcement(session, everybody[0], made, [group], **of)
            rows = [
                {
                    "id": new_id(),
                    "workspace_id": "T1",
                    "announcement_id": said.id,
                    "group_id": group.id,
                    "other_group_ids": [],
                    "person_id": one.id,
                    "due_at": at,
                    "state": "told",
                }
                for one in everybody
            ]
            await session.execute(insert_rows(session, AnnouncementReader, rows))
        return group.id


async def company(database: Database) -> list[Person]:
    """Fifty people."""
    async with database.transaction("T1") as session:
        await people.workspace(session)
        return [await people.person(session, f"p{number}", role="pmo") for number in range(READERS)]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_came_before_the_window_is_not_gone_through(database: Database) -> None:
    """Two weeks count; of those before, no reader is looked at."""
    everybody = await company(database)
    taken, must_reads = [], []
    for first, last in ((0, 10), (10, 100)):
        group = await told(database, everybody, first, last)
        with steps(database) as counted:
            async with database.reading("T1") as session:
                [load] = await load_of(session, [group], people.MONDAY)
        taken.append(counted.count)
        must_reads.append(load.must_reads)
    assert must_reads == [3, 3]
    assert taken[1] - taken[0] < 90 * READERS


async def test_a_hundred_groups_are_read_in_as_many_statements_as_one(database: Database) -> None:
    """What they are made of is read first, and the people of each team and area once."""
    everybody = await company(database)
    async with database.transaction("T1") as session:
        made = await change.change(session, everybody[0], state="in_progress")
        sources = [Source(SourceKind.EVERYONE), Source(SourceKind.AREA, "sales")]
        many = [
            (await change.stakeholder_group(session, made, f"G{number}", [sources[number % 2]])).id
            for number in range(100)
        ]
    said = []
    for groups in (many[:2], many):
        with statements(database) as asked:
            async with database.reading("T1") as session:
                loads = await load_of(session, groups, people.MONDAY)
        assert [one.people for one in loads] == [READERS, 0] * (len(groups) // 2)
        said.append(len(asked))
    assert said[0] == said[1]
