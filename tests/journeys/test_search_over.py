"""What came of it: words find what somebody waited for and what was promised, once it is over, too."""

import pytest

from tests.journeys.conftest import World
from tests.journeys.test_action import PAGE, promise
from tests.journeys.test_blocker import tells, told

pytestmark = pytest.mark.begins("Tue 10:00")


async def test_a_blocker_that_is_done_is_found_with_who_closed_it_and_when(company: World) -> None:
    """By whoever waited; somebody of another team of the same sync finds it, too."""
    ana, wei, rui = (company.persona(one) for one in ("ana", "wei", "rui"))
    await tells(ana)
    await company.at("2026-03-03 10:10")
    await wei.click("Done", on=told(wei)[0])
    await company.idle()
    [found] = await rui.command("/pmo what came of the staging keys?")
    assert "*Blockers*" in found.words
    assert "Payments waited on Platform: Staging keys · by Thursday · done by Wei Tan, Tue 3 Mar" in found.words
    assert "waits on" not in found.words


async def test_an_action_is_found_with_what_came_of_it(company: World) -> None:
    """The effect; by its owner and by whoever may see it."""
    tiago, mara, grace = (company.persona(one) for one in ("tiago", "mara", "grace"))
    assert await promise(company, "tiago", PAGE) == {}
    [found] = await tiago.command("/pmo prices")
    assert "Write one page on who decides prices · Tiago Ferreira, by Thu 12 Mar" in found.words
    [shown] = await tiago.command("/pmo actions mine")
    await tiago.click("Done…", on=shown)
    assert await tiago.submit({"What was the effect?": "Nobody asks."}) == {}
    await company.idle()
    for who in (tiago, mara):
        [found] = await who.command("/pmo prices")
        ended = "Write one page on who decides prices · done by Tiago Ferreira, Tue 3 Mar"
        assert ended in found.words
        assert "the effect: Nobody asks." in found.words
    assert "Nothing here is called" in (await grace.command("/pmo prices"))[-1].words
