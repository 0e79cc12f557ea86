"""A theme that is called after its only card gets a name before others read of it, or is not named to them."""

import pytest

from tests.factories.retro import staffed, stored
from tests.factories.retro_theme import SAID, board, in_thread, shown, theme
from tests.journeys.test_action import stored as actions
from tests.journeys.test_retro_theme import names, opened, sorting
from tests.journeys.test_retro_vote import CAKE, REVIEW, votes

ASKED = f"What is “{CAKE}” about?"
CHOSEN = {"text:0": "Bake on Fridays", "due:0": "2026-04-20"}


@pytest.fixture
async def team(lumen):
    """Payments, whose retro has shown its cards."""
    return await shown(await staffed(lumen))


async def choosing(team):
    """Ana, with the form of actions open, after a vote that the cake has won before the reviews."""
    ana = team.persona("ana")
    await ana.click("Start the vote", on=board(team, "ana"))
    await team.idle()
    await votes(team, "rui", CAKE, CAKE)
    await votes(team, "ines", REVIEW)
    await ana.click("End the vote", on=board(team, "ana"))
    await team.idle()
    await ana.click("Choose actions", on=board(team, "ana"))
    return ana


async def test_whoever_chooses_actions_is_asked_for_its_name(team):
    """Beside what is done about it; board, thread and action have the name then, and nobody else's is asked for."""
    ana = await choosing(team)
    assert [one["label"]["text"] for one in ana.modal.blocks if one["block_id"].startswith("name:")] == [ASKED]
    assert await ana.submit(CHOSEN | {ASKED: "Cakes\n and  breaks"}) == {}
    await team.idle()
    [made] = await actions(team)
    assert made.theme == "Cakes and breaks"
    assert (await theme(team, "Cakes and breaks")).suggested is False
    assert "1. *Cakes and breaks*, 2 votes" in board(team, "rui").words
    assert any("*Cakes and breaks*, 2 votes\n> the cake" in one for one in in_thread(team))


async def test_without_a_name_the_action_does_not_quote_the_card(team):
    """It is read in lists by people who were not in the retro; the board, whose readers saw the card, has it."""
    ana = await choosing(team)
    assert await ana.submit(CHOSEN | {ASKED: "  "}) == {}
    await team.idle()
    [made] = await actions(team)
    assert (made.theme, made.theme_id) == ("", (await theme(team, CAKE)).id)
    assert f"1. *{CAKE}*, 2 votes" in board(team, "rui").words
    [listed] = await team.persona("mara").command("/pmo actions")
    assert "Bake on Fridays" in listed.words
    assert CAKE not in listed.words


async def test_nothing_is_named_where_nothing_is_chosen(team):
    """The form says what is missing, and the theme is as it was."""
    ana = await choosing(team)
    assert list(await ana.submit({ASKED: "Cakes"})) == ["text:0"]
    assert CAKE in {one.name for one in await stored(team, type(await theme(team, CAKE)))}


async def test_what_other_cards_join_is_called_after_what_they_have_in_common(team):
    """The form says that it has no name yet; as others come its card is not its name any more, but a suggestion is."""
    ana = await sorting(team)
    await opened(ana, CAKE)
    assert "So far it is called after its card." in str(ana.modal.blocks)
    await ana.submit({"Merge with": ["Sandbox, env, staging (2 cards)"]})
    assert await names(team) == {"Sandbox, env, staging": {SAID[0], SAID[2], CAKE}, REVIEW: {SAID[1], SAID[3]}}
    assert "*Sandbox, env, staging*, 3 cards, _suggested_" in ana.read_words(ana.modal)
    await opened(ana, "Sandbox, env, staging")
    assert "called after its card" not in str(ana.modal.blocks)


async def test_a_name_that_somebody_gave_stays_whatever_joins(team):
    """Even where it is what a card says; and where the cards have nothing in common nothing is suggested."""
    ana = await sorting(team)
    await opened(ana, CAKE)
    await ana.submit({"Name": SAID[4], "Move cards": []})
    await opened(ana, REVIEW)
    [field] = [one for one in ana.modal.blocks if one["block_id"] == "cards"]
    first = field["element"]["options"][0]["text"]["text"]
    await ana.submit({"Move cards": [first], "Move them to": f"{CAKE} (1 card)"})
    assert CAKE in await names(team)
