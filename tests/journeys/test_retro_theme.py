"""The cards of a retro are sorted into themes: suggested first, then as its facilitator decides."""

import asyncio

import pytest

from bot.domain.retro_sort import Sorted
from bot.errors import UserError
from bot.playground.view_state import placed
from models import AuditEntry, RetroCard, RetroTheme
from tests.factories.retro import staffed, stored
from tests.factories.retro_theme import SAID, board, in_thread, shown, theme


@pytest.fixture
async def team(lumen):
    """The company, with nothing set up but its people and teams."""
    return await staffed(lumen)


async def sorting(team, who="ana"):
    """Somebody of Payments, with the list of themes open."""
    person = team.persona(who)
    await person.click("Sort cards", on=board(team, who))
    return person


async def opened(person, name):
    """The form of a theme, on top of the list."""
    row = next(one for one in placed(person.modal.blocks) if f"*{name}*" in str(one.block.get("text")))
    await person.client.press(person.modal, None, row, None)
    await person.workspace.settled()


def numbered(person, text):
    """The choice in the open form that is a card with this text."""
    [field] = [one for one in person.modal.blocks if one["block_id"] == "cards"]
    return next(words for one in field["element"]["options"] if (words := one["text"]["text"]).endswith(text))


async def names(team):
    """Which cards stand under which name."""
    themes = {one.id: one for one in await stored(team, RetroTheme) if one.merged_into_id is None}
    found = {one.name: set() for one in themes.values()}
    for card in await stored(team, RetroCard):
        found[themes[card.theme_id].name].add(card.text)
    return found


async def test_themes_are_suggested_when_the_cards_are_shown(team):
    """The board names them, each marked as a suggestion; cards on one thing come together."""
    await shown(team)
    words = board(team, "rui").words
    assert "*Sandbox, env, staging*, 2 cards, _suggested_" in words
    assert "*Review, PR, merge*, 2 cards, _suggested_" in words
    assert "*the cake*, 1 card, _suggested_" in words


async def test_the_facilitator_names_a_theme(team):
    """*Sort cards*, *Open*, a new name: it is a suggestion no more, for everybody and at once."""
    await shown(team)
    ana = await sorting(team)
    assert "5 cards in 3 themes." in ana.read_words(ana.modal)
    assert "found by Drumbeat from the words alone" in ana.read_words(ana.modal)
    await opened(ana, "Sandbox, env, staging")
    assert ". staging was down on Tuesday" in ana.read_words(ana.modal)
    assert await ana.submit({"Name": "Staging"}) == {}
    await team.idle()
    assert "*Staging*, 2 cards\n" in ana.read_words(ana.modal)
    assert "• *Staging*, 2 cards\n" in board(team, "rui").words
    assert (await theme(team, "Staging")).suggested is False
    done = (await stored(team, AuditEntry))[-1]
    assert (done.action, done.details) == ("retro_themes_sorted", {"merged": 0, "moved": 0})


async def test_themes_are_merged(team):
    """The others' cards come along, and the others are gone from the list."""
    await shown(team)
    ana = await sorting(team)
    await opened(ana, "Sandbox, env, staging")
    await ana.submit({"Name": "Everything", "Merge with": ["Review, PR, merge (2 cards)", "the cake (1 card)"]})
    assert "5 cards in 1 theme." in ana.read_words(ana.modal)
    assert await names(team) == {"Everything": set(SAID)}


async def test_a_theme_is_split_and_cards_move(team):
    """Some cards become a theme of their own; a card goes to another; where all go, the theme becomes part of that."""
    await shown(team)
    ana = await sorting(team)
    await opened(ana, "Sandbox, env, staging")
    chosen = {"Move cards": [numbered(ana, SAID[0])], "Move them to": "A new theme"}
    await ana.submit({"Name": "Sandbox", **chosen, "Name of the new theme": "Staging down"})
    assert await names(team) == {
        "Sandbox": {SAID[2]},
        "Staging down": {SAID[0]},
        "Review, PR, merge": {SAID[1], SAID[3]},
        "the cake": {SAID[4]},
    }
    await opened(ana, "the cake")
    await ana.submit({"Move cards": ["1. the cake"], "Move them to": "Sandbox (1 card)"})
    assert "4 themes" not in ana.read_words(ana.modal)
    assert (await names(team))["Sandbox"] == {SAID[2], SAID[4]}
    cake, sandbox = await theme(team, "the cake"), await theme(team, "Sandbox")
    assert cake.merged_into_id == sandbox.id


async def test_what_does_not_hold_together_is_said_beside_its_field(team):
    """Nothing is stored, and what was typed stays."""
    await shown(team)
    ana = await sorting(team)
    await opened(ana, "Sandbox, env, staging")
    errors = await ana.submit({"Move cards": [numbered(ana, SAID[0])]})
    assert errors == {"to": "Choose where these cards go: another theme, or a new one."}
    one = {"Merge with": ["the cake (1 card)"], "Move them to": "the cake (1 card)"}
    assert list(await ana.submit(one)) == ["to"]
    assert list(await ana.submit({"Name": "   "})) == ["name:1"]
    assert len(await names(team)) == 3


async def test_of_two_who_change_a_theme_the_second_sees_what_the_first_did(team):
    """Ana names it while Inês, who took over, merges it: she is shown Ana's name, and nothing of hers was stored."""
    await shown(team)
    ana, ines = await sorting(team), team.persona("ines")
    await opened(ana, "Sandbox, env, staging")
    await ines.click("Facilitate", on=board(team, "ines"))
    await sorting(team, "ines")
    await opened(ines, "Sandbox, env, staging")
    await ines.submit({"Name": "Staging"})
    assert "runs this retro" in str(await ana.submit({"Name": "Environments", "Merge with": ["the cake (1 card)"]}))
    await ana.click("Facilitate", on=board(team, "ana"))
    assert await ana.submit({"Name": "Environments", "Merge with": ["the cake (1 card)"]}) == {}
    now = ana.read_words(ana.modal)
    assert "Somebody changed this theme since you opened it." in now
    assert "You had called it “Environments”." in now
    assert set(await names(team)) == {"Staging", "Review, PR, merge", "the cake"}
    await ana.submit({"Name": "Staging and cake"})
    assert set(await names(team)) == {"Staging and cake", "Review, PR, merge"}


async def test_a_theme_that_was_merged_meanwhile_is_not_changed(team):
    """Whoever has its form open hears where it went, and so does whoever wants to merge it elsewhere."""
    await shown(team)
    ana, again = team.persona("ana"), await sorting(team)
    await opened(again, "the cake")
    cake, staging = await theme(team, "the cake"), await theme(team, "Sandbox, env, staging")
    sorting_by = team.bot.parts.retro.sorting
    form = await sorting_by.form(team.workspace_id, ana.id, staging.id)

    await sorting_by.save(team.workspace_id, ana.id, staging.id, form.revision, Sorted("All", merge=(cake.id,)))
    assert await again.submit({"Name": "Cakes"}) == {
        "name:1": "“the cake” became part of “All” meanwhile. Nothing was changed."
    }


async def test_two_merges_at_once_lose_no_card(team):
    """Of two that want each other's theme one wins, the other hears of it, and every card stays in a theme."""
    await shown(team)

    ana, parts = team.persona("ana"), team.bot.parts
    cake, staging = await theme(team, "the cake"), await theme(team, "Sandbox, env, staging")
    done = await asyncio.gather(
        parts.retro.sorting.save(team.workspace_id, ana.id, staging.id, 1, Sorted("One", merge=(cake.id,))),
        parts.retro.sorting.save(team.workspace_id, ana.id, cake.id, 1, Sorted("Two", merge=(staging.id,))),
        return_exceptions=True,
    )
    assert sorted(type(one) for one in done if one is not None) != []
    assert len([one for one in done if isinstance(one, UserError)]) == 1
    found = await names(team)
    assert sorted(map(len, found.values())) == [2, 3]
    assert set().union(*found.values()) == set(SAID)


async def test_only_who_runs_the_retro_sorts(team):
    """Others of the team hear how to take over."""
    await shown(team)
    rui = await sorting(team, "rui")
    assert rui.modal is None
    assert "Ana Sousa runs this retro. *Facilitate* below the board" in rui.messages("payments")[-1].words


async def test_once_the_vote_begins_the_thread_has_the_cards_by_theme(team):
    """With each theme's cards, quoted; a theme that is merged then is shown so."""
    await shown(team, [*SAID, "<!channel> *look*"])
    ana = team.persona("ana")
    await ana.click("Start the vote", on=board(team, "ana"))
    await team.idle()
    [page] = [one for one in in_thread(team) if "By theme" in one]
    staging = page.partition("*Sandbox, env, staging*\n")[2].partition("\n*")[0]
    assert set(staging.split("\n\n")) == {"> staging was down on Tuesday", "> our sandbox env does not answer"}
    assert "> &lt;!channel&gt; " in page
    await sorting(team)
    await opened(ana, "the cake")
    await ana.submit({"Merge with": ["Sandbox, env, staging (2 cards)"]})
    await team.idle()
    [page] = [one for one in in_thread(team) if "By theme" in one]
    assert "*the cake*" not in page
    together = page.partition("*Sandbox, env, staging*\n")[2].partition("\n*")[0]
    assert set(together.split("\n\n")) == {f"> {SAID[one]}" for one in (0, 2, 4)}


@pytest.mark.parametrize(("cards", "themes"), [(8, 8), (60, 60), (600, 130)])
async def test_few_and_many_themes_can_be_sorted(team, cards, themes):
    """Within Slack's limits, whatever the number: the list pages, and so does what the form offers."""
    texts = [f"zq{number % themes}x zq{number % themes}y " + "long " * 20 for number in range(cards)]
    await shown(team, texts)
    ana = await sorting(team)
    assert f"{cards} cards in {themes} themes" in ana.read_words(ana.modal)
    while "More themes" in [one for row in ana.modal.blocks for one in _labels(row)]:
        await ana.click("More themes", on="modal")
    await opened(ana, ana.modal.blocks[1]["text"]["text"].split("*")[1])
    if themes > 100:
        await ana.click("More themes")
        assert "Back" in [one for row in ana.modal.blocks for one in _labels(row)]
    assert await ana.submit({"Name": "The last one"}) == {}
    assert "The last one" in ana.read_words(ana.modal)
    await ana.click("Start the vote", on=board(team, "ana"))
    await team.idle()
    assert "\n".join(in_thread(team)).count("zq") >= cards


def _labels(row):
    return [one["text"]["text"] for one in row.get("elements", ()) if one["type"] == "button"]
