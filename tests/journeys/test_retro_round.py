"""A retro comes round: the board in the channel, a question to each in their own time, then phase by phase."""

from datetime import timedelta

import pytest

from models import AuditEntry, RetroPart, RetroRound
from tests.factories.retro import cards, newest, set_up, staffed, stored

FIRST = {"Week": "First of the month"}
OPENS = "2026-03-05 06:00"
"""Thursday at 14:00 in Singapore, where Hui Min is; in Lisbon it is 14:00 UTC."""


@pytest.fixture
async def team(lumen):
    """The company, with nothing set up but its people and teams."""
    return await staffed(lumen)


async def opened(team):
    """Payments' retro, open since Hui Min was asked."""
    await set_up(team.persona("ana"), FIRST)
    await team.at(OPENS)
    return team


def board(team):
    """The board as Rui sees it."""
    return team.persona("rui").messages("payments")[-1]


async def test_it_goes_from_cards_to_actions_by_itself(team):
    """Each asked at their own 14:00, cards shown together, sorted, voted on: each phase ends by its time."""
    huimin, rui, ana = (team.persona(one) for one in ("huimin", "rui", "ana"))
    await opened(team)
    assert "*Payments retro*, Thu 5 Mar" in board(team).words
    assert "What worked?" in board(team).words
    assert "without names. Two minutes. Ana Sousa runs it." in board(team).words
    assert "What worked? · What didn't? · What shall we try?" in huimin.messages()[-1].words
    assert "only whoever runs the server could change the program" in huimin.messages()[-1].words
    assert rui.messages() == []
    await team.at("2026-03-05 14:00")
    assert "Hello Rui, I am Drumbeat. Ana Sousa set up *Payments retro*" in rui.messages()[-1].words
    assert "Two minutes, until Tue 14:00." in rui.messages()[-1].words
    await cards(team, "a", "b", "c", "c")
    await team.at("2026-03-10 14:00")
    assert "4 cards in the thread. Ana Sousa sorts them into themes until" in board(team).words
    assert "the writing time is over. What was written stands in #payments" in rui.messages()[0].words
    assert "*Payments retro*: 4 cards are shown in #payments. You run it: sort them by Wed 14:00" in (
        ana.messages()[-1].words
    )
    await team.at("2026-03-11 14:00")
    assert "3 votes each, until" in board(team).words
    await team.at("2026-03-12 14:00")
    assert "The vote is over." in board(team).words
    await ana.click("Close the retro", on=ana.messages()[-1])
    assert "This retro is over: 4 cards in the thread. The next one is on Thu 2 Apr" in board(team).words
    assert (await newest(team)).state == "closed"
    assert len(team.persona("rui").messages("payments")) == 1


async def test_a_reminder_comes_to_those_who_said_nothing(team):
    """Once, after half of the time; not after *Nothing this time*, nor to whoever wants none."""
    await opened(team)
    rui, ines, tiago = (team.persona(one) for one in ("rui", "ines", "tiago"))
    await tiago.command("/pmo me")
    await tiago.submit({"reminders": "none"})
    await team.at("2026-03-05 14:00")
    await ines.click("Nothing this time", on=ines.messages()[-1])
    assert "nothing from you this time. You can still write until Tue 14:00" in ines.messages()[-1].words
    await team.at("2026-03-10 12:00")
    assert "takes cards until Tue 14:00. One thought is enough" in rui.messages()[-1].words
    assert len(rui.messages()) == 2
    assert len(ines.messages()) == 1
    assert len(tiago.messages()) == 1


async def test_who_is_away_is_not_asked_and_who_comes_back_is(team):
    """Away for all of the writing time: never; back before it ends: then. A day off: the next working hours."""
    await set_up(team.persona("ana"), FIRST)
    rui, ines, tiago = (team.persona(one) for one in ("rui", "ines", "tiago"))
    await rui.command("/pmo away 5-13 Mar")
    await ines.command("/pmo away 5-6 Mar")
    await team.at("2026-03-05 15:00")
    told = {len(one.messages()) for one in (rui, ines)}
    assert "Payments retro" in tiago.messages()[-1].words
    await team.at("2026-03-09 09:30")
    assert "Payments retro" in ines.messages()[-1].words
    assert not any("Payments retro" in one.words for one in rui.messages())
    states = sorted(one.state for one in await stored(team, RetroPart))
    assert states == ["absent", "pending", "pending", "pending", "pending"]
    assert told == {1}


async def test_without_cards_it_ends_in_one_line(team):
    """Nobody is blamed."""
    await opened(team)
    await team.at("2026-03-10 14:00")
    assert board(team).words.endswith("Nothing was written this time. The next one is on Thu 2 Apr.")
    for who in ("rui", "ines"):
        asked = team.persona(who).messages()[0]
        assert asked.words == "*Payments retro* is over: nothing was written this time."
    assert (await newest(team)).state == "closed"


async def test_below_three_writers_nothing_is_shown(team):
    """The facilitator waits a day, or throws the cards away; without an answer they are thrown away by the next one."""
    await opened(team)
    ana = team.persona("ana")
    await cards(team, "a", "b", "b")
    await team.at("2026-03-10 14:00")
    assert "Cards without names need three people who wrote; Ana Sousa decides" in board(team).words
    assert "fewer than three people wrote" in ana.messages()[-1].words
    await ana.click("Wait a day", on=ana.messages()[-1])
    assert "Write until" in board(team).words
    await team.at("2026-03-11 14:30")
    assert "fewer than three people wrote" in ana.messages()[-1].words
    await ana.click("Discard", on=ana.messages()[-1])
    assert "nothing was shown and the cards were thrown away" in board(team).words
    assert (await newest(team)).state == "discarded"


async def test_the_facilitator_goes_on_at_once(team):
    """*Reveal now*, *Start the vote*, *End the vote*; who does not run it hears how to take over, and does."""
    await opened(team)
    await team.at("2026-03-05 15:00")
    rui, ana, ben = (team.persona(one) for one in ("rui", "ana", "ben"))
    await cards(team, "a", "b", "c")
    await rui.click("Reveal now", on=board(team))
    assert (
        "Ana Sousa runs this retro. *Facilitate* below the board lets you take over."
        in rui.messages("payments")[-1].words
    )
    await rui.click("Facilitate", on=team.persona("ines").messages("payments")[-1])
    assert "You run Payments retro now, and Ana Sousa is told." in rui.messages("payments")[-1].words
    # They had a message today, so that this comes with the next one; meanwhile it stands on the home tab.
    assert "Rui Matos runs *Payments retro* from now on" in ana.read_words(await ana.open_home())
    shown = team.persona("ines")
    await rui.click("Reveal now", on=shown.messages("payments")[-1])
    assert "3 cards in the thread. Rui Matos sorts them" in shown.messages("payments")[-1].words
    await rui.click("Start the vote", on=shown.messages("payments")[-1])
    assert "3 votes each" in shown.messages("payments")[-1].words
    await rui.click("End the vote", on=shown.messages("payments")[-1])
    assert "The vote is over" in shown.messages("payments")[-1].words
    done = [one.action for one in await stored(team, AuditEntry)]
    assert done[-4:] == ["retro_facilitated", "retro_revealed", "retro_vote_started", "retro_vote_ended"]
    await team.advance(timedelta(days=6))
    assert (await newest(team)).state == "acting"
    assert ben.messages() == []


async def test_who_runs_it_again_is_not_told_that_somebody_else_does(team):
    """What had to wait is not said any more, neither on the home tab nor with what comes next."""
    await opened(team)
    await team.at("2026-03-05 15:00")
    rui, ana = team.persona("rui"), team.persona("ana")
    await cards(team, "a", "b", "c")
    await rui.click("Facilitate", on=team.persona("ines").messages("payments")[-1])
    await ana.click("Facilitate", on=team.persona("ines").messages("payments")[-1])
    assert "Rui Matos runs" not in ana.read_words(await ana.open_home())
    await team.advance(timedelta(days=6))
    assert (await newest(team)).state == "voting"
    assert not any("Rui Matos runs *Payments retro* from now on" in one.words for one in ana.messages())


async def test_who_is_of_no_team_takes_nothing_over(team):
    """A clear sentence, and nothing changes."""
    await opened(team)
    ben = team.persona("ben")
    await ben.click("Facilitate", on=board(team))
    assert "*Payments retro* is for its teams. Ana Sousa can tell you more." in ben.messages("payments")[-1].words


async def test_run_now_asks_at_once_who_is_at_work(team):
    """The others when their day begins; it counts as the one of today."""
    mara, rui, huimin = (team.persona(one) for one in ("mara", "rui", "huimin"))
    await set_up(team.persona("ana"), FIRST)
    await team.at("2026-03-03 12:00")
    await mara.command("/pmo retro run Payments")
    await mara.click("Run now")
    assert "runs now; people write until Fri 15:00 your time" in mara.messages()[-1].words
    assert "Two minutes, until Fri 14:00" in rui.messages()[-1].words
    assert huimin.messages() == []
    await team.at("2026-03-04 01:00")
    assert "Two minutes, until Fri 22:00" in huimin.messages()[-1].words


async def test_a_live_one_asks_nobody_apart(team):
    """The board comes, whoever pressed runs it, and nothing goes on by itself but after a working day of silence."""
    mara, rui = team.persona("mara"), team.persona("rui")
    await set_up(team.persona("ana"), FIRST)
    await mara.command("/pmo retro live Payments")
    await mara.click("Run live now")
    assert "runs now, and you run it: the buttons below its board in #payments" in mara.messages()[-1].words
    assert "Mara Lindqvist shows them all together" in board(team).words
    await team.advance(timedelta(hours=5))
    assert rui.messages() == []
    await cards(team, "a", "b", "c")
    await mara.click("Reveal now", on=board(team))
    assert "3 cards in the thread" in board(team).words
    await mara.command("/pmo retro run Payments")
    await mara.click("Run now")
    assert "Payments retro is going on already" in mara.messages()[-1].words
    await team.advance(timedelta(hours=23))
    assert "sorts them into themes" in board(team).words
    await team.advance(timedelta(hours=2))
    assert "What shall we do something about?" in board(team).words
    await team.advance(timedelta(hours=20))
    await mara.click("End the vote", on=board(team))
    assert "The vote is over." in board(team).words


async def test_the_round_before_that_waits_for_its_actions_is_closed_by_the_next(team):
    """So that no retro stands still because somebody forgot to end it."""
    await opened(team)
    await cards(team, "a", "b", "c")
    await team.at("2026-04-02 14:00")
    rounds = await stored(team, RetroRound)
    assert [(one.number, one.state) for one in rounds] == [(1, "closed"), (2, "collecting")]


async def test_the_home_tab_shows_what_waits_and_what_comes(team):
    """Coming dates for all who take part; the open one with its buttons; for a lead how their retros stand."""
    await set_up(team.persona("ana"), FIRST)
    ana, rui, ben = (team.persona(one) for one in ("ana", "rui", "ben"))
    assert "*Thu 14:00* · Payments retro" in rui.read_words(await rui.open_home())
    shown = ana.read_words(await ana.open_home())
    assert "*Payments retro* · opens Thu 06:00" in shown
    assert "[New retro]" in shown
    await team.at("2026-03-05 14:00")
    assert "*Payments retro* · what do you think? Two minutes, until Tue 14:00" in rui.read_words(await rui.open_home())
    await rui.click("Nothing this time", on="home")
    assert "nothing from you this time; you can still write until Tue 14:00" in rui.read_words(rui.home)
    assert "*Payments retro* · cards until Tue 14:00" in ana.read_words(await ana.open_home())
    assert "retro" not in ben.read_words(await ben.open_home()).replace("[New retro]", "")
    await cards(team, "a", "b", "c")
    await team.at("2026-03-10 14:00")
    assert "[Sort cards]" in ana.read_words(await ana.open_home())
    await team.at("2026-03-11 14:00")
    await rui.open_home()
    await rui.click("Vote", on="home")
    assert "vote" in rui.read_words(rui.modal).lower()
    await rui.close()
    await team.at("2026-03-12 14:00")
    assert "[Choose actions]" in ana.read_words(await ana.open_home())
    assert "[Vote]" not in rui.read_words(await rui.open_home())
