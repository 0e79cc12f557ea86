"""What a retro says of itself: when its cards are shown, whom it has not asked yet, and the same at a second click."""

import json

import pytest

from models import AuditEntry
from tests.factories.retro import cards, newest, set_up, staffed, stored

FIRST = {"Week": "First of the month"}


@pytest.fixture
async def team(lumen):
    """The company, with Payments' retro on the first Thursday of each month."""
    await staffed(lumen)
    await set_up(lumen.persona("ana"), FIRST)
    return lumen


def board(team, who="rui"):
    """The board as somebody sees it."""
    return team.persona(who).messages("payments")[-1]


async def test_one_that_is_run_in_a_call_names_no_time(team):
    """Its cards are shown when whoever runs it likes: the form, the receipt, the list and the home tab say so."""
    mara, rui = team.persona("mara"), team.persona("rui")
    await mara.command("/pmo retro live Payments")
    await mara.click("Run live now")
    await rui.click("Add a card", on=board(team))
    shows = "in #payments as soon as Mara Lindqvist shows them, together with everybody's"
    assert shows in rui.read_words(rui.modal)
    assert "You can change what you write here until the cards are shown." in rui.read_words(rui.modal)
    await rui.submit({"What worked?": "Pairing"})
    assert shows in rui.read_words(rui.modal)
    await rui.close()
    await rui.command("/pmo retro")
    assert "Cards are written until Mara Lindqvist shows them, in a call." in rui.messages()[-1].words
    assert "until Mara Lindqvist shows the cards" in rui.read_words(await rui.open_home())
    assert "cards until Mara Lindqvist shows them" in mara.read_words(await mara.open_home())
    await cards(team, "a", "b", "c")
    await mara.click("Reveal now", on=board(team))
    assert "Mara Lindqvist sorts them into themes; then everybody votes" in board(team).words
    await mara.click("Sort cards", on=board(team))
    assert "The vote begins when you start it, at the latest" in mara.read_words(mara.modal)
    await mara.close()
    await mara.click("Start the vote", on=board(team))
    assert "3 votes each, until Mara Lindqvist ends the vote" in board(team).words


async def test_reveal_now_says_how_many_are_still_to_be_asked(team):
    """Before the day of most has begun; and nothing of how many have written."""
    await team.at("2026-03-05 06:00")
    assert "4 people have not been asked yet." in json.dumps(board(team).blocks)
    await team.at("2026-03-05 14:00")
    assert "not been asked yet" not in json.dumps(board(team).blocks)


async def test_a_second_click_says_what_the_first_one_said(team):
    """Each step is taken once, and noted once."""
    ana = team.persona("ana")
    await team.at("2026-03-05 15:00")
    await cards(team, "a", "b", "c")
    for step, said in (
        ("Reveal now", "The cards are shown in the thread of the board."),
        ("Start the vote", "The vote is open; the board has the button for it."),
        ("End the vote", "The vote is over, and the board shows what came of it."),
        ("Close the retro", "This retro is over."),
    ):
        shown = [one for one in ana.messages("payments") if not one.ephemeral][-1]
        await ana.double_click(step, on=shown)
        assert [one.words for one in ana.messages("payments")[-2:]] == [said, said]
    done = [one.action for one in await stored(team, AuditEntry)]
    assert done[-4:] == ["retro_revealed", "retro_vote_started", "retro_vote_ended", "retro_closed"]
    assert (await newest(team)).state == "closed"


async def test_suggested_is_said_of_themes_while_they_are_sorted(team):
    """Whoever votes can do nothing about it."""
    ana = team.persona("ana")
    await team.at("2026-03-05 15:00")
    await cards(team, "a", "b", "c")
    await ana.click("Reveal now", on=board(team))
    assert "_suggested_" in board(team).words
    await ana.click("Start the vote", on=board(team))
    assert "_suggested_" not in board(team).words
