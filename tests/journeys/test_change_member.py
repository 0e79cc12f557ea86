"""A member who types what is for the PMO: each is told who can, no form opens, and nothing is stored or sent."""

import pytest

from tests.journeys.conftest import World
from tests.journeys.test_change_pulse import NAME, affected
from tests.journeys.test_retro_box import everything

pytestmark = pytest.mark.begins("Tue 10:00")

FOR_THE_PMO = (
    "change new",
    "change stakeholders",
    "change limit 20",
    f"change {NAME} announce",
    f"change {NAME} close",
    f"change {NAME} pulse",
    f"change {NAME} retro",
    f"announce {NAME}",
    "announce",
)
PEOPLE = ("ana", "ines", "wei", "jonas", "aylin", "tiago")


async def test_what_is_for_the_pmo_is_refused_with_a_name(company: World) -> None:
    """Ines is affected by it and leads nobody: whichever word she types, all stays as it is."""
    await affected(company, {"Sales": PEOPLE}, state="announced")
    ines = company.persona("ines")
    before = await everything(company)
    for typed in FOR_THE_PMO:
        said = await ines.command(f"/pmo {typed}")
        assert ines.modal is None, typed
        [refused] = said
        assert "for the PMO" in refused.words, typed
        assert "Mara Lindqvist" in refused.words, typed
    assert await everything(company) == before


async def test_what_a_member_may_read_has_no_button_that_changes_it(company: World) -> None:
    """The page, the plan, the questions, the ideas, the list, the calendar and the announcements."""
    await affected(company, {"Sales": PEOPLE}, state="announced")
    ines = company.persona("ines")
    for typed in (f"change {NAME}{one}" for one in ("", " plan", " faq", " ideas")):
        shown = {one for message in await ines.command(f"/pmo {typed}") for one in message.buttons}
        assert shown <= {"Ask a question", "Suggest something", "Show the answers", "Show the ideas"}, typed
    for typed in ("change", "change calendar", "announce list"):
        shown = {one for message in await ines.command(f"/pmo {typed}") for one in message.buttons}
        assert shown <= {"Show change", "Download CSV"}, typed
