"""An announcement without a change: one form, the last look, and it goes; by the PMO, and by leads in their teams."""

import pytest
import sqlalchemy as sa

from bot.playground.seen import SeenMessage
from models import Announcement, Membership, Person, StakeholderGroup, Team
from tests.journeys.conftest import World
from tests.journeys.test_announcement_compose import one
from tests.journeys.test_sync_races import stored

pytestmark = pytest.mark.begins("Tue 10:00")

WORDS = {"Title": "Office closed on Friday", "What do you have to say?": "Water is off. Work from home."}
MUST_READ = {"And": ["Ask for Got it", "Must-read"]}


def got(world: World, who: str) -> list[SeenMessage]:
    """Return what somebody got of it."""
    return [seen for seen in world.persona(who).messages() if seen.words.startswith("Office closed")]


async def test_in_four_clicks_it_is_out(company: World) -> None:
    """The command, the team, *Preview it*, *Send*: the team has it, others do not."""
    mara = company.persona("mara")
    await mara.command("/pmo announce")
    before = mara.clicks
    assert await mara.submit({**WORDS, **MUST_READ, "To teams": ["Payments"]}) == {}
    assert "as soon as you send it" in mara.read_words(mara.modal)
    assert await mara.submit() == {}
    assert mara.clicks - before == 2
    await company.idle()
    [ana] = got(company, "ana")
    assert "[Got it]" in ana.words
    assert got(company, "ben") == []


async def test_going_back_changes_the_draft_and_begins_no_second_one(company: World) -> None:
    """What was typed stays; the audience is replaced; sent twice it is one draft."""
    mara = company.persona("mara")
    await mara.command("/pmo announce")
    assert await mara.submit({**WORDS, "To teams": ["Payments"], "To people": ["wei"]}) == {}
    await mara.close()
    assert await mara.submit({"To teams": ["Growth"], "To people": ["wei", "ines"]}) == {}
    assert (await one(company)).revision == 2
    assert sorted(group.name for group in await stored(company, StakeholderGroup)) == ["Growth", "People by name"]
    await mara.close()
    await mara.close()
    await mara.open_home()
    await mara.click("Go on", on="home")
    assert "Water is off." in str(mara.modal.blocks)
    assert await mara.submit() == {}
    assert len(await stored(company, Announcement)) == 1


async def test_what_goes_to_nobody_or_into_a_closed_channel_is_said(company: World) -> None:
    """Nobody chosen is said beside the field, a channel without Drumbeat above the preview: it cannot be sent then."""
    mara = company.persona("mara")
    await mara.command("/pmo announce")
    assert "choose who gets it" in (await mara.submit(WORDS))["teams"]
    assert await mara.submit({"In channels": ["leadership"]}) == {}
    assert "Drumbeat is not in #leadership" in mara.read_words(mara.modal)
    assert mara.modal.submit is None
    await mara.invite_bot("leadership")
    await company.idle()
    await mara.close()
    assert await mara.submit() == {}
    assert "posted in #leadership" in mara.read_words(mara.modal)
    assert await mara.submit() == {}
    await company.idle()
    assert any("Water is off." in seen.words for seen in mara.messages("leadership"))


async def test_a_lead_announces_to_their_own_team_and_channel_alone(company: World) -> None:
    """Others' teams are not offered, people elsewhere are refused; a member announces nothing."""
    ana = company.persona("ana")
    await ana.command("/pmo announce")
    form = ana.read_words(ana.modal)
    assert "Everyone in the company" not in form
    assert "not of your own teams" in (await ana.submit({**WORDS, "To people": ["wei"]}))["people"]
    assert "not of your own teams" in (await ana.submit({"To people": [], "In channels": ["general"]}))["channels"]
    assert await ana.submit({"To people": [], "In channels": [], "To teams": ["Payments"], **MUST_READ}) == {}
    assert await ana.submit() == {}
    await company.idle()
    assert len(got(company, "tiago")) == 1
    [refused] = await company.persona("ines").command("/pmo announce")
    assert "for the PMO, and for leads" in refused.words


@pytest.mark.parametrize("leads", ["Growth", ""])
async def test_whoever_does_not_lead_a_team_any_more_announces_nothing_to_it(company: World, leads: str) -> None:
    """The preview was open before: what was begun for Payments stays a draft, whatever else Ana leads by now."""
    ana = company.persona("ana")
    await ana.command("/pmo announce")
    assert await ana.submit({**WORDS, **MUST_READ, "To teams": ["Payments"]}) == {}
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        who = sa.select(Person.id).where(Person.slack_id == ana.id).scalar_subquery()
        await session.execute(sa.delete(Membership).where(Membership.person_id == who))
        await session.execute(sa.update(Person).where(Person.slack_id == ana.id).values(role="member"))
        if leads:
            team = (await session.scalars(sa.select(Team).where(Team.name == leads))).one()
            person = (await session.scalars(sa.select(Person).where(Person.slack_id == ana.id))).one()
            session.add(Membership(team_id=team.id, person_id=person.id, is_home=True, is_lead=True))
    await ana.submit()
    await company.idle()
    assert (await one(company)).state == "draft"
    assert got(company, "tiago") == []


async def test_what_may_go_to_some_may_not_go_to_others(company: World) -> None:
    """Why it may go although it is a lot was said of Payments: it does not hold for the teams that come after it."""
    mara = company.persona("mara")
    await mara.command("/pmo change limit 1")
    await mara.command("/pmo announce")
    assert await mara.submit({**WORDS, **MUST_READ, "To teams": ["Payments"]}) == {}
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        await session.execute(sa.update(Announcement).values(override_reason="The water is off."))
    await mara.close()
    assert await mara.submit({"To teams": ["Payments"]}) == {}
    assert (await one(company)).override_reason == "The water is off."
    await mara.close()
    assert await mara.submit({"To teams": ["Growth"]}) == {}
    assert (await one(company)).override_reason == ""


async def test_each_of_very_many_teams_can_be_chosen(company: World) -> None:
    """Slack takes a hundred choices in one list: a company with more teams has them in several."""
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        session.add_all([Team(name=f"Team {number:03}", kind="product") for number in range(130)])
    mara = company.persona("mara")
    await mara.command("/pmo announce")
    assert await mara.submit({**WORDS, "To teams": ["Team 129", "Team 001"]}) == {}
    assert sorted(group.name for group in await stored(company, StakeholderGroup)) == ["Team 001", "Team 129"]
