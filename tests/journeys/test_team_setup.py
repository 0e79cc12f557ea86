"""The first hour: a PMO opens the home tab of a fresh installation, and a weekly sync runs three clicks later."""

import pytest
import sqlalchemy as sa

from bot.views import team_setup
from models import AuditEntry, Membership, Person, Ritual, RitualTeam, Team
from tests.factories.listening import Sending
from tests.journeys.conftest import World


async def rows(world, table):
    """Everything in a table of the workspace."""
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        return list(await session.scalars(sa.select(table).order_by(table.id)))


async def homes(world):
    """Who is in which team: {team: {first name: at home}}."""
    statement = (
        sa.select(Team.name, Person.name, Membership.is_home)
        .join(Membership, Membership.team_id == Team.id)
        .join(Person, Person.id == Membership.person_id)
    )
    found = {}
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        for team, person, home in await session.execute(statement):
            found.setdefault(team, {})[person.split()[0]] = home
    return found


async def choose(person, *channels):
    """Choose these channels in the open form."""
    await person.click("", on="modal", action_id=team_setup.FIELD, value=channels)


async def test_three_clicks_from_the_home_tab_to_a_running_sync(lumen: World):
    """*Choose channels*, *Create teams*, *Save sync*; on Tuesday at ten people are asked."""
    mara = lumen.persona("mara")
    welcome = mara.read_words(await mara.open_home())
    assert "*Welcome.*" in welcome
    assert "[New sync]" not in welcome
    before = mara.clicks
    await mara.click("Choose channels", on="home")
    shown = mara.read_words(mara.modal)
    assert "Name for #payments" in shown
    assert "Name for #general" not in shown, "what is for everybody is not even chosen"
    assert await mara.submit() == {}
    assert "*Weekly sync*: every Tuesday at 10:00" in mara.read_words(mara.modal)
    await mara.submit()
    assert mara.clicks - before == 3
    assert "*Weekly sync* is set up: every Tuesday at 10:00" in mara.read_words(mara.modal)
    await mara.close()
    assert mara.modal is None
    teams = {one.name: one.kind for one in await rows(lumen, Team)}
    assert teams == {
        "Growth": "product",
        "Mobile": "product",
        "Payments": "product",
        "Platform": "platform",
        "Sales": "function",
    }
    placed = await homes(lumen)
    assert placed["Payments"]["Hui"] is False, "of her two teams the smaller one is her home"
    assert placed["Platform"]["Hui"] is True
    (sync,) = await rows(lumen, Ritual)
    assert len(await rows(lumen, RitualTeam)) == 5
    assert [one.action for one in await rows(lumen, AuditEntry)] == ["team_created"] * 5 + ["sync_created"]
    assert "*Weekly sync* · next" in mara.read_words(mara.home)
    await lumen.at("Tue 10:00")
    assert "Weekly sync" in lumen.persona("ana").messages()[-1].words
    assert sync.channel_id == lumen.slack.channel("sync").id


async def test_each_proposal_can_be_unticked_renamed_and_given_a_lead(lumen: World):
    """Channels are added and taken out in place; what was typed and ticked stays."""
    mara, ana = lumen.persona("mara"), lumen.persona("ana")
    await mara.open_home()
    await mara.click("Choose channels", on="home")
    mara.fill({"Name for #payments": "Money in", "Lead of #payments": "ana", "Teams to create": ["Payments", "Mobile"]})
    await choose(mara, "payments", "mobile", "general", "leadership")
    shown = mara.read_words(mara.modal)
    assert "Name for #general" in shown
    assert "Name for #sales" not in shown
    assert "Slack does not show Drumbeat who is in" not in shown, "a public channel is read without an invitation"
    assert set(await mara.submit({"Name for #mobile": "money  IN"})) == {f"name:{lumen.slack.channel('mobile').id}"}
    assert set(await mara.submit({"Name for #mobile": " ", "Lead of #mobile": "drumbeat"})) == {
        f"{field}:{lumen.slack.channel('mobile').id}" for field in ("name", "lead")
    }
    assert await rows(lumen, Team) == []
    assert await mara.submit({"Name for #mobile": "Mobile", "Lead of #mobile": "lena"}) == {}
    assert sorted(one.name for one in await rows(lumen, Team)) == ["Mobile", "Money in"]
    leads = [one for one in await rows(lumen, Membership) if one.is_lead]
    assert len(leads) == 2
    await ana.command("/pmo sync new")
    assert ana.modal is not None, "whoever leads a team sets up its syncs"


async def test_a_channel_that_cannot_be_read_says_what_to_do_and_is_read_again(lumen: World):
    """A private channel without Drumbeat: nothing is proposed until somebody has invited it."""
    mara = lumen.persona("mara")
    secret = lumen.slack.channel("leadership")
    secret.private = True
    await mara.open_home()
    await mara.click("Choose channels", on="home")
    await choose(mara, "leadership")
    assert "Type `/invite @Drumbeat` there" in mara.read_words(mara.modal)
    assert set(await mara.submit()) == {"channels"}, "there is nothing to create yet"
    await mara.invite_bot("leadership")
    await mara.click("Read again")
    assert "Name for #leadership" in mara.read_words(mara.modal)


async def test_teams_that_are_there_are_not_made_twice(company: World):
    """A channel of a team is shown as such; two presses at once make one team; running syncs are left alone."""
    mara = company.persona("mara")
    await mara.open_home()
    await mara.click("Choose channels", on="home")
    await choose(mara, "payments", "general")
    assert "#payments is there already: *Payments*. It stays as it is." in mara.read_words(mara.modal)
    await mara.submit({"Teams to create": ["General"], "Name for #general": "All hands"})
    assert "All hands is set up. The syncs that run go on as before" in mara.read_words(mara.modal)
    assert len(await rows(company, Team)) == 6
    assert len(await rows(company, Ritual)) == 1


async def test_only_the_pmo_chooses_channels(company: World):
    """A member has no such button; a forged press ends in a sentence, and nothing is asked of Slack."""
    ines = company.persona("ines")
    await ines.open_home()
    assert "Choose channels" not in ines.read_words(ines.home)
    before = company.slack.traffic.rows()[-1].n
    await company.deliver(Sending(company, "ines").on_message(team_setup.OPEN))
    await company.idle()
    said = [row for row in company.slack.traffic.rows(before) if row.direction == "bot→slack"]
    assert "Setting up teams is for the PMO. Mara Lindqvist can do it for you." in str([row.request for row in said])
    assert "conversations.members" not in str(said)


@pytest.mark.parametrize("draft", [True, False])
async def test_a_sync_that_was_begun_is_not_overwritten(lumen: World, draft: bool):
    """Whoever has a draft goes on with it after the teams are made."""
    mara = lumen.persona("mara")
    if draft:
        await mara.command("/pmo sync new")
        mara.fill({"Name": "Monday round"})
        await mara.close()
    await mara.open_home()
    await mara.click("Choose channels", on="home")
    await mara.submit()
    shown = mara.read_words(mara.modal)
    assert ("You go on with your draft" in shown) is draft
    assert ("*Weekly sync*: every Tuesday" in shown) is not draft
