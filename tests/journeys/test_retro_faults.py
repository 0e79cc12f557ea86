"""A retro when things go wrong: downtime, a pause, a channel that is gone, people who leave, several at once."""

import asyncio
from datetime import timedelta

import pytest
import sqlalchemy as sa

from models import Membership, Person, Retro, RetroPart, RetroRound, Timer
from tests.factories.retro import cards, newest, set_up, staffed, stored
from tests.journeys.test_people_deactivated import leave

FIRST = {"Week": "First of the month"}


@pytest.fixture
async def team(lumen):
    """The company, with Payments' retro on the first Thursday of each month."""
    await staffed(lumen)
    await set_up(lumen.persona("ana"), FIRST)
    return lumen


def down(team, until):
    """Let time pass while Drumbeat does not run."""
    team.clock.move_to(team.instant(until))


async def test_a_short_downtime_opens_it_late(team):
    """As long as four hours are left to write; whoever should have been asked is asked in their working hours."""
    down(team, "2026-03-06 20:00")
    await team.advance(timedelta(minutes=1))
    rui = team.persona("rui")
    assert (await newest(team)).state == "collecting"
    assert rui.messages() == []
    await team.at("2026-03-09 09:00")
    assert "Two minutes, until Tue 14:00" in rui.messages()[-1].words


async def test_whoever_was_to_be_asked_during_a_downtime_is_asked_at_work(team):
    """Not as Drumbeat comes back in the evening, but the next morning; at its own time it asks whoever's hour it is."""
    await team.at("2026-03-05 06:30")
    down(team, "2026-03-05 22:00")
    await team.advance(timedelta(minutes=1))
    rui = team.persona("rui")
    assert rui.messages() == []
    await team.at("2026-03-06 08:59")
    assert rui.messages() == []
    await team.at("2026-03-06 09:01")
    assert "Two minutes, until Tue 14:00" in rui.messages()[-1].words


async def test_a_long_downtime_leaves_it_out_and_tells_the_owner(team):
    """The next one comes as planned, and its number is as if nothing had been."""
    down(team, "2026-03-10 12:00")
    await team.advance(timedelta(minutes=1))
    assert [(one.number, one.state) for one in await stored(team, RetroRound)] == [(-1, "missed")]
    assert "*Payments retro* did not take place Thu 5 Mar" in team.persona("ana").messages()[-1].words
    assert team.persona("rui").messages() == []
    await team.at("2026-04-02 14:00")
    assert [(one.number, one.state) for one in await stored(team, RetroRound)] == [(-1, "missed"), (1, "collecting")]


async def test_nothing_opens_while_everything_is_paused(team):
    """Nobody is told that it was missed: somebody paused it. *Run now* says why it does not."""
    mara = team.persona("mara")
    await mara.command("/pmo pause")
    await mara.submit()
    await mara.close()
    await team.at("2026-03-06 12:00")
    assert [one.state for one in await stored(team, RetroRound)] == ["missed"]
    assert team.persona("rui").messages() == []
    assert not any("did not take place" in one.words for one in team.persona("ana").messages())
    await mara.command("/pmo retro run Payments")
    await mara.click("Run now")
    assert "Mara Lindqvist paused everything, so nothing was opened." in mara.messages()[-1].words


async def test_a_paused_one_asks_nobody(team):
    """Until it is resumed; nothing is caught up."""
    ana = team.persona("ana")
    await ana.command("/pmo retro pause Payments")
    assert "*Payments retro* is paused: nobody is asked until it is resumed." in ana.messages()[-1].words
    await team.at("2026-03-06 12:00")
    assert await stored(team, RetroRound) == []
    await ana.command("/pmo retro resume Payments")
    assert "The next one opens Thu 2 Apr" in ana.messages()[-1].words


async def test_a_board_whose_channel_is_archived_goes_to_another_one(team):
    """Its owner is told once and chooses; people are asked meanwhile, and their cards are kept."""
    ana, rui = team.persona("ana"), team.persona("rui")
    await team.slack.members.archive(team.slack.channel("payments"), by=team.persona("mara").id)
    await team.at("2026-03-05 14:00")
    told = [one for one in ana.messages() if "#payments is archived" in one.words]
    assert len(told) == 1
    assert "Two minutes" in rui.messages()[-1].words
    await cards(team, "a", "b", "c")
    await ana.click("Change channel", on=told[0])
    await ana.submit({"The board goes to": "mobile"})
    await ana.submit()
    assert "*Payments retro*, Thu 5 Mar" in team.persona("lena").messages("mobile")[-1].words


async def test_a_board_in_a_channel_that_is_archived_meanwhile_is_posted_anew(team):
    """With all that stands below it, so that nobody loses what was written."""
    ana, lena = team.persona("ana"), team.persona("lena")
    await team.at("2026-03-05 14:00")
    await cards(team, "a", "b", "c")
    await team.slack.members.archive(team.slack.channel("payments"), by=team.persona("mara").id)
    await team.at("2026-03-10 14:00")
    told = [one for one in ana.messages() if "#payments is archived" in one.words]
    assert len(told) == 1
    await ana.click("Change channel", on=told[0])
    await ana.submit({"The board goes to": "mobile"})
    await ana.submit()
    board = lena.messages("mobile")[-1]
    assert "3 cards in the thread" in board.words
    assert "A thought of a" in "".join(one.words for one in lena.thread("mobile", board.ts))


async def test_whoever_leaves_passes_it_on(team):
    """The retro to the PMO, who is told; the round to somebody of the team, and anybody may take it over."""
    await team.at("2026-03-05 14:00")
    mara, rui = team.persona("mara"), team.persona("rui")
    await leave(team, "ana")
    assert "Payments retro is yours now: the owner has left." in mara.messages()[-1].words
    await rui.click("Facilitate", on=rui.messages("payments")[-1])
    assert "You run Payments retro now, and Tiago Ferreira is told." in rui.messages("payments")[-1].words


async def test_where_whoever_runs_it_has_left_another_hears_when_it_is_their_turn(team):
    """Else nobody would be asked what to do, and the retro would wait until the next one."""
    await team.at("2026-03-05 14:00")
    ines = team.persona("ines")
    await leave(team, "ana")
    await cards(team, "a", "b")
    await team.at("2026-03-10 14:30")
    runs = await running(team)
    assert "fewer than three people wrote" in runs.messages()[-1].words
    assert "decides how it goes on" in ines.messages("payments")[-1].words
    await runs.click("Wait a day", on=runs.messages()[-1])
    assert (await newest(team)).state == "collecting"


async def test_a_guest_runs_it_only_where_nobody_else_is_left(team):
    """Whoever works here is asked first."""
    await team.at("2026-03-05 14:00")
    await cards(team, "a", "b")
    await team.at("2026-03-10 14:30")
    async with team.bot.parts.database.transaction(team.workspace_id) as session:
        await session.execute(sa.delete(Membership).where(Membership.is_lead))
        tiago = Person.slack_id == team.persona("tiago").id
        await session.execute(sa.update(Person).where(tiago).values(is_guest=True))
    await leave(team, "ana")
    assert (await running(team)).id != team.persona("tiago").id


async def running(team):
    """Whoever runs the newest round."""
    current = await newest(team)
    [runs] = [one.slack_id for one in await stored(team, Person) if one.id == current.facilitator_id]
    return next(one for one in map(team.persona, ("tiago", "ines", "rui", "huimin")) if one.id == runs)


async def voted(team):
    """Payments' retro waits for its actions; Rui has taken it over."""
    await team.at("2026-03-05 14:00")
    await cards(team, "a", "b", "c")
    rui = team.persona("rui")
    await rui.click("Facilitate", on=rui.messages("payments")[-1])
    await team.at("2026-03-12 14:00")
    assert (await newest(team)).state == "acting"


async def test_whoever_leaves_while_it_waits_for_them_is_replaced_by_the_owner(team):
    """Who gets the message with the buttons, and can use them."""
    await voted(team)
    ana = team.persona("ana")
    await leave(team, "rui")
    await team.at("2026-03-13 14:00")
    told = ana.messages()[-1]
    assert "the vote is over, see #payments. You run it" in told.words
    assert "Ana Sousa makes actions of what matters most" in team.persona("ines").messages("payments")[-1].words
    await ana.click("Close the retro", on=told)
    assert (await newest(team)).state == "closed"


async def test_where_the_owner_has_left_too_the_team_hears_of_it(team):
    """Somebody of the team runs it, be the retro owned by the PMO by then."""
    await team.at("2026-03-05 14:00")
    await cards(team, "a", "b")
    await team.at("2026-03-10 14:30")
    await leave(team, "ana")
    await team.at("2026-03-11 14:30")
    told = (await running(team)).messages()[-1]
    assert "fewer than three people wrote" in told.words
    assert "Payments retro is yours now: the owner has left." in team.persona("mara").messages()[-1].words


async def test_a_channel_that_is_archived_while_actions_are_chosen(team):
    """Nothing is posted then that could fail: its owner hears of it at once, and moves the board."""
    await voted(team)
    ana, lena = team.persona("ana"), team.persona("lena")
    await team.slack.members.archive(team.slack.channel("payments"), by=team.persona("mara").id)
    await team.at("2026-03-13 14:00")
    [told] = [one for one in ana.messages() if "#payments is archived" in one.words]
    await ana.click("Change channel", on=told)
    await ana.submit({"The board goes to": "mobile"})
    await ana.submit()
    assert "The vote is over. Rui Matos makes actions" in lena.messages("mobile")[-1].words


async def test_one_who_joined_or_left_the_team_meanwhile(team):
    """Whoever leaves before they are asked is not asked; the account of a guest or a bot is as in syncs."""
    await team.at("2026-03-05 06:00")
    await leave(team, "ines")
    await team.at("2026-03-05 15:00")
    states = {one.state for one in await stored(team, RetroPart) if one.asked_at is None}
    assert states == {"absent"}


async def test_deleting_throws_away_what_nobody_has_seen(team):
    """It asks first; the board and the questions say so."""
    ana, rui = team.persona("ana"), team.persona("rui")
    await team.at("2026-03-05 14:00")
    await ana.command("/pmo retro delete Payments")
    assert "the cards that are written now are thrown away unseen" in ana.messages()[-1].words
    await ana.click("Delete")
    assert "*Payments retro* is deleted" in ana.messages()[-1].words
    assert "This retro was deleted, so it does not go on." in rui.messages("payments")[-1].words
    assert "was deleted: nothing is left to do" in rui.messages()[-1].words
    assert (await newest(team)).state == "discarded"
    await team.at("2026-03-07 15:00")  # The daily look at who runs it finds nothing, and is not set again.
    async with team.bot.parts.database.reading(team.workspace_id) as session:
        kinds = sa.select(Timer.kind).where(Timer.kind.like("retro.%"), Timer.state == "pending")
        assert list(await session.scalars(kinds)) == []


async def test_nobody_left_to_ask(team):
    """Its owner hears why it did not take place, and what to do; *Run now* says the same."""
    mara, ana = team.persona("mara"), team.persona("ana")
    await mara.command("/pmo teams Payments")
    await mara.click("Archive team")
    await mara.close()
    await team.at("2026-03-05 14:00")
    assert [one.state for one in await stored(team, RetroRound)] == ["missed"]
    assert "did not take place Thu 5 Mar: nobody takes part in it any more." in ana.messages()[-1].words
    assert team.persona("rui").messages("payments") == []
    await mara.command("/pmo retro run Payments")
    await mara.click("Run now")
    assert "Nobody takes part in Payments retro any more." in mara.messages()[-1].words


async def test_a_date_on_which_the_one_before_goes_on_is_left_out(team):
    """Nothing is cut short; its owner hears of it."""
    await team.at("2026-03-05 14:00")
    async with team.bot.parts.database.transaction(team.workspace_id) as session:
        later = {"reveal_at": team.instant("2026-04-10 14:00"), "vote_at": team.instant("2026-04-11 14:00")}
        await session.execute(sa.update(RetroRound).values(**later))
        await session.execute(sa.delete(Timer).where(Timer.kind == "retro.step"))
    await team.at("2026-04-02 14:00")
    assert [(one.number, one.state) for one in await stored(team, RetroRound)] == [(1, "collecting"), (-1, "missed")]
    assert "did not take place Thu 2 Apr: the one before was still going on." in (
        team.persona("ana").messages()[-1].words
    )


async def test_two_ticks_at_once_open_one_round(team):
    """Whichever comes second finds the timer taken."""
    down(team, "2026-03-05 06:00")
    engine = team.bot.parts.engine
    await asyncio.gather(*(engine.tick(team.clock.now()) for _ in range(3)))
    await team.idle()
    assert len(await stored(team, RetroRound)) == 1
    assert len(await stored(team, RetroPart)) == 5
    assert len(team.persona("rui").messages("payments")) == 1


async def test_running_it_twice_at_once_opens_one_round(team):
    """Of two people at the same instant the second hears that it goes on already."""
    retro = (await stored(team, Retro))[0].id
    runs = (team.bot.parts.retros.run_now(team.workspace_id, team.persona(one).id, retro) for one in ("ana", "mara"))
    done = await asyncio.gather(*runs, return_exceptions=True)
    await team.idle()
    assert sorted(isinstance(one, Exception) for one in done) == [False, True]
    assert len(await stored(team, RetroRound)) == 1
