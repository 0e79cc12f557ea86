"""*Later*: the question comes again when its reader wants it, and nobody is passed over meanwhile."""

import pytest

from bot.views.sync_prompt import MORE
from tests.factories.listening import Sending
from tests.journeys.conftest import World

pytestmark = pytest.mark.begins("Tue 10:00")


async def test_later_asks_again_and_passes_nobody_over(company: World) -> None:
    """Ana puts it off for two hours; Tiago is not asked at noon in her place; at twelve she is asked once more."""
    ana, tiago = company.persona("ana"), company.persona("tiago")
    [asked] = ana.messages()
    await ana.click("Later: in 2 hours", on=asked)
    assert "You are asked again Tue 12:00." in ana.messages()[0].words
    await company.at("Tue 11:59")
    assert len(ana.messages()) == 1
    await company.at("Tue 12:00")
    again = ana.messages()[-1]
    assert again.words.startswith("As you wished, once more: *Weekly sync* for Payments.")
    assert tiago.messages() == []
    await ana.click("Answer", on=again)
    await ana.submit({"What moved?": "Cards", "What's next?": "Refunds"})
    await company.idle()
    assert ["answered" in one.words or "your update is in" in one.words for one in ana.messages()] == [True, True]
    await company.at("Tue 18:00")
    assert len(ana.messages()) == 2


async def test_who_answers_before_is_not_asked_again(company: World) -> None:
    """And the next of the squad is not asked either; a later *Later* says that it is answered."""
    ana = company.persona("ana")
    asked = ana.messages()[0]
    await ana.click("Later: this afternoon", on=asked)
    await ana.click("All as planned", on=ana.messages()[0])
    await company.at("Tue 15:00")
    assert len(ana.messages()) == 1
    menu = next(one for block in asked.blocks for one in block.get("elements", ()) if one["type"] == "overflow")
    await company.deliver(Sending(company, "ana").on_message(MORE, menu["options"][0]["value"]))
    await company.idle()
    assert "This is answered already, so you are not asked again." in ana.messages()[-1].words


async def test_who_has_gone_on_leave_since_is_not_asked_again(company: World) -> None:
    """Ana puts it off, then notes that she is away: Tiago is asked in her place, and she is left alone."""
    ana, tiago = company.persona("ana"), company.persona("tiago")
    await ana.click("Later: this afternoon", on=ana.messages()[0])
    [answer] = await ana.command("/pmo away today")
    assert "You are asked nothing that day." in answer.words
    await company.at("Tue 18:00")
    assert ana.messages()[-1].ts == answer.ts
    assert "*Weekly sync*" in tiago.messages()[-1].words


async def test_without_time_left_it_says_so(company: World) -> None:
    """Ana puts it off at four for two hours: her day ends before, and the sync closes at ten in the evening."""
    ana = company.persona("ana")
    await company.at("Tue 16:00")
    await ana.click("Later: in 2 hours", on=ana.messages()[0])
    assert "Later would leave less than half an hour of your working time" in ana.messages()[-1].words
