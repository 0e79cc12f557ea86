"""Teams are listed, changed and deleted in Slack."""

import asyncio
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.services.company_yaml import CompanyFileError
from bot.views import team as team_view
from models import AuditEntry, Blocker, Membership, Person, Prompt, Team
from tests.factories.listening import Sending
from tests.journeys.conftest import World
from tests.journeys.test_blocker import replies


async def stored(world, name):
    """A team with its people's first names: (team, home, others, squad)."""
    statement = (
        sa.select(Person.name, Membership.is_home, Membership.in_squad)
        .join(Membership, Membership.person_id == Person.id)
        .join(Team, Team.id == Membership.team_id)
        .where(Team.name == name)
    )
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        rows = [(who.split()[0], home, squad) for who, home, squad in await session.execute(statement)]
    return (
        {who for who, home, _ in rows if home},
        {who for who, home, _ in rows if not home},
        {who for who, _, squad in rows if squad},
    )


async def edit(world, who, name):
    """Open the form of a team from the list."""
    person = world.persona(who)
    listed = (await person.command("/pmo teams"))[-1]
    number = next(
        block["accessory"]["value"]
        for block in listed.blocks
        if block["type"] == "section" and f"*{name}*" in block["text"]["text"] and "accessory" in block
    )
    await world.deliver(Sending(world, who).on_message(team_view.EDIT, number))
    await world.idle()
    return person


async def test_everybody_sees_the_teams_and_leads_change_their_own(company: World):
    """Ana names who speaks for Payments and takes somebody in; its name stays with the PMO."""
    ines = (await company.persona("ines").command("/pmo teams"))[-1]
    assert "*Payments* · 5 people, led by Ana Sousa\nproduct · Acquisition · #payments" in ines.words
    assert ines.buttons == ["Download CSV", "Download people"]
    listed = (await company.persona("ana").command("/pmo team"))[-1]
    assert listed.buttons == ["Edit team", "Download CSV", "Download people"]
    ana = await edit(company, "ana", "Payments")
    assert "Name" not in ana.read_words(ana.modal).splitlines()
    assert await ana.submit({"From other teams": ["huimin", "jonas"], "Who speaks": ["ana", "ines"]}) == {}
    assert "Payments is changed. The next sync asks it as it is now." in ana.read_words(ana.modal)
    assert await stored(company, "Payments") == ({"Ana", "Tiago", "Inês", "Rui"}, {"Hui", "Jonas"}, {"Ana", "Inês"})
    async with company.bot.parts.database.reading(company.workspace_id) as session:
        last = await session.scalar(sa.select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1))
    assert (last.action, last.details["fields"]) == ("team_changed", ["others", "squad"])


async def test_the_pmo_changes_everything_of_a_team(company: World):
    """Name, kind, value stream, channel, lead; what does not fit is said beside its field, and nothing is saved."""
    mara = await edit(company, "mara", "Sales")
    refused = await mara.submit({"Name": "growth ", "Lead": "ana", "Who speaks": ["ben"]})
    assert set(refused) == {"name", "lead", "squad"}
    refused = await mara.submit(
        {"Name": "Revenue", "Lead": "nadia", "Who speaks": [], "People at home": ["marcus", "nadia", "ben"]}
    )
    assert "Ben Carter in Growth" in refused["members"]
    refused = await mara.submit({"People at home": ["marcus", "nadia", "drumbeat"]})
    assert "Drumbeat cannot be asked" in refused["members"]
    good = {"People at home": ["marcus", "nadia"], "Value stream": "Retention", "Kind": "Product", "Channel": "growth"}
    assert await mara.submit(good) == {}
    assert await stored(company, "Revenue") == ({"Marcus", "Nadia"}, set(), set())
    listed = (await mara.command("/pmo teams"))[-1].words
    assert "*Revenue* · 2 people, led by Nadia Haddad\nproduct · Retention · #growth" in listed


async def test_of_two_who_edit_at_once_the_second_is_told(company: World):
    """The first one is saved; the second hears who was quicker, and nothing of theirs is."""
    mara, ana = await edit(company, "mara", "Payments"), await edit(company, "ana", "Payments")
    assert await ana.submit({"Who speaks": ["rui"]}) == {}
    await mara.submit({"Name": "Money"})
    assert "Ana Sousa changed Payments while you were editing it" in mara.read_words(mara.modal)
    assert (await stored(company, "Payments"))[2] == {"Rui"}


async def test_a_team_is_archived_unless_a_sync_needs_it(company: World):
    """Asked first; refused while it is the only one of a sync, or is being asked; the others go on without it."""
    mara = await edit(company, "mara", "Sales")
    await mara.click("Archive team")
    await company.idle()
    said = "Sales is archived. What it said stays, and so do its people. Weekly sync goes on without it."
    assert said in mara.read_words(mara.modal)
    await mara.close()
    gone = await mara.command("/pmo teams Sales")
    assert "There is no team called “Sales”" in gone[-1].words
    await company.at("Tue 10:00")
    await edit(company, "mara", "Growth")
    await mara.click("Archive team")
    assert "Weekly sync asks Growth just now, so it was not archived." in mara.read_words(mara.modal)
    assert (await stored(company, "Growth"))[0]


async def test_the_only_team_of_a_sync_is_not_archived(company: World):
    """Platform alone is asked by *Platform sync*: a sentence says what to do first."""
    mara = company.persona("mara")
    await mara.command("/pmo sync new")
    await mara.submit({"Name": "Platform sync", "Teams": ["Platform"], "Days": ["Friday"]})
    await mara.submit()
    await mara.close()
    await edit(company, "mara", "Platform")
    await mara.click("Archive team")
    assert "Platform is the only team of Platform sync, so it was not archived." in mara.read_words(mara.modal)


@pytest.mark.parametrize("who", ["ines", "ben"])
async def test_who_may_not_is_told_who_can(company: World, who: str):
    """A member, and a lead of another team, name Payments and press a forged button."""
    answer = (await company.persona(who).command("/pmo teams payments"))[-1].words
    assert "Changing Payments is for the PMO, and for leads in their own team. Mara Lindqvist" in answer
    async with company.bot.parts.database.reading(company.workspace_id) as session:
        number = await session.scalar(sa.select(Team.id).where(Team.name == "Payments"))
    for one in (team_view.EDIT, team_view.ARCHIVE):
        await company.deliver(Sending(company, who).on_message(one, str(number)))
    await company.idle()
    assert (await stored(company, "Payments"))[0]


async def test_two_presses_archive_once(company: World):
    """The second finds no team any more, and says so."""
    mara = await edit(company, "mara", "Sales")
    shown = {"private_metadata": mara.modal.private_metadata, "callback_id": team_view.FORM, "id": mara.modal.id}
    number = next(b["elements"][0]["value"] for b in mara.modal.blocks if b["type"] == "actions")
    twice = [Sending(company, "mara").on_view(team_view.ARCHIVE, number, **shown) for _ in range(2)]
    await asyncio.gather(*(company.deliver(one) for one in twice))
    await company.idle()
    async with company.bot.parts.database.reading(company.workspace_id) as session:
        deleted = sa.select(sa.func.count()).select_from(AuditEntry).where(AuditEntry.action == "team_archived")
        assert await session.scalar(deleted) == 1


async def test_an_archived_team_comes_back_as_it_was(company: World):
    """Neither asked nor listed meanwhile, its people can find another home; back, its sync asks it again."""
    mara = await edit(company, "mara", "Sales")
    await mara.click("Archive team")
    await mara.close()
    listed = (await mara.command("/pmo teams"))[-1]
    assert "*Sales*" not in listed.words
    await mara.command("/pmo sync edit Weekly sync")
    assert "Sales" not in str(mara.modal.blocks)
    await mara.submit({"People are asked at": "9:00"})
    await mara.submit()
    await mara.close()
    await edit(company, "mara", "Growth")
    growth = ["ben", "jonas", "aylin", "grace", "diego", "chloe"]
    assert await mara.submit({"People at home": growth}) == {}
    await mara.close()
    await mara.click("Archived teams", on=listed)
    archived = next(one for one in reversed(mara.messages()) if "Bring it back" in one.buttons)
    assert "*Sales*" in archived.words
    await mara.click("Bring it back", on=archived)
    said = "Sales is back. Weekly sync asks it again from the next time on. Chloe Lim has another home by now."
    assert any(said in one.words for one in mara.messages())
    assert await stored(company, "Sales") == ({"Marcus", "Nadia"}, {"Chloe"}, set())
    await company.at("Tue 18:00")
    async with company.bot.parts.database.reading(company.workspace_id) as session:
        assert "Sales" in set(await session.scalars(sa.select(Prompt.name)))


async def test_what_waits_on_an_archived_team_passes_on(company: World):
    """To who took it, else to the PMO; whoever raised it hears why."""
    mara, ana = company.persona("mara"), company.persona("ana")
    await company.at("Tue 10:00")
    await ana.click("Answer")
    answer = {
        "What moved?": "Cards",
        "What's next?": "Payouts",
        "Waiting on anyone?": ["Sales"],
        "What do you need from them?": "Prices",
    }
    assert await ana.submit(answer) == {}
    await mara.command("/pmo sync close Weekly sync")
    await mara.click("Close now")
    await company.advance(timedelta(minutes=10))
    await edit(company, "mara", "Sales")
    await mara.click("Archive team")
    assert "Sales is archived" in mara.read_words(mara.modal)
    await company.idle()
    async with company.bot.parts.database.reading(company.workspace_id) as session:
        blocker = (await session.scalars(sa.select(Blocker))).one()
        heir = await session.get_one(Person, blocker.person_id)
        assert (blocker.team_id, heir.name, blocker.state) == (None, "Mara Lindqvist", "open")
    assert replies(ana)[0].startswith("Mara Lindqvist passed it on from Sales to their own list.")


async def test_a_company_file_says_that_a_team_is_archived(company: World):
    """It neither brings one back in passing nor makes a second one; an export leaves it out."""
    mara = await edit(company, "mara", "Sales")
    await mara.click("Archive team")
    await company.idle()
    text = await company.bot.company.export(company.workspace_id)
    assert "Sales" not in text.replace("Head of sales", "")
    assert await company.apply(text) == []
    with pytest.raises(CompanyFileError, match="the team “sales” is archived"):
        await company.apply("teams:\n  - name: sales\n    channel: sync\n")
