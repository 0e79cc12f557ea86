"""Who has been forgotten: teams and areas of which most people belong to no group of a change."""

import pytest

from tests.journeys.conftest import World
from tests.journeys.test_change_list import given
from tests.journeys.test_stakeholder import add, open_list, shown

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
