"""Few messages: two syncs at the same minute ask in one, and what may wait comes with the next one."""

import pytest

from bot.playground.others import let_others_answer
from bot.playground.seen import SeenMessage, find_pressable
from bot.slack.gateway import PART
from tests.journeys.conftest import COMPANY, World

TWO = (
    COMPANY.read_text()
    + """
  - name: Risks
    days: [tue]
    time: "10:00"
    zone: own
    channel: "#sync"
    voice: everyone
    teams: [Payments]
    answering: 4h
    reminder: true
    owner: mara@lumen.example
"""
)


@pytest.fixture
async def both(lumen: World) -> World:
    """Ana speaks for Payments in one sync and answers for herself in another, on Tuesday at ten."""
    await lumen.apply(TWO)
    await lumen.at("Tue 10:00")
    return lumen


async def test_two_syncs_at_the_same_minute_ask_in_one_message(both: World) -> None:
    """Each has its own buttons; answering one leaves the other to be answered; the closing shows in both."""
    ana = both.persona("ana")
    [asked] = ana.messages()
    assert "*Weekly sync* for Payments: what moved" in asked.words
    assert "*Risks*: what moved" in asked.words
    assert asked.buttons.count("Answer") == 2
    assert asked.text.count("Open until") == 2
    await press(both, "ana", asked, "All as planned", part=2)
    [now] = ana.messages()
    assert (now.ts, now.buttons.count("Answer"), now.buttons.count("Edit")) == (asked.ts, 1, 1)
    await ana.click("Answer")
    assert await ana.submit({"What moved?": "Cards", "What's next?": "Refunds"}) == {}
    [now] = ana.messages()
    assert now.buttons.count("Edit") == 2
    assert "Cards" in now.words
    await both.at("Wed 08:00")
    [closed] = ana.messages()
    assert (closed.ts, "Edit" in closed.buttons, "Cards" in closed.words) == (asked.ts, False, True)


async def test_the_others_answer_both(both: World) -> None:
    """*Let the others answer* finds each question of a message that asks two."""
    result = await let_others_answer(both.slack, but="")
    await both.idle()
    assert result.problems == ()
    [asked] = both.persona("ana").messages()
    assert "Answer" not in asked.buttons


async def test_later_on_one_moves_that_one_alone(both: World) -> None:
    """Ana puts the second off: it comes again by itself, and answering it there shows in both messages."""
    ana = both.persona("ana")
    [asked] = ana.messages()
    await press(both, "ana", asked, "Later: in 2 hours", part=2)
    await both.idle()
    [now] = ana.messages()
    assert now.words.count("You are asked again Tue 12:00.") == 1
    await both.at("Tue 12:00")
    again = ana.messages()[-1]
    assert again.words.startswith("As you wished, once more: *Risks*.")
    await ana.click("All as planned", on=again)
    await both.idle()
    assert [one.buttons.count("Answer") for one in ana.messages()] == [1, 0]


async def test_reminders_at_the_same_minute_are_one_message_too(lumen: World) -> None:
    """Of two syncs in which each answers for themselves."""
    await lumen.apply(TWO.replace("voice: team", "voice: everyone"))
    await lumen.at("Tue 10:00")
    rui = lumen.persona("rui")
    assert [one.buttons.count("Answer") for one in rui.messages()] == [2]
    await lumen.at("Tue 13:00")
    assert [one.buttons.count("Answer") for one in rui.messages()] == [2, 2]


async def test_what_may_wait_is_on_the_home_tab_and_comes_with_the_next_message(company: World) -> None:
    """Inês becomes a lead and then a PMO on one day: the second is no reason for another message."""
    await company.at("2026-03-02 09:00")
    mara, ines = company.persona("mara"), company.persona("ines")
    await mara.command("/pmo role @Inês lead")
    await company.idle()
    await mara.command("/pmo role @Inês pmo")
    await company.idle()
    assert len(ines.messages()) == 1
    home = await ines.open_home()
    assert home is not None
    words = ines.read_words(home)
    assert "gave you the role of the PMO" in words
    assert "it comes with your next message" in words
    await company.at("Tue 15:59")
    assert len(ines.messages()) == 1
    await company.at("Tue 16:00")
    assert "gave you the role of the PMO" in ines.messages()[-1].words
    assert "it comes with your next message" not in ines.read_words(await ines.open_home() or {})


async def press(world: World, who: str, on: SeenMessage, label: str, *, part: int) -> None:
    """Press a button in one part of a message that says several things."""
    persona, channel = world.persona(who), world.slack.state.channels[on.channel]
    message = channel.messages[on.ts]
    blocks = [block for block in message.blocks if block["block_id"].endswith(f"{PART}{part}")]
    one, choice = find_pressable(blocks, label, None)
    await persona.client.press(message, channel, one, choice)
    await world.slack.settled()
