"""A team member's week: asked, answered in under a minute, edited, added to; and the clicks that go wrong."""

import pytest

from bot.errors import SlackRefused
from bot.playground.seen import SeenMessage
from tests.factories.prompt import TIMES
from tests.journeys.conftest import World

pytestmark = pytest.mark.begins("Tue 10:00")
GOOD = {"What moved?": "Card payments are live.", "What's next?": "Refunds\nUser tests"}


async def asked(world: World, who: str = "ana", at: str = "Tue 10:00") -> SeenMessage:
    """The newest prompt of somebody, once the clock says so."""
    await world.at(at)
    return world.persona(who).messages()[-1]


async def test_answering_takes_two_clicks_and_the_prompt_says_until_when_it_can_be_edited(company: World) -> None:
    """*Answer*, the form, *Send to #sync*: the prompt then holds her words and the time in her zone."""
    ana = company.persona("ana")
    prompt = await asked(company)
    await ana.click("Answer", on=prompt)
    form = ana.modal
    assert form is not None
    words = ana.read_words(form)
    assert form.title["text"] == "Payments: weekly sync"
    assert "Goes to #sync with your name. Edit until Tue 22:00. Whom you wait on hears of it five minutes" in words
    assert form.submit is not None
    assert form.submit["text"] == "Send to #sync"
    assert await ana.submit(GOOD) == {}
    assert ana.modal is None
    assert ana.clicks == 2
    [now] = [one for one in ana.messages() if one.ts == prompt.ts]
    assert "answered, edit until Tue 22:00" in now.words
    assert "Card payments are live." in now.words
    assert now.buttons == ["Edit", "Why am I asked?", "Leave me out", *TIMES]


async def test_next_weeks_form_starts_with_this_weeks_plan(company: World) -> None:
    """The lines of "What's next?" are a check list; what stays open is in its second week after that."""
    ana = company.persona("ana")
    await ana.click("Answer", on=await asked(company))
    await ana.submit(GOOD)
    tiago = company.persona("tiago")
    await company.at("2026-03-10 10:00")
    speaker = next(one for one in (tiago, company.persona("rui"), ana) if "Refunds" in one.messages()[-1].words)
    await speaker.click("Answer", on=speaker.messages()[-1])
    assert speaker.modal is not None
    words = str(speaker.modal.blocks)
    assert "Refunds" in words
    assert "User tests" in words
    assert "Next: Refunds; User tests" in words
    assert await speaker.submit(GOOD | {"Which of these are done?": ["Refunds"]}) == {}
    assert "Done: Refunds" in speaker.messages()[-1].words
    assert "Still open: User tests" in speaker.messages()[-1].words


async def test_edit_opens_the_form_with_ones_own_words(company: World) -> None:
    """What changes replaces what was said, without a new message."""
    ana = company.persona("ana")
    await ana.click("Answer", on=await asked(company))
    await ana.submit(GOOD)
    count = len(ana.messages())
    await ana.click("Edit")
    assert ana.modal is not None
    assert "Card payments are live." in str(ana.modal.blocks)
    assert await ana.submit({"What moved?": "All cards are live."}) == {}
    assert "All cards are live." in ana.messages()[-1].words
    assert "Card payments are live." not in ana.messages()[-1].words
    assert len(ana.messages()) == count


async def test_all_as_planned_is_one_click(company: World) -> None:
    """The prompt says so and can be edited; a double click makes one answer."""
    ana = company.persona("ana")
    prompt = await asked(company)
    await ana.double_click("All as planned", on=prompt)
    now = ana.messages()[-1]
    assert "answered, edit until Tue 22:00" in now.words
    assert now.buttons == ["Edit", "Why am I asked?", "Leave me out", *TIMES]
    home = await company.persona("ines").open_home()
    assert home is not None
    assert "Ana Sousa answered for Payments" in ana.read_words(home)
    assert "All as planned" in ana.read_words(home)


async def test_skipping_is_as_easy_and_can_be_taken_back(company: World) -> None:
    """Nothing this week, asked for no reason; then something after all."""
    ana = company.persona("ana")
    await ana.double_click("Skip", on=await asked(company))
    assert "nothing this week" in ana.messages()[-1].words
    await ana.click("Answer after all")
    assert await ana.submit(GOOD) == {}
    assert "Card payments are live." in ana.messages()[-1].words


async def test_what_is_too_long_gets_a_sentence_and_what_was_typed_stays(company: World) -> None:
    """Slack stops 3,001 characters, Drumbeat an overlong line for the summary; the mended form is taken."""
    ana = company.persona("ana")
    await ana.click("Answer", on=await asked(company))
    too_long = {"What moved?": "x" * 3001, "What's next?": "Refunds", "One line": "y" * 151}
    assert list(await ana.submit(too_long)) == ["q:moved"]
    errors = await ana.submit({"What moved?": "x" * 3000})
    assert errors == {"q:headline": "That is 151 characters; the limit is 150. Please shorten it by 1 character."}
    assert ana.modal is not None
    assert await ana.submit({"One line": "y" * 150}) == {}


async def test_hostile_text_in_every_field_is_quoted_and_pings_nobody(company: World) -> None:
    """Broadcasts, mentions, right-to-left text and emoji of several code points come out as typed."""
    ana = company.persona("ana")
    text = "<!channel> <@U1> *b* مرحبا 👩‍👩‍👧 & done"
    await ana.click("Answer", on=await asked(company))
    fields = ("What moved?", "What's next?", "What do you need", "Does anything need", "One line")
    assert await ana.submit(dict.fromkeys(fields, text)) == {}
    words = ana.messages()[-1].words
    assert "<!channel>" not in words
    assert "&lt;!channel&gt; &lt;@U1&gt; *b* مرحبا 👩‍👩‍👧 &amp; done" in words


async def test_the_team_sees_the_answer_and_adds_something(company: World) -> None:
    """On the home tab, with who gave it; what is added stands below it with a name, in the prompt and the thread."""
    ana, ines = company.persona("ana"), company.persona("ines")
    await ana.click("Answer", on=await asked(company))
    await ana.submit(GOOD)
    home = await ines.open_home()
    assert home is not None
    assert "Ana Sousa answered for Payments" in ines.read_words(home)
    await ines.click("Add something", on="home")
    assert await ines.submit({"What would you add?": "The audit moved to May."}) == {}
    await company.idle()
    assert "Inês Duarte added:\n> The audit moved to May." in ines.read_words(ines.home)  # type: ignore[arg-type]
    assert "Inês Duarte added" in ana.messages()[-1].words
    assert "The audit moved to May." in ana.messages()[-1].words


async def test_of_two_speakers_the_second_adds(company: World) -> None:
    """After the handover both hold a form; what Rui or Tiago sends last is added to Ana's answer with their name."""
    ana = company.persona("ana")
    prompt = await asked(company)
    await company.at("Tue 14:00")
    second = next(one for one in (company.persona("tiago"), company.persona("rui")) if one.messages())
    await ana.click("Answer", on=prompt)
    await second.click("Answer")
    assert await second.submit(GOOD | {"What moved?": "Their words."}) == {}
    assert await ana.submit(GOOD) == {}
    assert ana.modal is not None
    assert "answered for Payments first. Yours is added below it" in ana.read_words(ana.modal)
    await company.idle()
    assert "Ana Sousa added" in second.messages()[-1].words
    assert "Card payments are live." in second.messages()[-1].words


async def test_a_form_sent_after_the_closing_is_taken_late(company: World) -> None:
    """Left open over the closing, it is accepted; the summary and the prompt say that it came late."""
    ana, mara = company.persona("ana"), company.persona("mara")
    await ana.click("Answer", on=await asked(company))
    await company.at("Tue 23:00")
    [before] = mara.messages("sync")
    assert await ana.submit(GOOD) == {}
    await company.idle()
    assert "answered late" in ana.messages()[-1].words
    [after] = mara.messages("sync")
    assert after.ts == before.ts
    assert after.words != before.words


async def test_an_old_edit_button_adds_after_the_closing(company: World) -> None:
    """The answer that others have read stays; the form says why it is an addition."""
    ana = company.persona("ana")
    await ana.click("Answer", on=await asked(company))
    await ana.submit(GOOD)
    await ana.click("Edit")
    await company.at("Tue 23:00")
    assert await ana.submit({"What moved?": "One more thing."}) == {}
    assert ana.modal is not None
    assert "closed" in ana.read_words(ana.modal)
    await ana.close()
    await company.idle()
    assert "Card payments are live." in ana.messages()[-1].words
    assert "One more thing." in ana.messages()[-1].words


async def test_everybody_can_ask_why_they_are_asked(company: World) -> None:
    """From the menu beside the buttons: who set it up, for which team, whom to tell."""
    ana = company.persona("ana")
    await ana.click("Why am I asked?", on=await asked(company))
    assert ana.modal is not None
    words = ana.read_words(ana.modal)
    assert "Mara Lindqvist set up" in words
    assert "speak for Payments" in words
    assert "Tell Mara Lindqvist" in words


async def test_a_prompt_can_be_answered_from_the_home_tab(company: World) -> None:
    """One tap there, and the tab shows the answer at once; the message follows."""
    ana = company.persona("ana")
    await asked(company)
    home = await ana.open_home()
    assert home is not None
    assert "Weekly sync* for Payments" in ana.read_words(home)
    await ana.click("Answer", on="home")
    assert await ana.submit(GOOD) == {}
    assert "You answered for Payments" in ana.read_words(ana.home)  # type: ignore[arg-type]
    await ana.click("Edit", on="home")
    assert await ana.submit({"What moved?": "All cards are live."}) == {}
    await company.idle()
    assert "All cards are live." in ana.messages()[-1].words


async def test_double_clicks_on_every_other_button_do_no_harm(company: World) -> None:
    """*Answer*, *Edit*, *Add something* and *Why am I asked?*: two forms at most, one effect."""
    ana, ines = company.persona("ana"), company.persona("ines")
    prompt = await asked(company)
    await ana.double_click("Why am I asked?", on=prompt)
    while ana.modal is not None:
        await ana.close()
    await ana.double_click("Answer", on=prompt)
    while ana.modal is not None:
        assert await ana.submit(GOOD) == {}
    await ana.double_click("Edit", on=ana.messages()[-1])
    while ana.modal is not None:
        assert await ana.submit() == {}
    await ines.open_home()
    await ines.double_click("Add something", on="home")
    while ines.modal is not None:
        assert await ines.submit({"What would you add?": "The audit moved."}) == {}
    await company.idle()
    words = ana.messages()[-1].words
    assert words.count("Card payments are live.") == 1
    assert words.count("The audit moved.") == 1


async def test_a_button_of_a_deleted_sync_says_who_deleted_it(company: World) -> None:
    """From a home tab that was opened before; what was typed into an open form stays in it."""
    ana, mara = company.persona("ana"), company.persona("mara")
    prompt = await asked(company)
    await ana.open_home()
    await ana.click("Answer", on=prompt)
    await mara.command("/pmo sync delete Weekly sync")
    await mara.click("Delete")
    await company.idle()
    await ana.submit(GOOD)
    assert ana.modal is not None
    assert (
        "“Weekly sync” was deleted by Mara Lindqvist. Nothing was stored, and you will not be asked by this sync again."
    ) in ana.read_words(ana.modal)
    await ana.close()
    assert ana.modal is not None
    assert "Send to #sync" in str(ana.modal.submit)
    await ana.close()
    await ana.click("All as planned", on="home")
    assert ana.modal is not None
    assert "was deleted by Mara Lindqvist" in ana.read_words(ana.modal)


async def test_the_ledger_shows_the_answer_where_the_click_cannot(
    company: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A click's address that Slack does not take any more only delays the change of the message."""

    async def expired(*_: object, **__: object) -> None:
        raise SlackRefused("respond", "expired_url")

    ana = company.persona("ana")
    await ana.click("Answer", on=await asked(company))
    monkeypatch.setattr(company.bot.slack, "respond", expired)
    assert await ana.submit(GOOD) == {}
    await company.idle()
    assert "Card payments are live." in ana.messages()[-1].words


async def test_all_as_planned_without_a_plan_is_read_back_in_the_prompt_and_in_the_thread(company: World) -> None:
    """Its one line for the summary is all there is, so that is what is shown."""
    ana, mara = company.persona("ana"), company.persona("mara")
    await ana.click("All as planned", on=await asked(company))
    assert "*One line for the summary*\n> All as planned" in ana.messages()[-1].words
    await company.at("Tue 22:00")
    [summary] = mara.messages("sync")
    assert [one.words for one in mara.thread("sync", summary.ts)[1:]] == [
        "*Payments*, by Ana Sousa\n*One line for the summary*\n> All as planned"
    ]
