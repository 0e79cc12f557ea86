"""Shortcuts in the menu of a message and in Slack's own, and Drumbeat mentioned in a thread."""

import pytest

from bot.playground.records import ActRefused
from bot.slack.shortcuts import MENU
from tests.journeys.conftest import World

pytestmark = pytest.mark.begins("Tue 10:00")


async def test_a_message_of_ones_own_becomes_the_update(company: World) -> None:
    """From a channel that Drumbeat is not in; the form has its words, and nothing is said there."""
    ana = company.persona("ana")
    said = await ana.say("Cards are live", "general")
    await ana.shortcut("Use as my update", said)
    assert "Cards are live" in ana.read_words(ana.modal) or "Cards are live" in str(ana.modal.blocks)
    assert await ana.submit({"What's next?": "Refunds"}) == {}
    assert ana.modal is None
    [prompt, *_] = ana.messages()
    assert "Cards are live" in prompt.words


async def test_somebody_elses_words_are_no_update(company: World) -> None:
    """A sentence says so, in front of the message; the same where nothing is open."""
    ana, mara = company.persona("ana"), company.persona("mara")
    said = await ana.say("Cards are live", "general")
    await mara.shortcut("Use as my update", said)
    assert "somebody else's" in mara.read_words(mara.modal)
    await mara.close()
    own = await mara.say("All quiet", "general")
    await mara.shortcut("Use as my update", own)
    assert "No update of yours is open now" in mara.read_words(mara.modal)


async def test_a_decision_is_noted_from_a_reply_with_its_link(company: World) -> None:
    """Whoever wrote it is proposed as who decided; the log leads back to the message."""
    ana, mara = company.persona("ana"), company.persona("mara")
    first = await ana.say("Build or buy?", "general")
    reply = await ana.say("We build the price page", "general", first.ts)
    await mara.shortcut("Note a decision", reply)
    assert "Its link comes along." in mara.read_words(mara.modal)
    assert await mara.submit({"Why?": "Nobody sells one"}) == {}
    [log] = await ana.command("/pmo decisions")
    number = reply.ts.replace(".", "")
    channel = company.slack.channel("general").id
    assert (
        f"<https://playground.slack.com/archives/{channel}/p{number}?thread_ts={first.ts}&amp;cid={channel}|"
        in log.words
    )
    assert "We build the price page" in log.words
    assert "Ana Sousa" in log.words


async def test_a_message_that_is_too_long_for_a_field_says_so_and_leads_back(company: World) -> None:
    """Of what fits nothing is said; what is cut has its length, and the link stays."""
    ana, mara = company.persona("ana"), company.persona("mara")
    fits = await ana.say("a" * 3000, "general")
    await mara.shortcut("Note a decision", fits)
    assert "a field takes" not in mara.read_words(mara.modal)
    await mara.close()
    long = await ana.say(f"{'b' * 3000}c", "general")
    await mara.shortcut("Note a decision", long)
    said = mara.read_words(mara.modal)
    assert "has 3,001 characters; a field takes 3,000 characters. Its beginning is here" in said
    address = f"/archives/{company.slack.channel('general').id}/p{long.ts.replace('.', '')}"
    assert address in said
    assert await mara.submit() == {}
    [log] = await ana.command("/pmo decisions")
    assert address in log.words


async def test_the_link_of_a_private_place_is_shown_to_whoever_noted_it_alone(company: World) -> None:
    """The form says so; others read the decision."""
    ana, mara = company.persona("ana"), company.persona("mara")
    said = await mara.say("We stop the pilot")
    await mara.shortcut("Note a decision", said)
    assert "for you alone" in mara.read_words(mara.modal)
    assert await mara.submit() == {}
    logs = [(await one.command("/pmo decisions"))[0].words for one in (mara, ana)]
    assert ["/archives/" in log for log in logs] == [True, False]
    assert all("We stop the pilot" in log for log in logs)


async def test_who_may_not_add_decisions_hears_who_may(company: World) -> None:
    """As after the command."""
    wei = company.persona("rui")
    said = await wei.say("We build it", "general")
    await wei.shortcut("Note a decision", said)
    assert "Adding decisions is" in wei.read_words(wei.modal)


async def test_the_menu_opens_from_slacks_own_menu(company: World) -> None:
    """What is pressed in it shows in its place, or opens its form."""
    ana = company.persona("ana")
    await ana.shortcut("Drumbeat")
    await ana.click("Show help")
    assert "finds people, teams, syncs" in ana.read_words(ana.modal)
    await ana.shortcut("Drumbeat")
    await ana.click("Answer")
    assert await ana.submit({"What moved?": "Cards", "What's next?": "Refunds"}) == {}


async def test_a_mention_in_a_thread_takes_the_words_of_the_command(company: World) -> None:
    """Although an update is open; the answer stands in the same thread, for its asker alone."""
    ana, mara = company.persona("ana"), company.persona("mara")
    first = await mara.say("Who waits on whom?", "sync")
    await ana.command("/pmo help")
    await ana.say("@drumbeat decisions", "sync", first.ts)
    *_, answer = ana.thread("sync", first.ts)
    assert "decision" in answer.words.lower()
    assert len(mara.thread("sync", first.ts)) == len(ana.thread("sync", first.ts)) - 1
    await mara.say("@drumbeat sync new", "sync", first.ts)
    *_, press = mara.thread("sync", first.ts)
    await mara.click("Open the form", press)
    assert "New sync" in mara.read_words(mara.modal)


async def test_the_local_slack_has_the_shortcuts_of_the_manifest_alone(company: World) -> None:
    """A message's shortcut is not in Slack's own menu, nor the other way round."""
    ana = company.persona("ana")
    said = await ana.say("Cards are live", "general")
    for name, on in (("Unknown", said), ("Use as my update", None), (MENU.callback_id, said)):
        with pytest.raises(ActRefused, match="no such shortcut"):
            await ana.shortcut(name, on)
