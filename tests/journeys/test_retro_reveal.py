"""All cards appear together: without names, in an order of chance; one can be hidden, and withdrawn by its code."""

import pytest

from models import AuditEntry, Delivery, RetroCard, RetroPart
from tests.factories.retro import cards as put_in
from tests.factories.retro import newest, stored
from tests.journeys.test_retro_box import THOUGHT
from tests.journeys.test_retro_card import DIDNT, REVEALED, TRY, WORKED, board, team, writes

__all__ = ["team"]


def thread(world, who="ines"):
    """What stands below the board, as somebody reads it."""
    return world.persona(who).thread("payments", board(world, who).ts)[1:]


@pytest.fixture
async def shown(team):
    """Three people wrote, and the cards are shown; `codes` by who wrote."""
    codes = {
        "rui": await writes(team, "rui", {WORKED: "Pairing", DIDNT: "Staging keys\n\nIt is all Ben's fault"}),
        "ines": await writes(team, "ines", {WORKED: "The demo", TRY: "One owner a release"}),
        "tiago": await writes(team, "tiago", {DIDNT: "Two releases in one afternoon"}),
    }
    await team.persona("huimin").command(f"/pmo retro add {THOUGHT}")
    await team.at(REVEALED)
    return team, codes


async def test_all_cards_appear_together_without_names(shown):
    """By column in the thread, what was kept in the box last; nothing in Slack or here says who wrote which."""
    team, codes = shown
    assert "7 cards in the thread" in board(team).words
    pages = thread(team)
    assert [one.words.splitlines()[0] for one in pages] == [
        "*What worked?* (1 of 4)",
        "*What didn't?* (2 of 4)",
        "*What shall we try?* (3 of 4)",
        "*Kept during the month* (4 of 4)",
    ]
    assert "> Pairing" in pages[0].words
    assert "> The demo" in pages[0].words
    assert f"> {THOUGHT}" in pages[3].words
    said = "\n".join(one.words for one in pages)
    for who in ("rui", "ines", "tiago", "huimin"):
        assert team.persona(who).person.name not in said
    for card in await stored(team, RetroCard):
        assert (card.writer, card.author_id) == (None, None)
    # That somebody took part is no secret; it is noted for all at once.
    wrote = {one.person_id for one in await stored(team, RetroPart) if one.wrote}
    assert len(wrote) == 4
    assert all(code not in said for code in codes.values())


async def test_what_slack_keeps_of_the_messages_names_nobody(shown):
    """Each carries its key alone, made of the retro and the page; no message in a channel came with anybody's card."""
    team, codes = shown
    current = await newest(team)
    messages = team.slack.channel("payments").messages.values()
    carried = [one.metadata["event_payload"] for one in messages if one.metadata]
    keys = [str(one["key"]) for one in carried]
    assert keys == [f"retro_board:{current.id}", *(f"retro_cards:{current.id}:{page}" for page in range(4))]
    assert {name for one in carried for name in one} == {"key"}
    said = repr([(one.text, one.blocks, one.metadata) for one in messages])
    for never in (*codes.values(), *(team.persona(who).id for who in ("rui", "ines", "tiago", "huimin"))):
        assert never not in said
    board_ts, *pages = (one.ts for one in messages)
    shown_at = current.reveal_at.timestamp()
    assert float(board_ts) < shown_at
    assert all(float(ts) >= shown_at for ts in pages)


async def test_nothing_tells_before_the_reveal_that_somebody_wrote(team):
    """Neither their part nor a message of the ledger changes; the reminder alone goes to those without a card."""
    parts = [(one.state, one.wrote) for one in await stored(team, RetroPart)]
    kinds = [one.kind for one in await stored(team, Delivery)]
    await writes(team, "rui", {WORKED: "Pairing"})
    await team.persona("ines").command(f"/pmo retro add {THOUGHT}")
    assert [(one.state, one.wrote) for one in await stored(team, RetroPart)] == parts
    assert [one.kind for one in await stored(team, Delivery)] == kinds
    await team.at("2026-03-10 12:00")
    last = {who: team.persona(who).messages()[-1].words for who in ("rui", "ines", "tiago")}
    assert [who for who, words in last.items() if "takes cards until" in words] == ["tiago"]


async def test_the_facilitator_hides_a_card_that_attacks_somebody(shown):
    """Only they can; how many are hidden is shown, its words go, and it can be shown again."""
    team, _ = shown
    ana, rui = team.persona("ana"), team.persona("rui")
    page = thread(team, "rui")[1]
    await rui.click("Hide a card", on=page)
    assert "Ana Sousa runs this retro" in rui.messages("payments")[-1].words
    await ana.click("Hide a card", on=thread(team, "ana")[1])
    form = ana.read_words(ana.modal)
    assert "Nobody can find out who wrote it" in form
    [label] = [one for one in options(ana.modal) if "fault" in one]
    assert await ana.submit({"Hide": [label]}) == {}
    page = thread(team)[1]
    assert "fault" not in page.words
    assert "Staging keys" in page.words
    assert "1 card is hidden: the facilitator found that it attacks somebody." in page.words
    assert "6 cards in the thread, 1 more was hidden by Ana Sousa" in board(team).words
    [entry] = [one for one in await stored(team, AuditEntry) if one.action == "retro_cards_hidden"]
    assert "fault" not in str(entry.details)
    await ana.click("Hide a card", on=thread(team, "ana")[1])
    assert await ana.submit({"Hide": []}) == {}
    assert "fault" in thread(team)[1].words
    assert "7 cards in the thread. Ana Sousa sorts them" in board(team).words


async def test_when_a_retro_is_over_its_team_can_still_hide_a_card(shown):
    """Nobody can take it over any more, and whoever ran it may have left; who is of no team of it cannot."""
    team, _ = shown
    ana, rui, grace = team.persona("ana"), team.persona("rui"), team.persona("grace")
    await team.at("2026-03-12 14:00")
    await ana.click("Close the retro", on=board(team, "ana"))
    await grace.click("Hide a card", on=thread(team, "grace")[1])
    assert grace.modal is None
    assert "Ana Sousa ran this retro, and only its teams may do this" in grace.messages("payments")[-1].words
    await rui.click("Hide a card", on=thread(team, "rui")[1])
    [label] = [one for one in options(rui.modal) if "fault" in one]
    assert await rui.submit({"Hide": [label]}) == {}
    assert "fault" not in thread(team)[1].words


async def test_a_card_that_is_shown_is_withdrawn_by_its_code(shown):
    """It leaves the thread and the board's count; nothing else changes, and its other cards stay."""
    team, codes = shown
    rui = team.persona("rui")
    before = {one.id: one.text for one in await stored(team, RetroCard)}
    parts = [(one.id, one.wrote, one.state) for one in await stored(team, RetroPart)]
    await rui.click("Withdraw a card", on=thread(team, "rui")[1])
    assert await rui.submit({"code": codes["rui"]}) == {}
    [label] = [one for one in options(rui.modal) if "fault" in one]
    assert await rui.submit({"Withdraw": [label]}) == {}
    assert "It is withdrawn and deleted; 2 cards of this code stay" in rui.read_words(rui.modal)
    assert "fault" not in thread(team)[1].words
    assert "6 cards in the thread" in board(team).words
    after = {one.id: one.text for one in await stored(team, RetroCard)}
    assert set(before.items()) - set(after.items()) == {
        (card, text) for card, text in before.items() if text == "It is all Ben's fault"
    }
    assert set(after) <= set(before)
    assert [(one.id, one.wrote, one.state) for one in await stored(team, RetroPart)] == parts
    [done] = await rui.command(f"/pmo retro withdraw {codes['tiago']}")
    assert "It is withdrawn" in done.words
    assert "Two releases" not in "\n".join(one.words for one in thread(team))


async def test_a_hidden_card_can_be_withdrawn_too(shown):
    """Then nothing is hidden any more."""
    team, codes = shown
    ana, tiago = team.persona("ana"), team.persona("tiago")
    await ana.click("Hide a card", on=thread(team, "ana")[1])
    [label] = [one for one in options(ana.modal) if "Two releases" in one]
    await ana.submit({"Hide": [label]})
    assert "1 more was hidden" in board(team).words
    await tiago.command(f"/pmo retro withdraw {codes['tiago']}")
    assert "hidden" not in board(team).words
    assert (await newest(team)).hidden == 0


async def test_many_cards_come_in_pages(team):
    """Twenty a message; nothing is cut."""
    await put_in(team, *range(47), column="didnt")
    await team.at(REVEALED)
    pages = thread(team)
    assert [one.words.splitlines()[0] for one in pages] == [f"*What didn't?* ({n} of 3)" for n in (1, 2, 3)]
    said = "\n".join(one.words for one in pages)
    assert all(f"> A thought of {number}\n" in f"{said}\n" for number in range(47))


def options(view):
    """The labels of the boxes that can be ticked in a form."""
    return [one["text"]["text"] for block in view.blocks for one in block.get("element", {}).get("options", ())]
