"""Who has been forgotten: teams and areas of which most people belong to no group of a change."""

import pytest

from models import StakeholderSource, UserGroup
from tests.journeys.conftest import World
from tests.journeys.test_change_list import given, said
from tests.journeys.test_stakeholder import CALLED, add, open_list, rate, shown
from tests.journeys.test_sync_races import stored

pytestmark = pytest.mark.begins("Tue 10:00")


async def test_a_team_is_missing_although_its_lead_is_in_a_group_of_leads(company: World) -> None:
    """Wei leads Platform: that he is thought of does not mean that his team is; most of a team in a group does."""
    await given(company, "Product teams")
    mara = company.persona("mara")
    await open_list(company)
    await add(company, "Leads", people=["wei", "ana", "lena"])
    await mara.close()
    assert "Platform (3 of 4)" in shown(company)
    await add(company, "Two more", people=["priya", "arjun"])
    await mara.close()
    assert "Platform (" not in shown(company)


async def test_whom_they_ask_has_left(company: World) -> None:
    """Whoever is affected reads who answers instead; whoever runs the change, that somebody else has to be named."""
    await given(company, "Product teams", state="announced")
    await open_list(company)
    await add(company, "Sellers", areas=["sales"])
    await rate(company, **{"Whom do they ask?": "ben"})
    await company.slack.members.set_deleted(company.persona("ben").person, deleted=True)
    await company.idle()
    assert "Mara Lindqvist answers your questions." in await said(company, "marcus", "/pmo change product teams")
    await company.persona("mara").close()
    await open_list(company)
    assert "they ask Ben Carter, who has left: *What changes for them* names somebody else" in shown(company)


async def test_each_of_very_many_user_groups_can_be_chosen_and_stays(company: World) -> None:
    """Slack takes a hundred choices in one list: what is beyond them is offered, too, and kept where others edit."""
    await given(company, "Product teams")
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        session.add_all([UserGroup(slack_id=f"S{number:03}", handle=f"group{number:03}") for number in range(130)])
    mara = company.persona("mara")
    await open_list(company)
    await mara.click("New group", on=mara.modal)
    assert await mara.submit({CALLED: "Guilds", "User groups": ["@group129", "@group001"]}) == {}
    await mara.close()
    await mara.click("Who belongs to it", on=mara.modal)
    assert await mara.submit({CALLED: "All guilds"}) == {}
    sources = await stored(company, StakeholderSource)
    assert sorted(one.value for one in sources) == ["S001", "S129"]
