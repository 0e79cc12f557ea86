"""What the home tab of the PMO counts by team, by one statement."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.db import Database
from bot.domain.participation import TeamShare
from bot.services.participation import count_closed, participation
from models import Ritual
from tests.factories import people, sync
from tests.factories.statements import statements
from tests.factories.sync import TUESDAY
from tests.factories.team import team as make_team

WEEK = timedelta(weeks=1)
TODAY = (TUESDAY + WEEK * 10).date()


@pytest.fixture
async def weekly(database: Database) -> Database:
    """Ten weeks of a sync with one voice: Payments fell silent, Growth never answered before, Sales was away once."""
    async with database.transaction("T1") as session:
        await people.workspace(session)
        members = [await people.person(session, name) for name in ("Ana Sousa", "Cleo Winter", "Dan Wu")]
        teams = {name: await make_team(session, name, members) for name in ("Payments",)}
        teams |= {name: await make_team(session, name) for name in ("Growth", "Sales")}
        ritual = await sync.ritual(session, [*teams.values()])
        for week in range(10):
            states = {
                "Payments": "answered" if week < 8 else "missed",
                "Growth": "skipped" if week >= 6 else "missed",
                "Sales": "absent" if week == 9 else "answered",
            }
            current = await sync.round_of(session, ritual, TUESDAY + WEEK * week, state="closed")
            for name, state in states.items():
                await sync.prompt(session, current, teams[name], state=state)
            await count_closed(session, current)
        await sync.round_of(session, ritual, TUESDAY + WEEK * 10)
    return database


async def test_the_last_four_rounds_are_compared_with_the_four_before(weekly: Database) -> None:
    """Nothing new is an answer, who is away was not asked, and what is open or older does not count."""
    async with weekly.reading("T1") as session:
        with statements(weekly) as said:
            found = await participation(session, TODAY)
    assert found == (
        TeamShare("Payments", 1.0, 0.5),
        TeamShare("Sales", 1.0, 1.0),
        TeamShare("Growth", 0.0, 1.0),
    )
    assert len(said) == 1


async def test_each_sync_has_its_own_last_rounds_and_people_count_for_their_team(weekly: Database) -> None:
    """A sync of everyone that began last week, of three people of Payments and one without a team."""
    async with weekly.transaction("T1") as session:
        asked = [await people.person(session, name) for name in ("Ana Sousa", "Cleo Winter", "Dan Wu", "Zoe Else")]
        ritual = await sync.ritual(session, [], asked, name="Daily", voice="everyone")
        current = await sync.round_of(session, ritual, TUESDAY + WEEK * 9, state="closed")
        for person in asked:
            await sync.prompt(session, current, person, state="answered")
        await count_closed(session, current)
    async with weekly.reading("T1") as session:
        [payments] = [one for one in await participation(session, TODAY) if one.name == "Payments"]
    assert payments == TeamShare("Payments", 1.0, pytest.approx(5 / 7))


async def test_a_sync_that_is_paused_or_long_past_says_nothing_of_today(weekly: Database) -> None:
    """Half a year after its last round; or while nobody is asked."""
    async with weekly.reading("T1") as session:
        assert await participation(session, TODAY + timedelta(weeks=27)) == ()
    async with weekly.transaction("T1") as session:
        await session.execute(sa.update(Ritual).values(state="paused"))
    async with weekly.reading("T1") as session:
        assert await participation(session, TODAY) == ()


async def test_a_team_that_is_archived_is_not_shown_and_its_people_count_where_they_are_at_home_now(
    weekly: Database,
) -> None:
    """Three of Payments have found another home; Sales is not asked any more."""
    async with weekly.transaction("T1") as session:
        asked = [await people.person(session, name) for name in ("Ana Sousa", "Cleo Winter", "Dan Wu")]
        await make_team(session, "Checkout", asked)
        for name in ("Payments", "Sales"):
            (await make_team(session, name)).archived_at = TUESDAY + WEEK * 8
        ritual = await sync.ritual(session, [], asked, name="Daily", voice="everyone")
        current = await sync.round_of(session, ritual, TUESDAY + WEEK * 9, state="closed")
        for person in asked:
            await sync.prompt(session, current, person, state="answered")
        await count_closed(session, current)
    async with weekly.reading("T1") as session:
        assert {one.name for one in await participation(session, TODAY)} == {"Growth", "Checkout"}
