"""What comes after the closing of a sync is taken, and goes where it belongs."""

import pytest

from bot.playground.seen import SeenMessage
from tests.factories.prompt import TIMES
from tests.journeys.conftest import World

LATE = {"What moved?": "Refunds are live.", "What's next?": "Audit of the ledger\nRefunds in Spain"}


async def prompts(world: World, who: str) -> list[SeenMessage]:
    """The prompts of somebody, oldest first."""
    return [one for one in world.persona(who).messages() if one.text.startswith("Weekly sync")]


@pytest.mark.begins("Tue 10:00")
async def test_a_late_answer_to_last_weeks_round_changes_the_plan_of_this_weeks_prompt(company: World) -> None:
    """Asked again already, Ana's late words become the plan that her newer prompt shows, and its check list."""
    ana = company.persona("ana")
    await company.at("2026-03-10 10:00")
    [first, second] = await prompts(company, "ana")
    assert "Planned last time" not in second.words
    await ana.click("Answer late", on=first)
    assert await ana.submit(LATE) == {}
    await company.idle()
    [first, second] = await prompts(company, "ana")
    assert "answered late" in first.words
    assert "Planned last time:\n• Audit of the ledger\n• Refunds in Spain" in second.words
    await ana.click("Answer", on=second)
    assert ana.modal is not None
    assert "Next: Audit of the ledger; Refunds in Spain" in str(ana.modal.blocks)


@pytest.mark.begins("Tue 10:00")
async def test_a_late_answer_changes_nothing_for_a_team_that_has_answered_again(company: World) -> None:
    """Its newer answer is about the plan that its author saw."""
    ana = company.persona("ana")
    await company.at("2026-03-10 10:00")
    [first, second] = await prompts(company, "ana")
    await ana.click("Answer", on=second)
    assert await ana.submit({"What moved?": "Cards", "What's next?": "Invoices"}) == {}
    await ana.click("Answer late", on=first)
    assert await ana.submit(LATE) == {}
    await company.idle()
    [_, second] = await prompts(company, "ana")
    assert "Audit of the ledger" not in second.words
    await company.at("2026-03-17 14:00")
    asked = [one.words for who in ("ana", "tiago", "rui") for one in await prompts(company, who)]
    assert any("Planned last time:\n• Invoices" in one for one in asked)
    assert not any("Planned last time:\n• Audit" in one for one in asked)


@pytest.mark.begins("Tue 10:00")
async def test_words_typed_after_the_closing_become_a_late_update(company: World) -> None:
    """*Use as late update*, the form with the words in it, and the summary has them in place."""
    ana, mara = company.persona("ana"), company.persona("mara")
    await company.at("Tue 22:30")
    await ana.say("refunds work now, xylophone and all")
    offer = ana.messages()[-1]
    assert "Use this as your late update for Payments? _Weekly sync_ closed" in offer.words
    assert offer.buttons == ["Use as late update"]
    await ana.click("Use as late update")
    assert ana.modal is not None
    assert "yours is added late" in ana.read_words(ana.modal)
    assert await ana.submit({"What's next?": "Audit"}) == {}
    await company.idle()
    assert ana.messages()[-1].words == "Your update is in. The summary has it."
    [summary] = mara.messages("sync")
    assert "refunds work now, xylophone and all _(came late)_" in summary.words


@pytest.mark.begins("Tue 10:00")
async def test_words_that_find_something_after_the_closing_do_both(company: World) -> None:
    """What was found comes first, the offer below it; once answered, nothing is offered any more."""
    ana = company.persona("ana")
    await company.at("Tue 22:30")
    await ana.say("mobile")
    found = ana.messages()[-1]
    assert "• Mobile" in found.words
    assert "Or is this your update for Payments? _Weekly sync_ closed" in found.words
    assert found.buttons == ["Use as late update"]
    await ana.click("Use as late update", on=found)
    assert await ana.submit({"What moved?": "Mobile has our report", "What's next?": "Audit"}) == {}
    await ana.say("mobile")
    assert ana.messages()[-1].buttons == []


@pytest.mark.begins("Tue 10:00")
async def test_words_of_somebody_who_was_not_asked_are_only_searched_for(company: World) -> None:
    """Inês is of the team, but not of its squad."""
    ines = company.persona("ines")
    await company.at("Tue 22:30")
    await ines.say("mobile")
    assert ines.messages()[-1].buttons == []
    await ines.say("xylophone")
    assert "Nothing here is called “xylophone”." in ines.messages()[-1].words


@pytest.mark.begins("Tue 10:00")
async def test_words_typed_after_ones_own_answer_can_be_added_to_it(company: World) -> None:
    """*Add to update* opens one's own words with the new ones below them; the summary follows."""
    ana = company.persona("ana")
    await ana.click("Answer")
    assert await ana.submit({"What moved?": "Cards", "What's next?": "Invoices"}) == {}
    await ana.say("the xylophone shop is live too")
    offer = ana.messages()[-1]
    assert "Add this to your update for Payments? _Weekly sync_ is open until" in offer.words
    assert offer.buttons == ["Add to update"]
    await ana.click("Add to update")
    assert await ana.submit() == {}
    await company.idle()
    [prompt] = await prompts(company, "ana")
    assert "> Cards\n> the xylophone shop is live too" in prompt.words


@pytest.mark.begins("Tue 10:00")
async def test_at_the_closing_what_waits_for_an_answer_says_so(company: World) -> None:
    """The question and its reminder: nothing is open any more, a late update is welcome."""
    marcus = company.persona("marcus")
    await company.at("Tue 21:30")
    [question, reminder] = marcus.messages()
    assert "Nothing new? *All as planned* is fine." in reminder.words
    await company.at("Tue 22:00")
    [question, reminder] = marcus.messages()
    assert "*Weekly sync* for Sales closed Tue 14:00. A late update is welcome" in question.words
    assert question.buttons == ["Answer late", "Why am I asked?", "Leave me out", *TIMES]
    assert "A late update is still welcome." in reminder.words


@pytest.mark.begins("Tue 10:00")
async def test_a_reminder_follows_the_answer(company: World) -> None:
    """Answered in the question's own message, the reminder below it asks for nothing any more."""
    marcus = company.persona("marcus")
    await company.at("Tue 21:30")
    [question, _] = marcus.messages()
    await marcus.click("Skip", on=question)
    await company.idle()
    assert marcus.messages()[-1].words == "*Weekly sync*: nothing this week. Thank you for saying so."
    assert marcus.messages()[-1].buttons == []
    await marcus.click("Answer after all", on=question)
    assert await marcus.submit(LATE) == {}
    await company.idle()
    assert marcus.messages()[-1].words == "*Weekly sync*: your update is in, thank you."
