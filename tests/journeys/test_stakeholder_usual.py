"""Whom changes often forget: proposed in the first change of all, before anybody has made a standing list."""

import pytest

from tests.factories import change
from tests.factories.announced import person_of
from tests.journeys.conftest import World
from tests.journeys.test_change_list import given
from tests.journeys.test_stakeholder import ASPECTS, groups, open_list, shown

pytestmark = pytest.mark.begins("Tue 10:00")

OFTEN = "*Often forgotten*: "
OWN_LIST = "`/pmo change stakeholders` keeps a list of your own"


async def test_the_first_change_of_all_proposes_the_usual_ones(company: World) -> None:
    """Right after it is registered: one press adds Sales with what it usually asks, and proposes it no more."""
    mara = company.persona("mara")
    await mara.command("/pmo change new")
    assert await mara.submit({ASPECTS: "Product teams"}) == {}
    assert f"{OFTEN}HR, Sales, Marketing, Finance, Legal, Customer support and Leads." in shown(company)
    assert OWN_LIST in shown(company)
    await mara.click("Add a group", on=mara.modal, value="Sales")
    await company.idle()
    assert "“Sales” is added." in shown(company)
    assert f"{OFTEN}HR, Marketing" in shown(company)
    assert "*Sales* · 3 people" in shown(company)
    found = await groups(company)
    assert list(found) == ["Sales"]
    assert not found["Sales"].standing
    assert "How is the forecast made then?" in found["Sales"].worries


async def test_a_standing_list_takes_their_place(company: World) -> None:
    """Whoever keeps one decides whom changes propose: none of the usual ones stands beside it."""
    await given(company, "Product teams")
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        await change.stakeholder_group(session, None, "Works council", standing=True)
    await open_list(company)
    assert "*From your standing list*: Works council." in shown(company)
    assert OFTEN not in shown(company)


async def test_an_owner_adds_them_and_is_not_sent_to_what_they_may_not_keep(company: World) -> None:
    """Ben runs the change and is no PMO: Marketing is a press away for him, too; the standing list is not named."""
    ben = await person_of(company, "ben")
    await given(company, "Product teams", owner_id=ben.id)
    await open_list(company, "ben")
    assert OFTEN in shown(company, "ben")
    assert "change stakeholders" not in shown(company, "ben")
    persona = company.persona("ben")
    await persona.click("Add a group", on=persona.modal, value="Marketing")
    await company.idle()
    assert "“Marketing” is added." in shown(company, "ben")
    assert "go-to-market" in (await groups(company))["Marketing"].worries
