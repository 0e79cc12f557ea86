"""A sync follows a channel or a user group: who leaves leaves, who joins joins the next round."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.services.company_yaml import CompanyFileError
from models import Person, Prompt, Ritual

CHANNEL, GROUP = "Everybody in a channel", "Everybody in a user group"
NAME = "All hands"


async def form(world, **fields):
    """Mara fills in a sync on Wednesdays in which everyone answers; `fields` say whom it follows. Return the errors."""
    mara = world.persona("mara")
    await mara.command("/pmo sync new")
    await mara.click("More options")
    await mara.click("Everyone answers")
    return await mara.submit({"Name": NAME, "Days": ["Wednesday"], "Teams": [], **fields})


async def follow(world, **fields):
    """Mara sets up such a sync; return its preview."""
    mara = world.persona("mara")
    assert await form(world, **fields) == {}
    preview = mara.read_words(mara.modal)
    await mara.submit()
    await mara.close()
    return preview


async def asked(world):
    """The first names of who takes part in the last round of the sync."""
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        rows = sa.select(Prompt.round_id, Prompt.name).join(Ritual, Ritual.name == NAME)
        found = list(await session.execute(rows.order_by(Prompt.round_id, Prompt.name)))
    return [name.split()[0] for number, name in found if number == found[-1][0]]


async def test_who_leaves_a_channel_leaves_and_who_joins_joins_the_next_round(company):
    """Events tell of it; those that were lost are made good before the round opens. Apps are never asked."""
    slack = company.slack
    growth = slack.channel("growth")
    preview = await follow(company, **{CHANNEL: ["growth"]})
    assert "5 people, one answer each; of them 5 from" in preview
    assert "Whoever joins" in preview
    await slack.members.join(growth, slack.person("nadia").id)
    await slack.members.leave(growth, slack.person("jonas").id)
    growth.members.append(slack.person("chloe").id)
    growth.members.remove(slack.person("grace").id)
    await company.at("Wed 20:00")
    assert await asked(company) == ["Aylin", "Ben", "Chloe", "Diego", "Nadia"]
    await slack.members.join(growth, slack.person("rui").id)
    assert "Rui" not in await asked(company)
    [listed] = [one for one in await company.persona("mara").command("/pmo sync list") if NAME in one.words]
    assert f"Everyone in <#{growth.id}> (5 people)" in listed.words


async def test_guests_and_people_of_other_companies_take_part_only_by_name(company):
    """They are in the channel like everybody else; whoever is in a team, too, is asked once."""
    slack = company.slack
    growth = slack.channel("growth")
    for name, guest, team in (("Gus Guest", True, None), ("Eve External", False, "T0THER"), ("Nam Named", True, None)):
        person = await slack.members.hire(name, f"{name.split()[0].lower()}@else.example")
        person.is_guest, person.team = guest, team or person.team
        await slack.members.tell_of(person)
        await slack.members.join(growth, person.id)
    await follow(company, **{CHANNEL: ["growth"], "Teams": ["Growth"], "People by name": ["nam"]})
    await company.at("Wed 20:00")
    everybody = await asked(company)
    assert "Nam" in everybody
    assert not {"Gus", "Eve", "Drumbeat"} & set(everybody)
    assert len(everybody) == len(set(everybody))


async def test_a_stranger_who_joins_is_not_stored(company):
    """Drumbeat asks Slack who came; somebody of another company is nobody to it until they are named."""
    slack = company.slack
    await follow(company, **{CHANNEL: ["growth"]})
    stranger = replace(slack.person("rui"), id="U0STRANGER", name="eve", real_name="Eve", email="", team="T0THER")
    slack.state.people[stranger.id] = stranger
    await slack.members.join(slack.channel("growth"), stranger.id)
    async with company.bot.parts.database.reading(company.workspace_id) as session:
        assert await session.scalar(sa.select(Person.id).where(Person.slack_id == stranger.id)) is None


async def test_a_user_group_that_is_switched_off_is_told_once(company):
    """The sync goes on asking those it knew last, and says so where it is listed."""
    slack, mara = company.slack, company.persona("mara")
    assert "from @leads" in await follow(company, **{GROUP: ["@leads"]})
    leads = slack.groups.named("leads")
    await slack.groups.set_members(leads, [*leads.members, slack.person("rui").id])
    await company.idle()
    await slack.groups.switch_off(leads)
    await company.advance(company.clock.now().replace(hour=15) - company.clock.now())
    told = [one.words for one in mara.messages() if "switched off" in one.words]
    assert len(told) == 1
    assert f"The user group @leads, which *{NAME}* follows, was deleted or switched off." in told[0]
    assert "it goes on asking the 7 people it knew last" in told[0]
    await company.at("Wed 20:00")
    assert "Rui" in await asked(company)
    assert len([one for one in mara.messages() if "switched off" in one.words]) == 1
    assert "asks those it knew last" in (await mara.command("/pmo sync list"))[-1].words
    await slack.groups.switch_on(leads)
    await company.idle()
    assert "asks those it knew last" not in (await mara.command("/pmo sync list"))[-1].words


async def test_nobody_left_in_a_group_is_told_and_summed_up(company):
    """The owner hears of it once, nobody is asked, and the summary says so."""
    slack, mara = company.slack, company.persona("mara")
    await follow(company, **{GROUP: ["@leads"]})
    await slack.groups.set_members(slack.groups.named("leads"), [])
    await company.at("Thu 20:00")
    assert len([one for one in mara.messages() if f"*{NAME}* has nobody left to ask" in one.words]) == 1
    said = [one.words for one in mara.messages("sync") if NAME in one.words]
    assert said == [f"*{NAME}*, Wed 4 Mar: Nobody takes part this week, so nobody was asked."]


async def test_what_cannot_be_followed_is_refused_beside_its_field(company):
    """A channel without Drumbeat, an archived one, a group that is gone; with one voice there are no fields."""
    slack, mara = company.slack, company.persona("mara")
    [refused] = (await form(company, **{CHANNEL: ["leadership"]})).values()
    assert "Write /invite @Drumbeat there" in refused
    await slack.members.archive(slack.channel("mobile"), by=mara.id)
    assert "archived" in (await mara.submit({CHANNEL: ["mobile"]}))["follows_channel"]
    await slack.groups.switch_off(slack.groups.named("leads"))
    assert "deleted or switched off" in (await mara.submit({CHANNEL: [], GROUP: ["@leads"]}))["follows_group"]
    await mara.click("One voice per team")
    shown = mara.read_words(mara.modal)
    assert CHANNEL not in shown
    assert "members of a channel or a user group, and people by name" in shown


async def test_without_the_scope_there_are_no_user_groups(lumen):
    """The form offers none, and a company file that names one is told which scope is missing."""
    lumen.slack.scopes.discard("usergroups:read")
    await lumen.bot.parts.people.reconcile(lumen.workspace_id)
    await lumen.apply(FILE.replace("follow_group: leads", "follow_channel: general"))
    with pytest.raises(CompanyFileError, match="usergroups:read"):
        await lumen.apply(FILE.replace("leads", "lead"))


FILE = """
syncs:
  - name: All hands
    days: [wed]
    time: "10:00"
    channel: "#general"
    voice: everyone
    follow_group: leads
    owner: mara@lumen.example
"""


async def test_a_company_file_follows_too(company):
    """Its syncs ask Slack when they are applied; an export says the same, and applied again it changes nothing."""
    assert await company.apply(FILE)
    await company.advance(company.clock.now().replace(hour=9) - company.clock.now())
    text = await company.bot.company.export(company.workspace_id)
    assert 'follow_group: "@leads"' in text or "follow_group: '@leads'" in text
    assert await company.apply(text) == []
    await company.at("Wed 20:00")
    assert await asked(company) == ["Ana", "Ben", "Lena", "Mara", "Marcus", "Wei"]


async def test_a_file_asks_slack_at_once_and_once_more_before_the_round(company):
    """The first to be asked live far east: what comes at the last moment comes too late for them."""
    growth = company.slack.channel("growth")
    assert await company.apply(FILE.replace("follow_group: leads", "follow_channel: growth"))
    await company.advance(timedelta(minutes=1))
    [listed] = [one for one in await company.persona("mara").command("/pmo sync list") if NAME in one.words]
    assert f"Everyone in <#{growth.id}> (5 people)" in listed.words
    growth.members.append(company.slack.person("chloe").id)
    await company.at("Wed 20:00")
    assert "Chloe" in await asked(company)
