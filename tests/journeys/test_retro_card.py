"""A retro is open: people write their cards, and see and change their own; nobody else sees any until the reveal."""

import asyncio
import json

import pytest
import sqlalchemy as sa

from bot.views import retro_card
from models import Retro, RetroCard
from tests.factories.listening import Sending
from tests.factories.retro import newest, set_up, staffed, stored
from tests.journeys.conftest import world
from tests.journeys.test_retro_box import THOUGHT, code_in, everything

FIRST = {"Week": "First of the month"}
WORKED, DIDNT, TRY = "What worked?", "What didn't?", "What shall we try?"
REVEALED = "2026-03-10 14:00"


@pytest.fixture
async def team(lumen):
    """Payments' retro, open since Thursday noon for those in Lisbon."""
    await staffed(lumen)
    await set_up(lumen.persona("ana"), FIRST)
    await lumen.at("2026-03-05 15:00")
    return lumen


def board(company, who="rui"):
    """The board as somebody sees it."""
    return next(one for one in company.persona(who).messages("payments") if "Payments retro" in one.words)


async def writes(company, who, answers):
    """Let somebody write cards; return their code."""
    person = company.persona(who)
    await person.click("Add a card", on=board(company, who))
    assert await person.submit(answers) == {}
    said = person.read_words(person.modal)
    await person.close()
    return code_in(said)


async def texts(company):
    """All cards as (column, text), sorted."""
    return sorted((one.column_key, one.text) for one in await stored(company, RetroCard))


async def test_cards_are_written_seen_and_changed_by_their_author_alone(team, logged):
    """One field a column; an empty line begins a new card; the form opens with one's own and nobody else's."""
    rui, ines = team.persona("rui"), team.persona("ines")
    await rui.click("Add a card", on=board(team))
    form = rui.read_words(rui.modal)
    assert "*Shown without your name* in #payments on Tue 14:00, together with everybody's" in form
    assert "With a card no name and no time is stored, in no log either" in form
    assert "What the retros of three teams have in common is shown to the PMO with some of its cards" in form
    assert "whoever runs the server could change the program" in form
    assert "You can change what you write here until Tue 14:00" in form
    before = await everything(team, but={"retro_card"})
    assert await rui.submit({WORKED: "Pairing\n\nThe demo with real customers", DIDNT: "Staging keys"}) == {}
    receipt = rui.read_words(rui.modal)
    assert "Kept for *Payments retro*, 3 cards of yours by now" in receipt
    code = code_in(receipt)
    assert await everything(team, but={"retro_card"}) == before
    await rui.close()
    await ines.click("Add a card", on=board(team, "ines"))
    assert "Pairing" not in str(ines.modal.blocks)
    await ines.close()
    await rui.click("Add a card", on=board(team))
    shown = str(rui.modal.blocks)
    assert "Pairing\\n\\nThe demo with real customers" in shown
    assert "Staging keys" in shown
    for never in ("Pairing", "Staging", code):
        assert never not in rui.modal.private_metadata
    assert await rui.submit({WORKED: "Pairing every Monday", TRY: "One owner a release"}) == {}
    assert await texts(team) == [
        ("didnt", "Staging keys"),
        ("try", "One owner a release"),
        ("worked", "Pairing every Monday"),
    ]
    assert len({one.receipt for one in await stored(team, RetroCard)}) == 3
    log = logged.getvalue()
    for never in ("Pairing", "Staging keys", code, rui.id):
        assert never not in log
    assert [one.words for one in ines.messages("payments")] == [board(team, "ines").words]


async def test_what_was_kept_during_the_month_joins(team):
    """It stands in the form of its author, who sorts it into a column or leaves it."""
    rui = team.persona("rui")
    await rui.command(f"/pmo retro add {THOUGHT}")
    await rui.command("/pmo retro add Nobody came to the demo")
    await rui.click("Add a card", on=board(team))
    assert f"{THOUGHT}\\n\\nNobody came to the demo" in str(rui.modal.blocks)
    assert await rui.submit({DIDNT: "Nobody came to the demo", "Kept during the month": THOUGHT}) == {}
    assert await texts(team) == [("", THOUGHT), ("didnt", "Nobody came to the demo")]


async def test_a_card_that_is_too_long_stays_in_the_form(team):
    """A sentence beside its field; to the letter it fits, and one emoji is enough."""
    rui = team.persona("rui")
    await rui.click("Add a card", on=board(team))
    errors = await rui.submit({WORKED: "fine", DIDNT: "c" * 3000})
    [(field, sentence)] = errors.items()
    assert field.startswith("card:didnt")
    assert "at most 1,000 characters; this one has 3,000. Nothing was stored yet, and nothing you typed is lost" in (
        sentence
    )
    assert await stored(team, RetroCard) == []
    assert await rui.submit({DIDNT: "c" * 1000, WORKED: "🚀"}) == {}
    assert await texts(team) == [("didnt", "c" * 1000), ("worked", "🚀")]


async def test_of_two_devices_the_second_sees_the_first(team):
    """Nothing is overwritten: the form has both, says so, and is sent once more."""
    rui = team.persona("rui")
    await writes(team, "rui", {WORKED: "Pairing"})
    await rui.click("Add a card", on=board(team))
    on_the_phone = rui.modal
    await rui.close()
    await writes(team, "rui", {WORKED: "Pairing\n\nDemo"})
    phone = dict(await sent(team, rui, on_the_phone, {"worked": "Pairing", "didnt": "Keys"}))
    assert phone["response_action"] == "update"
    drawn = str(phone["view"]["blocks"])
    assert "Your cards were changed on another device meanwhile" in drawn
    assert "Pairing\\n\\nDemo" in drawn
    assert "Keys" in drawn
    assert await texts(team) == [("worked", "Demo"), ("worked", "Pairing")]


async def test_sent_twice_it_is_kept_once(team):
    """Two at the same instant, and once more later: the cards are there once, and the first code is good."""
    rui = team.persona("rui")
    await rui.click("Add a card", on=board(team))
    form = rui.modal
    answers = await asyncio.gather(*(sent(team, rui, form, {"worked": "Pairing"}) for _ in range(2)))
    said = [str(one["view"]["blocks"]) for one in answers]
    codes = [one for one in said if "Your code" in one]
    assert len(codes) == 1
    assert any("kept already, and the code that you have is still good" in one for one in said)
    assert await texts(team) == [("worked", "Pairing")]
    [done] = await rui.command(f"/pmo retro withdraw {code_in(codes[0])}")
    assert "It is withdrawn" in done.words


async def test_two_people_at_once_lose_nothing(team):
    """All cards are written anew with each: they wait for each other."""
    people = [team.persona(one) for one in ("rui", "ines", "tiago", "ana")]
    forms = []
    for one in people:
        await one.click("Add a card", on=board(team, one.person.name.split()[0].lower().replace("ê", "e")))
        forms.append(one.modal)
    await asyncio.gather(
        *(
            sent(team, one, form, {"worked": f"Card of {number}"})
            for number, (one, form) in enumerate(zip(people, forms, strict=True))
        )
    )
    assert await texts(team) == [("worked", f"Card of {number}") for number in range(4)]
    assert len({one.writer for one in await stored(team, RetroCard)}) == 4


async def test_what_is_sent_after_the_reveal_is_offered_the_box(team):
    """The text stays in the form, without what was shown; *Keep for next time* keeps it."""
    rui = team.persona("rui")
    for who in ("rui", "ines", "tiago"):
        await writes(team, who, {WORKED: f"Card of {who}"})
    await rui.click("Add a card", on=board(team))
    rui.fill({DIDNT: "Staging keys"})
    await team.at(REVEALED)
    assert await rui.submit({WORKED: "Card of rui", DIDNT: "Staging keys"}) == {}
    late = rui.read_words(rui.modal)
    assert "The cards of this retro have been shown meanwhile" in late
    assert "Nothing is lost" in late
    assert "Staging keys" in str(rui.modal.blocks)
    assert "Card of rui" not in str(rui.modal.blocks)
    assert rui.modal.submit["text"] == "Keep for next time"
    assert await rui.submit() == {}
    assert "shown without your name in #payments at the next retro (Thu 2 Apr)" in rui.read_words(rui.modal)
    waiting = [one for one in await stored(team, RetroCard) if one.round_id is None]
    assert [one.text for one in waiting] == ["Staging keys"]


async def test_an_old_button_opens_the_box(team):
    """*Add a card* of a retro whose cards are shown says so, and keeps what comes for the next one."""
    rui = team.persona("rui")
    for who in ("rui", "ines", "tiago"):
        await writes(team, who, {WORKED: f"Card of {who}"})
    await team.at(REVEALED)
    await team.deliver(Sending(team, "rui").on_message(retro_card.ADD, str((await newest(team)).id)))
    assert "The cards of this retro are shown already." in rui.read_words(rui.modal)
    assert await rui.submit({"For the next retro": "Later"}) == {}
    assert [one.text for one in await stored(team, RetroCard) if one.round_id is None] == ["Later"]


async def test_who_is_of_no_team_of_the_retro_cannot_add(team):
    """They read whose it is."""
    ben = team.persona("ben")
    await team.deliver(Sending(team, "ben").on_message(retro_card.ADD, str((await newest(team)).id)))
    assert "Payments retro is for the people of its teams, so nothing was stored." in ben.messages()[-1].words


async def test_with_names_the_form_says_so(lumen):
    """The author is stored and shown; a thought that was kept without a name stays without one."""
    await staffed(lumen)
    ana, rui = lumen.persona("ana"), lumen.persona("rui")
    await set_up(ana, FIRST)
    await rui.command(f"/pmo retro add {THOUGHT}")
    await ana.command("/pmo retro edit Payments retro")
    await ana.submit({"Names": []})
    await ana.submit()
    await ana.close()
    await lumen.at("2026-03-05 15:00")
    await rui.click("Add a card", on=board(lumen))
    assert "*Shown with your name* in #payments on Tue 14:00" in rui.read_words(rui.modal)
    assert await rui.submit({WORKED: "Pairing"}) == {}
    await rui.close()
    kept = {one.text: one for one in await stored(lumen, RetroCard)}
    assert kept["Pairing"].author_id is not None
    assert kept["Pairing"].writer is None
    assert kept[THOUGHT].author_id is None
    await lumen.at(REVEALED)
    thread = "\n".join(one.words for one in ana.thread("payments", board(lumen).ts))
    assert "Pairing" in thread
    assert "Rui Matos" in thread
    assert THOUGHT not in thread
    assert (await newest(lumen)).state == "grouping"


async def test_without_a_key_there_are_no_cards_without_names(database_url):
    """The set-up says so beside its field, and who mends it; a retro with names needs none."""
    async with world(database_url, secret="") as lumen:
        await staffed(lumen)
        ana, rui = lumen.persona("ana"), lumen.persona("rui")
        await ana.command("/pmo retro new")
        [said] = (await ana.submit()).values()
        assert "Cards without names need a secret key" in said
        assert "Whoever runs Drumbeat sets DRUMBEAT_SECRET_KEY; drumbeat doctor says how." in said
        await ana.close()
        await set_up(ana, {"Names": []})
        await rui.command(f"/pmo retro add {THOUGHT}")
        [card] = await stored(lumen, RetroCard)
        assert card.writer is None
        # The key was lost after it had been set up, or another one is used: what cannot be sealed is not taken.
        async with lumen.bot.parts.database.transaction(lumen.workspace_id) as session:
            await session.execute(sa.update(Retro).values(anonymous=True))
        [refused] = await rui.command("/pmo retro add Another one")
        assert "DRUMBEAT_SECRET_KEY" in refused.words
        assert len(await stored(lumen, RetroCard)) == 1


async def sent(company, person, view, answers):
    """Send a form as another device would, whatever is open now; return the acknowledgement."""
    values = {}
    for block in view.blocks:
        if block["type"] == "input":
            column = block["block_id"].split(":")[1]
            typed = answers.get(column, block["element"].get("initial_value"))
            values[block["block_id"]] = {"value": {"type": "plain_text_input", "value": typed}}
    body = {
        "type": "view_submission",
        "team": {"id": company.workspace_id, "domain": "lumen"},
        "user": {"id": person.id, "team_id": company.workspace_id},
        "view": {
            "id": view.id,
            "type": "modal",
            "callback_id": view.callback_id,
            "private_metadata": view.private_metadata,
            "blocks": view.blocks,
            "state": {"values": values},
        },
    }
    response = await company.deliver(body)
    return json.loads(response.body)
