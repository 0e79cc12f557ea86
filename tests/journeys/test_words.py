"""Plain words typed to the bot: an update in the making, a search, or help; never nothing."""

import pytest

from tests.journeys.conftest import COMPANY, World

KEYS = "blocked on the staging keys from Platform"


@pytest.mark.begins("Tue 10:00")
async def test_words_become_an_update_while_a_sync_is_open(company: World) -> None:
    """*Use as update*, the form with the words in it, *Send to #sync*: the prompt has them, the reply says so."""
    ana = company.persona("ana")
    await ana.say(KEYS)
    offer = ana.messages()[-1]
    assert "Use this as your update for Payments?" in offer.words
    assert offer.buttons == ["Use as update", "Search instead"]
    await ana.click("Use as update")
    assert ana.modal is not None
    needs = next(one for one in ana.modal.blocks if one["block_id"] == "q:waiting_for")
    assert needs["element"]["initial_value"] == KEYS
    assert await ana.submit({"What moved?": "Card payments", "What's next?": "Refunds"}) == {}
    await company.idle()
    prompt, _, reply = ana.messages()
    assert KEYS in prompt.words
    assert "Waiting on anyone?*\n> Platform" in prompt.words
    assert "Your update is in." in reply.words
    assert reply.buttons == []
    assert len(ana.messages()) == 3


@pytest.mark.begins("Tue 10:00")
async def test_several_sentences_go_each_into_its_field(company: World) -> None:
    """What moved, what is next and what one is blocked on, in one message."""
    ana = company.persona("ana")
    await ana.say(f"Card payments are live. We are {KEYS}. Next: refunds")
    await ana.click("Use as update")
    assert ana.modal is not None
    fields = {one["block_id"]: one["element"].get("initial_value") for one in ana.modal.blocks if "element" in one}
    assert fields["q:moved"] == "Card payments are live."
    assert fields["q:waiting_for"] == f"We are {KEYS}."
    assert fields["q:next"] == "Next: refunds"
    assert await ana.submit() == {}
    await company.idle()
    assert "Waiting on anyone?*\n> Platform" in ana.messages()[0].words


@pytest.mark.begins("Tue 10:00")
async def test_the_same_words_can_be_searched_for_instead(company: World) -> None:
    """The reply turns into what was found."""
    ana = company.persona("ana")
    await ana.say("mobile")
    await ana.click("Search instead")
    assert "• Mobile · Retention" in ana.messages()[-1].words


@pytest.mark.begins("Tue 10:00")
async def test_a_double_click_on_the_offer_makes_one_update(company: World) -> None:
    """Two forms at most, one answer."""
    ana = company.persona("ana")
    await ana.say(KEYS)
    await ana.double_click("Use as update", on=ana.messages()[-1])
    assert await ana.submit({"What moved?": "Card payments", "What's next?": "Refunds"}) == {}
    await company.idle()
    assert ana.messages()[0].words.count(f"> {KEYS}") == 1


async def test_without_an_open_prompt_words_find_people_teams_and_syncs(company: World) -> None:
    """A slip and missing accents do not matter."""
    ana = company.persona("ana")
    await ana.say("ines")
    assert "• Inês Duarte · design · Payments and Mobile" in ana.messages()[-1].words
    await ana.say("who is in platfrom?")
    assert "• Platform · 5 people, led by Wei Tan · #platform" in ana.messages()[-1].words.replace(
        "4 people", "5 people"
    )
    await ana.say("weekly sync")
    assert "• Weekly sync · every Tuesday at 10:00" in ana.messages()[-1].words


async def test_words_that_find_nothing_get_help(company: World) -> None:
    """So does asking for it."""
    ana = company.persona("ana")
    await ana.say("qwertzuiop <!channel>")
    last = ana.messages()[-1]
    assert "Nothing here is called “qwertzuiop &lt;!channel&gt;”." in last.words
    assert "Type a name to find" in last.words
    await ana.say("Help!")
    assert ana.messages()[-1].words.startswith("Type a name to find")


@pytest.mark.begins("Tue 10:00")
async def test_a_long_message_is_offered_whole(company: World) -> None:
    """Longer than a button's value could carry, none of it is lost."""
    ana = company.persona("ana")
    await ana.say("Moved: " + "one thing and another, " * 120)
    await ana.click("Use as update")
    assert ana.modal is not None
    moved = next(one for one in ana.modal.blocks if one["block_id"] == "q:moved")
    assert moved["element"]["initial_value"].count("one thing") == 120


async def test_a_mention_in_a_channel_is_answered_to_its_author_alone(company: World) -> None:
    """Others need not read what somebody looks up."""
    mara, ana = company.persona("mara"), company.persona("ana")
    before = len(ana.messages("sync"))
    await mara.say("@Drumbeat growth", "sync")
    assert len(ana.messages("sync")) == before + 1
    answer = mara.messages("sync")[-1]
    assert answer.ephemeral
    assert "• Growth" in answer.words


TWO_SYNCS = """
syncs:
  - {name: Weekly sync, days: [tue], time: "10:00", zone: own, channel: "#sync", voice: team, teams: [Payments, Growth],
     owner: mara@lumen.example}
  - {name: Payments check, days: [tue], time: "10:00", zone: own, channel: "#payments", voice: everyone,
     teams: [Payments], owner: ana@lumen.example}
"""


async def test_with_two_open_syncs_the_words_ask_which(lumen: World) -> None:
    """A menu of the two; the one chosen opens."""
    ana = lumen.persona("ana")
    text = COMPANY.read_text().partition("syncs:")[0] + TWO_SYNCS
    await lumen.apply(text)
    await lumen.at("Tue 10:00")
    await ana.say("Refunds work now")
    assert "2 syncs are open; choose which one." in ana.messages()[-1].words
    await ana.click("Payments check", on=ana.messages()[-1])
    assert ana.modal is not None
    assert ana.modal.title["text"] == "Payments check"
    assert await ana.submit({"What's next?": "Audit"}) == {}
    await lumen.idle()
    assert "Refunds work now" in next(one for one in ana.messages() if "Payments check" in one.text).words


async def test_a_message_in_a_thread_is_answered_there(company: World) -> None:
    """Below the message that it belongs to."""
    ana = company.persona("ana")
    first = await ana.say("growth")
    await ana.say("mobile", thread=first.ts)
    assert "• Mobile" in ana.thread("dm", first.ts)[-1].words
