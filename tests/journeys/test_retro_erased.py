"""What becomes of cards when their author is erased, and what one's own data can say of them."""

import sqlalchemy as sa

from models import Retro, RetroCard, RetroRound
from tests.factories.retro import newest, stored
from tests.journeys.test_retro_box import THOUGHT
from tests.journeys.test_retro_card import DIDNT, REVEALED, WORKED, team, writes
from tests.journeys.test_retro_reveal import thread

__all__ = ["team"]


async def erased(world, who):
    """Let somebody erase their data; return what the form said."""
    person = world.persona(who)
    [summary] = await person.command("/pmo my data")
    await person.click("Erase my data", on=summary)
    said = person.read_words(person.modal)
    assert await person.submit({"Write “erase” to go on": "erase"}) == {}
    await world.idle()
    return said


async def test_sealed_cards_go_and_those_of_others_stay(team):
    """Until they are shown the key still knows them; what is erased tells nobody else's."""
    await team.persona("rui").command(f"/pmo retro add {THOUGHT}")
    await writes(team, "rui", {WORKED: "Pairing"})
    await writes(team, "ines", {DIDNT: "Staging keys"})
    said = await erased(team, "rui")
    assert "Your cards in retros: those that are not shown yet, and those with your name" in said
    assert [one.text for one in await stored(team, RetroCard)] == ["Staging keys"]


async def test_what_was_shown_without_a_name_cannot_be_found_any_more(team):
    """The form says so, and what one can do first; one's own data says it too."""
    codes = {who: await writes(team, who, {WORKED: f"Card of {who}"}) for who in ("rui", "ines", "tiago")}
    await team.at(REVEALED)
    [summary] = await team.persona("rui").command("/pmo my data")
    left_out = "Cards of retros, questions and answers without a name are not here: nobody can tell whose they are"
    assert left_out in summary.words
    said = await erased(team, "rui")
    assert "Cards that were shown without a name, and questions without one: nobody can tell which are yours" in said
    assert len(await stored(team, RetroCard)) == 3
    [done] = await team.persona("ines").command(f"/pmo retro withdraw {codes['rui']}")
    assert "It is withdrawn" in done.words
    assert sorted(one.text for one in await stored(team, RetroCard)) == ["Card of ines", "Card of tiago"]


async def test_cards_with_a_name_go_from_the_thread(team):
    """In a retro with names they are their author's words, as answers are."""
    async with team.bot.parts.database.transaction(team.workspace_id) as session:
        await session.execute(sa.update(Retro).values(anonymous=False))
        await session.execute(sa.update(RetroRound).values(anonymous=False))
    for who in ("rui", "ines"):
        await writes(team, who, {WORKED: f"Card of {who}"})
    await team.at(REVEALED)
    assert (await newest(team)).state == "grouping"
    assert "Rui Matos" in "\n".join(one.words for one in thread(team))
    await erased(team, "rui")
    said = "\n".join(one.words for one in thread(team))
    assert "Card of rui" not in said
    assert "Rui Matos" not in said
    assert "Card of ines" in said
    assert [one.text for one in await stored(team, RetroCard)] == ["Card of ines"]
