"""Whoever runs a retro is away: the board says so and how to go on, and the owner hears where it waits for them."""

import pytest

from tests.factories.retro import cards, set_up, staffed

FIRST = {"Week": "First of the month"}
AWAY = "Rui Matos is away until Thu 19 Mar; anyone who takes part may take over with *Facilitate*."


@pytest.fixture
async def team(lumen):
    """Payments' retro, set up by Ana and run by Rui since it was opened."""
    await staffed(lumen)
    await set_up(lumen.persona("ana"), FIRST)
    await lumen.at("2026-03-05 15:00")
    await lumen.persona("rui").click("Facilitate", on=board(lumen))
    return lumen


def board(team):
    """The board as everybody sees it."""
    return next(one for one in reversed(team.persona("ines").messages("payments")) if not one.ephemeral)


async def test_the_owner_hears_where_it_waits_for_a_day(team):
    """Not while it goes on by itself, and once; whoever takes over from there ends it."""
    ana, rui = team.persona("ana"), team.persona("rui")
    await rui.command("/pmo away 9-19 Mar")
    assert "away" not in board(team).words
    await cards(team, "a", "b", "c")
    await team.at("2026-03-10 13:00")
    assert AWAY in board(team).words
    await team.at("2026-03-12 15:00")
    assert "The vote is over." in board(team).words
    assert AWAY in board(team).words
    assert "waits for Rui" not in str([one.words for one in ana.messages()])
    await team.at("2026-03-13 15:00")
    asked = ana.messages()[-1]
    assert "*Payments retro* waits for Rui Matos, who is away until Thu 19 Mar: the vote is over, see #payments" in (
        asked.words
    )
    await team.at("2026-03-17 15:00")
    assert str([one.words for one in ana.messages()]).count("waits for Rui") == 1
    await ana.click("Facilitate", on=asked)
    assert "away" not in board(team).words
    told = next(one for one in ana.messages() if "wait for Rui" in one.words)
    assert told.words == "*Payments retro* does not wait for Rui Matos any more."


async def test_the_board_says_at_once_who_is_away_and_who_is_back(team):
    """As soon as it is noted; nobody need wait for the next phase to read it."""
    rui = team.persona("rui")
    await rui.command("/pmo away 5-19 Mar")
    assert AWAY in board(team).words
    await rui.command("/pmo away")
    await rui.click("Remove")
    assert "away" not in board(team).words


async def test_who_is_back_in_time_is_waited_for(team):
    """The board stops saying so within a day, and the owner is told nothing."""
    await team.persona("rui").command("/pmo away 9-12 Mar")
    await cards(team, "a", "b", "c")
    await team.at("2026-03-12 13:00")
    assert "Rui Matos is away until Thu 12 Mar" in board(team).words
    await team.at("2026-03-16 15:00")
    assert "away" not in board(team).words
    assert "waits for Rui" not in str([one.words for one in team.persona("ana").messages()])
