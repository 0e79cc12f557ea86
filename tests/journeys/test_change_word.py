"""Words after `/pmo change`: those that are ours, and names that look like them."""

from datetime import date

import pytest

from tests.journeys.conftest import World
from tests.journeys.test_change_form import NAME, stored
from tests.journeys.test_change_list import given, said

pytestmark = pytest.mark.begins("Tue 10:00")


async def test_the_list_and_the_calendar_have_a_word_each(company: World) -> None:
    """`list` shows what nothing shows, `calendar` the weeks alone; without a change both say so."""
    assert "No change is felt" in await said(company, "ines", "/pmo change calendar")
    await given(company, "Product teams", state="announced", starts_on=date(2026, 3, 16))
    listed = await said(company, "ines", "/pmo change list")
    assert listed == await said(company, "ines", "/pmo change")
    weeks = await said(company, "ines", "/pmo change Calendar")
    assert "The next eight weeks" in weeks
    assert "stands for it" not in weeks


@pytest.mark.parametrize("name", ["Calendar", "list", "new", "Stakeholders", "limit", "help", " plan ", "FAQ"])
async def test_no_change_is_called_like_a_word_of_the_command(company: World, name: str) -> None:
    """The form says why, beside the name, and nothing is stored; a word more is enough."""
    mara = company.persona("mara")
    await mara.command("/pmo change new")
    errors = await mara.submit({NAME: name})
    assert "word of the command" in errors["name"]
    assert await stored(company) == []
    assert await mara.submit({NAME: f"{name} of moves"}) == {}
    [change] = await stored(company)
    assert change.name == f"{name.strip()} of moves"


async def test_a_name_that_ends_or_begins_like_a_word_is_found_whole(company: World) -> None:
    """“Release plan” has a page, and a plan; a number after `limit` is for the limit."""
    await given(company, "Release plan", state="announced")
    await given(company, "Limit work in progress", state="announced")
    assert "One team a customer." in await said(company, "mara", "/pmo change release plan")
    assert "Release plan: the plan" in await said(company, "mara", "/pmo change release plan plan")
    assert "One team a customer." in await said(company, "mara", "/pmo change limit work in progress")
    assert "take in 5 things" in await said(company, "mara", "/pmo change limit 5")


async def test_a_word_without_a_name_asks_for_it(company: World) -> None:
    """`/pmo change plan` names no change: it says how."""
    assert "takes its name before the word" in await said(company, "mara", "/pmo change plan")
