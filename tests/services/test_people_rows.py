"""People and user groups as Slack tells of them, written down."""

import sqlalchemy as sa

from bot.db import Database
from bot.services.people import person_by_slack_id
from bot.services.people_rows import leave_groups, write_groups, write_people
from bot.services.sync_following import offered_groups
from bot.slack.gateway import SlackGroup, SlackPerson
from models import Person
from tests.factories.people import person, workspace


async def test_user_groups_are_offered_while_they_may_be_seen(database: Database) -> None:
    """Named by their handle; once the scope is taken away none is offered, and with it they come back."""
    told = [SlackGroup("S1", "leads"), SlackGroup("S2", "old", is_gone=True)]
    async with database.transaction("T1") as session:
        await workspace(session)
        await write_groups(session, "T1", told)
        assert await offered_groups(session) == {"S1": "@leads"}
        await leave_groups(session)
        assert await offered_groups(session) == {}
        await write_groups(session, "T1", [SlackGroup("S1", "leaders")])
        assert await offered_groups(session) == {"S1": "@leaders"}


async def test_people_of_other_companies_are_guests_here(database: Database) -> None:
    """Of whatever workspace Slack says they are; in an organisation of several, one of theirs may be this one."""
    told = {"U8": ({"TOTHER"}, True), "U9": ({"TOTHER", "T1"}, False), "U10": (set(), False)}
    async with database.transaction("T1") as session:
        await workspace(session)
        people = [SlackPerson(one, one, workspaces=frozenset(ids)) for one, (ids, _) in told.items()]
        await write_people(session, "T1", people)
        found = {one.slack_id: one.is_guest for one in await session.scalars(sa.select(Person))}
    assert found == {one: guest for one, (_, guest) in told.items()}


async def test_the_same_person_in_two_workspaces_is_two(database: Database) -> None:
    """Slack ids are looked up in one workspace only."""
    async with database.system_session() as session:
        await workspace(session)
        await workspace(session, "T2")
    async with database.transaction("T2") as session:
        await person(session, "Another Ana", "U1")
    async with database.reading("T1") as session:
        assert await person_by_slack_id(session, "U1") is None
