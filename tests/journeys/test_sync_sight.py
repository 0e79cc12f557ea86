"""What is private is for its people: a sync that posts to a private channel, and the name of a team's own channel."""

import pytest
import sqlalchemy as sa

from bot.views import sync_list
from models import Channel, Ritual, RitualTeam, Team
from tests.factories.listening import Sending
from tests.journeys.conftest import World

LINES = (
    "syncs",
    "sync calendar Reorg",
    "sync preview Reorg",
    "sync calendar Reorx",
    "sync map Reorg",
    "sync rhythm Reorg",
    "sync pause Reorg",
    "sync Reorg",
)


@pytest.fixture
async def reorg(company: World) -> int:
    """The weekly sync as one of Payments alone, in a private channel; the channel of Payments is private, too."""
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        sync = await session.scalar(sa.select(Ritual))
        sync.name = "Reorg"
        payments = sa.select(Team.id).where(Team.name == "Payments").scalar_subquery()
        await session.execute(sa.delete(RitualTeam).where(RitualTeam.team_id != payments))
        await session.execute(sa.update(Channel).where(Channel.slack_id == sync.channel_id).values(name="hush"))
        await session.execute(sa.update(Channel).where(Channel.name.in_(("hush", "payments"))).values(is_private=True))
        return sync.id


async def shown(company: World, who: str) -> str:
    """All that somebody reads who asks for the sync by every command, and for its calendar by a button."""
    person = company.persona(who)
    found = []
    for line in LINES:
        found += [one.words for one in await person.command(f"/pmo {line}")]
        if person.modal:
            found.append(person.read_words(person.modal))
            await person.close()
    async with company.bot.parts.database.reading(company.workspace_id) as session:
        ritual_id = await session.scalar(sa.select(Ritual.id))
    await company.deliver(Sending(company, who).on_message(sync_list.FILES, f"calendar:{ritual_id}"))
    await company.idle()
    read = "\n".join([*found, *(one.words for one in person.messages())])
    assert "Something broke" not in read
    return read


async def test_outsiders_do_not_hear_of_a_private_sync(company: World, reorg: int) -> None:
    """Neither in lists, nor by a guess, nor as a file."""
    read = await shown(company, "chloe")
    assert "#hush" not in read
    assert "reorg.ics" not in read
    assert "There is Reorg" not in read
    assert "Did you mean Reorg" not in read
    assert "every Tuesday" not in read


@pytest.mark.parametrize("who", ["ines", "mara"])
async def test_its_people_and_the_pmo_see_it(company: World, reorg: int, who: str) -> None:
    """Everything is there."""
    read = await shown(company, who)
    assert "summary to #hush · owned by Mara Lindqvist" in read
    assert "The summary goes to #hush" in read
    assert "reorg.ics is in your messages" in read


async def test_who_took_part_by_an_archived_team_sees_it_no_more(company: World, reorg: int) -> None:
    """It goes on without Payments, in private; Ines sees it again once her team is back."""
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        ids = {name: number for number, name in await session.execute(sa.select(Team.id, Team.name))}
        session.add(RitualTeam(ritual_id=reorg, team_id=ids["Platform"]))
        archive = sa.update(Team).where(Team.id == ids["Payments"])
        await session.execute(archive.values(archived_at=company.clock.now()))
    gone = await shown(company, "ines")
    assert "#hush" not in gone
    assert "reorg.ics" not in gone
    assert "every Tuesday" not in gone
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        await session.execute(archive.values(archived_at=None))
    assert "summary to #hush · owned by Mara Lindqvist" in await shown(company, "ines")


async def test_the_list_of_teams_names_a_private_channel_to_its_team_alone(company: World, reorg: int) -> None:
    """Others read the team without it; the PMO reads it."""
    named = {
        who: "#payments" in (await company.persona(who).command("/pmo teams"))[-1].words
        for who in ("chloe", "ines", "mara")
    }
    assert named == {"chloe": False, "ines": True, "mara": True}
