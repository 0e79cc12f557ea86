"""The plan of a change as it is read page by page."""

import pytest

from models import Change, Person, StakeholderGroup
from tests.factories import change
from tests.factories.announced import person_of
from tests.factories.change_step import change_step
from tests.journeys.conftest import World
from tests.journeys.test_change_list import given

pytestmark = pytest.mark.begins("Tue 10:00")


async def test_a_group_whose_steps_are_on_the_next_page_is_not_said_to_have_none(company: World) -> None:
    """Ten steps are on a page: the second group has its own on the next, the third has none."""
    change_id, mara = await given(company, "Product teams", state="announced"), await person_of(company, "mara")
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        of, owner = await session.get_one(Change, change_id), await session.get_one(Person, mara.id)
        for place, (name, many) in enumerate((("Sales", 10), ("Marketing", 2), ("Finance", 0))):
            group: StakeholderGroup = await change.stakeholder_group(session, of, name, place=place)
            for number in range(many):
                await change_step(session, of, group, owner, text=f"{name} {number}")
    persona = company.persona("mara")
    [plan] = await persona.command("/pmo change product teams plan")
    assert "*Marketing* · 2 steps further on" in plan.words
    assert "*Finance* · no step yet" in plan.words
    await persona.click("Show more", on=plan)
    assert "Marketing 1" in persona.messages()[-1].words
