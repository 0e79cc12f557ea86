"""Words find people, teams and syncs, whatever their accents; private channels are named to their people only."""

from dataclasses import dataclass

import pytest
import sqlalchemy as sa

from bot.clock import ShiftedClock
from bot.db import Database
from bot.errors import NotFound
from bot.services.playbook_search import Titles
from bot.services.search import Search
from models import Channel, Person, Ritual, Workspace
from tests.factories import people, sync
from tests.factories.team import team as make_team


@dataclass
class Scene:
    """Payments (Inês leads) and Platform, each with a sync; Platform's posts to a private channel."""

    database: Database
    search: Search


@pytest.fixture
async def scene(database: Database) -> Scene:
    """A small company; Dan is of no team."""
    async with database.system_session() as session:
        await people.workspace(session)
    async with database.transaction("T1") as session:
        ines, wei = await people.person(session, "Inês Duarte", area="design"), await people.person(session, "Wei Tan")
        await people.person(session, "Dan Ode")
        await people.person(session, "Old Timer", deactivated=True)
        await people.person(session, "Sync Bot", is_bot=True)
        await sync.channel(session, "payments")
        secret = await sync.channel(session, "platform-leads", is_private=True)
        payments = await make_team(session, "Payments", [ines], value_stream="Acquisition", channel_id="CPAYMENTS")
        platform = await make_team(session, "Platform", [wei], kind="platform", channel_id=secret.slack_id)
        await sync.ritual(session, [payments, platform])
        await sync.ritual(session, [platform], name="Incident review", channel_id=secret.slack_id)
    return Scene(database, Search(database, ShiftedClock(sync.TUESDAY), Titles()))


@pytest.mark.parametrize("words", ["ines", "INÊS", "Inês Duarte", "duarte", "inse", "who is ines?"])
async def test_people_are_found_without_accents_and_with_a_slip(scene: Scene, words: str) -> None:
    """With their area and teams."""
    found = await scene.search.find("T1", "UDAN", words)
    assert [(one.name, one.area, one.teams) for one in found.people] == [("Inês Duarte", "design", ("Payments",))]


async def test_a_team_is_found_with_its_lead_and_channel(scene: Scene) -> None:
    """And the syncs that it takes part in."""
    found = await scene.search.find("T1", "UDAN", "payments")
    [team] = found.teams
    assert (team.name, team.lead, team.people, team.channel) == ("Payments", "Inês Duarte", 1, "#payments")
    assert [(one.name, one.parties, one.channel) for one in found.syncs] == [
        ("Weekly sync", ("Payments", "Platform"), "#sync")
    ]
    assert [one.name for one in found.people] == ["Inês Duarte"]


async def test_private_channels_are_named_to_their_people_only(scene: Scene) -> None:
    """Dan finds the team without its channel, and not the sync at all; Wei and the PMO see both."""
    dans = await scene.search.find("T1", "UDAN", "platform")
    assert [one.channel for one in dans.teams] == [""]
    assert [one.name for one in dans.syncs] == ["Weekly sync"]
    assert not (await scene.search.find("T1", "UDAN", "incident")).anything
    for who in ("UWEI", "UMARA"):
        [incident] = (await scene.search.find("T1", who, "incident review")).syncs
        assert incident.channel == "#platform-leads"
    assert [one.channel for one in (await scene.search.find("T1", "UWEI", "platform")).teams] == ["#platform-leads"]


async def test_a_channel_not_known_counts_as_private(scene: Scene) -> None:
    """Nothing is told of what Drumbeat cannot see."""
    async with scene.database.transaction("T1") as session:
        await session.execute(sa.delete(Channel))
    found = await scene.search.find("T1", "UDAN", "payments")
    assert [one.channel for one in found.teams] == [""]
    assert found.syncs == ()


async def test_who_left_and_bots_are_not_found(scene: Scene) -> None:
    """Neither are deleted syncs."""
    async with scene.database.transaction("T1") as session:
        await session.execute(sa.update(Ritual).values(state="deleted"))
    for words in ("old timer", "bot", "incident"):
        assert not (await scene.search.find("T1", "UMARA", words)).anything


async def test_what_is_not_listed_is_counted(scene: Scene) -> None:
    """Four of each kind are listed."""
    async with scene.database.transaction("T1") as session:
        for number in range(6):
            await people.person(session, f"Zelda {number}", f"UZ{number}")
    found = await scene.search.find("T1", "UDAN", "zelda")
    assert (len(found.people), found.more) == (4, 2)


async def test_another_workspace_finds_nothing_of_this_one(scene: Scene) -> None:
    """Somebody unknown gets a sentence instead."""
    async with scene.database.system_session() as session:
        session.add(Workspace(id="T2", created_at=sync.TUESDAY))
    async with scene.database.transaction("T2") as session:
        session.add(Person(name="Zoe", slack_id="UZOE"))
    assert not (await scene.search.find("T2", "UZOE", "payments")).anything
    with pytest.raises(NotFound):
        await scene.search.find("T2", "UDAN", "payments")
