"""Fewer than three people wrote: nothing is shown, unless those who wrote agree to their names."""

from models import RetroCard, RetroPart, RetroRound
from tests.factories.retro import newest, stored
from tests.journeys.test_retro_box import THOUGHT
from tests.journeys.test_retro_card import DIDNT, REVEALED, WORKED, board, team, writes
from tests.journeys.test_retro_reveal import thread

__all__ = ["team"]

OVER = "2026-03-11 15:00"


async def few(team):
    """Rui and Inês wrote, and the facilitator asks for names; return their codes."""
    codes = {
        "rui": await writes(team, "rui", {WORKED: "Pairing", DIDNT: "Staging keys"}),
        "ines": await writes(team, "ines", {WORKED: "The demo"}),
    }
    await team.at(REVEALED)
    ana = team.persona("ana")
    assert thread(team) == []
    await ana.click("Ask for names", on=ana.messages()[-1])
    await team.at("2026-03-10 14:10")
    return codes


async def test_all_who_take_part_are_asked_alike(team):
    """Whether they wrote or not; the facilitator and the channel read how it goes on."""
    await few(team)
    ana = team.persona("ana")
    for who in ("rui", "ines", "tiago", "ana"):
        question = team.persona(who).messages()[-1]
        assert "Ana Sousa asks: may yours be shown *with your name*?" in question.words
        assert "Everybody who takes part gets this message, whether they wrote or not" in question.words
        assert question.buttons == ["Show with my name", "Leave mine out"]
    assert "everybody who takes part is asked whether theirs may be shown with their names" in board(team).words
    assert "What they agree to is shown here: " in board(team).words
    asked = "\n".join(one.words for one in ana.messages())
    assert "everybody who takes part is asked whether their cards may be shown with their names" in asked
    assert (await newest(team)).state == "few"


async def test_it_heeds_do_not_disturb_and_comes_no_more_when_it_is_over(team):
    """Tiago is asked an hour later; Rui, busy until Wednesday noon, not at all: Ana has deleted the retro."""
    tiago, rui, ana = (team.persona(one) for one in ("tiago", "rui", "ana"))
    await team.at("2026-03-10 13:30")
    tiago.do_not_disturb(60)
    rui.do_not_disturb(22 * 60 + 30)
    await few(team)
    assert not any("with your name" in one.words for one in tiago.messages() + rui.messages())
    await team.at("2026-03-10 14:31")
    assert "may yours be shown *with your name*?" in tiago.messages()[-1].words
    await team.at("2026-03-11 10:00")
    await ana.command("/pmo retro delete Payments")
    await ana.click("Delete")
    await team.at("2026-03-11 13:00")
    assert not any("with your name" in one.words for one in rui.messages())


async def test_only_what_people_agree_to_is_shown_and_the_rest_stays_sealed(team):
    """With names; what was left out comes to the next retro without one."""
    codes = await few(team)
    rui, ines, tiago = (team.persona(one) for one in ("rui", "ines", "tiago"))
    await rui.click("Show with my name", on=rui.messages()[-1])
    assert "what you wrote is shown with your name in #payments on Wed 14:00" in rui.messages()[-1].words
    await ines.click("Show with my name", on=ines.messages()[-1])
    await ines.click("Leave mine out", on=ines.messages()[-1])
    assert "what you wrote is left out. It stays sealed" in ines.messages()[-1].words
    await tiago.click("Show with my name", on=tiago.messages()[-1])
    await team.at(OVER)
    said = "\n".join(one.words for one in thread(team))
    assert "> Pairing" in said
    assert "> Staging keys" in said
    assert said.count("Rui Matos") == 2
    assert "The demo" not in said
    assert "2 cards in the thread" in board(team).words
    assert (await newest(team)).state == "grouping"
    [left] = [one for one in await stored(team, RetroCard) if one.round_id is None]
    assert (left.text, left.author_id, left.column_key) == ("The demo", None, "")
    assert left.writer is not None
    assert sum(one.wrote for one in await stored(team, RetroPart)) == 1
    assert "what you wrote was left out" in ines.messages()[-1].words
    assert ines.messages()[-1].buttons == []
    [done] = await ines.command(f"/pmo retro withdraw {codes['ines']}")
    assert "It is withdrawn" in done.words


async def test_where_nobody_agrees_nothing_is_shown_or_thrown_away(team):
    """The retro is over, and the board says so; each sees their own in the box."""
    await few(team)
    rui = team.persona("rui")
    await rui.click("Leave mine out", on=rui.messages()[-1])
    await team.at(OVER)
    assert "nobody wanted to show theirs with their name. They stay sealed for the next retro" in board(team).words
    assert thread(team) == []
    waiting = await stored(team, RetroCard)
    assert sorted(one.text for one in waiting) == ["Pairing", "Staging keys", "The demo"]
    assert {(one.round_id, one.author_id) for one in waiting} == {(None, None)}
    [receipt] = await rui.command("/pmo retro add Another one")
    await rui.click("See my cards", on=receipt)
    assert "Pairing" in str(rui.modal.blocks)
    assert "The demo" not in str(rui.modal.blocks)


async def test_what_comes_meanwhile_waits_for_the_next_one(team):
    """It was not asked about, so it is not shown; *Wait a day* and *Discard* are over."""
    await few(team)
    tiago, ana = team.persona("tiago"), team.persona("ana")
    question = tiago.messages()[-1]
    await tiago.command(f"/pmo retro add {THOUGHT}")
    await tiago.click("Show with my name", on=question)
    assert await team.bot.parts.retro.names.ask(team.workspace_id, ana.id, (await newest(team)).id) == (
        "Everybody is asked already. What people agree to is shown when their time is over."
    )
    await team.at(OVER)
    assert THOUGHT not in "\n".join(one.words for one in thread(team))
    assert THOUGHT in [one.text for one in await stored(team, RetroCard) if one.round_id is None]


async def test_discarding_leaves_the_box_as_it_was(team):
    """What was kept during the month has been seen by nobody: it waits for the next retro."""
    await team.persona("rui").command(f"/pmo retro add {THOUGHT}")
    await writes(team, "ines", {WORKED: "The demo"})
    await team.at(REVEALED)
    ana = team.persona("ana")
    await ana.click("Discard", on=ana.messages()[-1])
    assert [(one.text, one.round_id) for one in await stored(team, RetroCard)] == [(THOUGHT, None)]
    assert [one.state for one in await stored(team, RetroRound)] == ["discarded"]
