"""All month: a thought is dropped into the sealed box of one's retro, by the command or from a message."""

import re

import pytest
import sqlalchemy as sa

from models import Base, Retro, RetroCard
from tests.factories.retro import set_up, staffed, stored

CODE = re.compile(r"`((?:[A-Z2-9]{4}-){3}[A-Z2-9]{4})`")
THOUGHT = "The QA queue was four days long again"


@pytest.fixture
async def team(lumen):
    """The company with a retro of Payments, which opens on the last Thursday of the month."""
    await staffed(lumen)
    await set_up(lumen.persona("ana"))
    return lumen


def code_in(text):
    """The code of a receipt."""
    return CODE.search(text)[1]


async def everything(world, *, but=()):
    """All rows of all tables but some, and what the databases count by."""
    found = {}
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        for table in Base.metadata.sorted_tables:
            if table.name not in but:
                found[table.name] = [tuple(row) for row in await session.execute(sa.select(table))]
        if world.bot.parts.database.is_sqlite:
            counted = "SELECT name, seq FROM sqlite_sequence"
            known = await session.execute(sa.text("SELECT name FROM sqlite_master WHERE name = 'sqlite_sequence'"))
            rows = await session.execute(sa.text(counted)) if known.all() else ()
        else:
            counted = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"
            rows = await session.execute(sa.text(counted))
        found["(sequences)"] = sorted(tuple(row) for row in rows)
    return found


async def test_a_thought_goes_into_the_box_and_nowhere_else(team, logged):
    """Its author alone sees the receipt; beside the card nothing is written, neither in a table nor in the log."""
    rui = team.persona("rui")
    before = await everything(team, but={"retro_card"})
    [receipt] = await rui.command(f"/pmo retro add {THOUGHT}", channel="payments")
    assert "Kept for *Payments retro*: shown without your name in #payments at the next retro (Thu 26 Mar)" in (
        receipt.words
    )
    code = code_in(receipt.words)
    assert await everything(team, but={"retro_card"}) == before
    [card] = await stored(team, RetroCard)
    assert (card.text, card.round_id, card.author_id) == (THOUGHT, None, None)
    assert rui.id not in repr([getattr(card, one.name) for one in card.__table__.columns])
    assert [one.words for one in team.persona("ines").messages("payments")] == []
    log = logged.getvalue()
    for never in (THOUGHT, "QA queue", code, code.replace("-", "").lower(), rui.id, card.receipt, card.writer):
        assert never not in log


async def test_the_words_are_kept_whole_and_quoted(team):
    """Case, lines and signs stay; a channel that is named in them is not pinged; emoji alone are a card."""
    rui = team.persona("rui")
    long = "Look: <!channel> & *all* of it\nsecond line " + "x" * 900
    [receipt] = await rui.command(f"/pmo retro add {long}")
    await rui.command("/pmo retro add 🎉🎉")
    assert sorted(one.text for one in await stored(team, RetroCard)) == sorted([long, "🎉🎉"])
    await rui.click("See my cards", on=receipt)
    assert "For the next retro" in rui.read_words(rui.modal)
    assert f"{long}\n\n🎉🎉" in str(rui.modal.blocks).replace("\\n", "\n")


async def test_too_long_a_thought_is_not_cut(team):
    """The form has all of it, with its length; what no field takes comes back whole."""
    rui = team.persona("rui")
    long = "First " + "a" * 2900
    await rui.command(f"/pmo retro add {long}")
    assert "A card has at most 1,000 characters; this is 2,906." in rui.read_words(rui.modal)
    assert long in str(rui.modal.blocks)
    errors = await rui.submit()
    assert "this one has 2,906" in errors["text"]
    assert await stored(team, RetroCard) == []
    assert await rui.submit({"text": "Short\n\nand another one"}) == {}
    assert "2 cards of yours by now" in rui.read_words(rui.modal)
    await rui.close()
    [back] = await rui.command(f"/pmo retro add {'b' * 3500}")
    assert "3,500" in back.words
    assert "b" * 3000 in back.words.replace("\n", "").replace("> ", "")
    assert len(await stored(team, RetroCard)) == 2


async def test_without_words_the_form_asks_for_them(team):
    """It says what becomes of them, and the receipt comes in its place."""
    rui = team.persona("rui")
    await rui.command("/pmo retro add")
    asked = rui.read_words(rui.modal)
    assert "For *Payments retro*. *Shown without your name* in #payments at the next retro" in asked
    assert "whoever runs the server could change the program" in asked
    assert await rui.submit({"text": THOUGHT}) == {}
    assert code_in(rui.read_words(rui.modal))
    assert [one.text for one in await stored(team, RetroCard)] == [THOUGHT]


async def test_of_several_retros_one_is_chosen(team):
    """The words stand in the form meanwhile; one with names says so."""
    mara, ana = team.persona("mara"), team.persona("ana")
    await set_up(ana, {"Name": "Way we work", "Names": []})
    await ana.command(f"/pmo retro add {THOUGHT}")
    asked = ana.read_words(ana.modal)
    assert "Which retro?" in str(ana.modal.blocks)
    assert 'Where it says "with names"' in asked
    assert THOUGHT in str(ana.modal.blocks)
    assert await ana.submit({"retro": "Way we work, with names"}) == {}
    assert "Kept for *Way we work*: shown with your name" in ana.read_words(ana.modal)
    [card] = await stored(team, RetroCard)
    [chosen] = [one for one in await stored(team, Retro) if one.name == "Way we work"]
    assert (card.retro_id, card.writer) == (chosen.id, None)
    assert card.author_id is not None
    assert mara.modal is None


async def test_a_message_is_kept_by_its_shortcut(team):
    """Anybody's message that one can read; nothing is said in its channel, and its author is not named."""
    ines, rui = team.persona("ines"), team.persona("rui")
    said = await ines.say(THOUGHT, "payments")
    await rui.shortcut("Add to retro", said)
    assert THOUGHT in str(rui.modal.blocks)
    assert "*Shown without your name*" in rui.read_words(rui.modal)
    assert await rui.submit() == {}
    assert code_in(rui.read_words(rui.modal))
    assert [one.text for one in await stored(team, RetroCard)] == [THOUGHT]
    assert [one.words for one in rui.messages("payments")] == [THOUGHT]


async def test_what_everybody_reads_is_not_sealed(team):
    """Mentioned in a channel Drumbeat takes no thought for the box, and says why."""
    rui = team.persona("rui")
    await rui.say(f"@drumbeat retro add {THOUGHT}", "payments")
    assert "is read by everybody in the channel, so it was not put into the box" in rui.messages("payments")[-1].words
    assert await stored(team, RetroCard) == []


async def test_whose_team_has_no_retro_hears_so(team):
    """A sentence with who can set one up; nothing is stored."""
    ben = team.persona("ben")
    [told] = await ben.command(f"/pmo retro add {THOUGHT}")
    assert "No retro is set up for a team of yours yet" in told.words
    assert await stored(team, RetroCard) == []


async def test_a_thought_is_withdrawn_by_its_code(team):
    """Typed with or without its dashes, by the command or the button; the newest code is for all of one's cards."""
    rui, ines = team.persona("rui"), team.persona("ines")
    before = await everything(team)
    [first] = await rui.command(f"/pmo retro add {THOUGHT}")
    code = code_in(first.words)
    [done] = await rui.command(f"/pmo retro withdraw {code.lower().replace('-', ' ')}")
    assert "It is withdrawn and deleted. Nobody sees who did it." in done.words
    assert await everything(team) == before
    [again] = await rui.command(f"/pmo retro withdraw {code}")
    assert "No card has this code" in again.words
    await rui.command(f"/pmo retro add {THOUGHT}")
    [second] = await rui.command("/pmo retro add Nobody came to the demo")
    await ines.command("/pmo retro add A day without meetings")
    code = code_in(second.words)
    await rui.click("Withdraw a card", on=second)
    assert "2 cards with this code" in rui.read_words(rui.modal)
    assert await rui.submit({"Withdraw": ["1. The QA queue was four days long again"]}) == {}
    assert "It is withdrawn and deleted; 1 card of this code stays." in rui.read_words(rui.modal)
    await rui.close()
    await rui.command("/pmo retro withdraw")
    errors = await rui.submit({"code": "K7QM-3XWD"})
    assert "A code has four groups of four" in errors["code"]
    assert await rui.submit({"code": code}) == {}
    assert "Nobody came to the demo" in rui.read_words(rui.modal)
    await rui.submit({"Withdraw": ["1. Nobody came to the demo"]})
    assert [one.text for one in await stored(team, RetroCard)] == ["A day without meetings"]


async def test_a_deleted_retro_takes_its_box_along(team):
    """Nothing is left of what nobody will see."""
    rui, ana = team.persona("rui"), team.persona("ana")
    await rui.command(f"/pmo retro add {THOUGHT}")
    await ana.command("/pmo retro delete Payments retro")
    await ana.click("Delete")
    assert await stored(team, RetroCard) == []


async def test_the_list_of_retros_lets_whoever_takes_part_write(team):
    """Into the box of their own retro until it opens, then into it; who is of no team of it gets no button."""
    rui, ben = team.persona("rui"), team.persona("ben")
    [said] = await rui.command("/pmo retro")
    assert said.buttons == ["Keep a thought", "Download list"]
    await rui.click("Keep a thought", on=said)
    assert await rui.submit({"For the next retro": THOUGHT}) == {}
    assert [one.text for one in await stored(team, RetroCard)] == [THOUGHT]
    await rui.close()
    [said] = await ben.command("/pmo retro")
    assert "Keep a thought" not in said.buttons
    await team.at("2026-03-26 15:00")
    [said] = await rui.command("/pmo retro")
    assert said.buttons == ["Add a card", "Download list"]
    await rui.click("Add a card", on=said)
    assert THOUGHT in str(rui.modal.blocks)
