"""Words find retros and their themes; what is private or still being sorted is found by nobody else."""

import pytest
import sqlalchemy as sa

from bot.clock import ShiftedClock
from bot.db import Database
from bot.services.playbook_search import Titles
from bot.services.search import Search
from models import Person, RetroCard, RetroRound, RetroTheme
from tests.factories import people, retro, sync


@pytest.fixture
async def search(database: Database) -> Search:
    """Payments' retro is over and another one is being sorted; Platform's posts to a private channel."""
    async with database.system_session() as session:
        await people.workspace(session)
    async with database.transaction("T1") as session:
        ours, theirs = await retro.open_and_private(session)
        over = await retro.round_of(session, ours, state="closed")
        sorted_now = await retro.round_of(session, await retro.retro(session, name="Quarterly"), state="grouping")
        hidden = await retro.round_of(session, theirs, state="closed")
        into = RetroTheme(round_id=over.id, name="Prices take weeks", votes=5)
        session.add(into)
        await session.flush()
        session.add(RetroTheme(round_id=over.id, name="Prices once more", votes=0, merged_into_id=into.id))
        session.add(RetroTheme(round_id=sorted_now.id, name="Prices to be sorted"))
        session.add(RetroTheme(round_id=hidden.id, name="Prices at night", votes=1))
    return Search(database, ShiftedClock(sync.TUESDAY), Titles())


async def test_a_retro_is_found_by_its_name_and_by_its_team(search: Search) -> None:
    """With its rhythm, teams and channel."""
    for words in ("monthly retro", "payments"):
        found = await search.find("T1", "UWEI", words)
        one = found.retros[0]
        assert (one.name, one.teams, one.channel) == ("Monthly retro", ("Payments",), "#payments")
    assert "Monthly retro" in found.names


async def test_a_theme_is_found_once_it_is_voted_on(search: Search) -> None:
    """Not while it is sorted, nor what was merged, nor that of somebody else's private retro."""
    found = await search.find("T1", "UANA", "prices")
    assert [(one.name, one.retro, one.votes) for one in found.themes] == [("Prices take weeks", "Monthly retro", 5)]
    theirs = await search.find("T1", "UWEI", "prices")
    assert {one.name for one in theirs.themes} == {"Prices take weeks", "Prices at night"}
    assert (await search.find("T1", "UANA", "night shift")).retros == ()


async def test_a_theme_that_a_card_names_is_found_by_its_teams_alone(search: Search, database: Database) -> None:
    """A card by itself gives its theme its words, which were written for its retro alone."""
    said = "Discounts are decided by whoever shouts"
    async with database.transaction("T1") as session:
        over = (await session.scalars(sa.select(RetroRound).where(RetroRound.state == "closed"))).first()
        assert over is not None
        theme = RetroTheme(round_id=over.id, name=said, votes=1)
        session.add(theme)
        await session.flush()
        card = {"id": "a", "receipt": "a", "retro_id": over.retro_id, "round_id": over.id, "theme_id": theme.id}
        session.add(RetroCard(**card, text=said))
    assert [one.name for one in (await search.find("T1", "UANA", "discounts")).themes] == [said]
    assert (await search.find("T1", "UWEI", "discounts")).themes == ()
    async with database.transaction("T1") as session:
        await session.execute(sa.update(RetroTheme).where(RetroTheme.id == theme.id).values(name="Discounts"))
    assert [one.name for one in (await search.find("T1", "UWEI", "discounts")).themes] == ["Discounts"]


async def test_a_guest_finds_the_retros_of_their_own_teams(search: Search, database: Database) -> None:
    """Slack shows guests those channels alone into which they were invited, be the others public or not."""
    async with database.transaction("T1") as session:
        await session.execute(sa.update(Person).where(Person.slack_id == "UWEI").values(is_guest=True))
    assert {one.name for one in (await search.find("T1", "UWEI", "prices")).themes} == {"Prices at night"}
    assert [one.name for one in (await search.find("T1", "UWEI", "night shift")).retros] == ["Night shift"]
    assert [one.name for one in (await search.find("T1", "UWEI", "monthly retro")).retros] == ["Night shift"]
