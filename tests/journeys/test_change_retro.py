"""A short retro of a change: two minutes without a name, read by theme, and what was learnt becomes a page."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.domain.retro_card import Written
from bot.playground.seen import SeenMessage
from models import AuditEntry, Change, ChangeRetro, ChangeRetroAsked, ChangeRetroCard, ChangeRetroTheme, Person
from tests.journeys.conftest import World
from tests.journeys.test_change_pulse import NAME, affected
from tests.journeys.test_retro_box import code_in, everything
from tests.journeys.test_sync_races import stored

pytestmark = pytest.mark.begins("Tue 10:00")

PEOPLE = ("ana", "wei", "jonas", "aylin")
WHO, WORKED, DIDNT, NEXT = "Who looks back?", "What worked?", "What didn't?", "What shall we do next time?"
SAID = {
    "ana": {WORKED: "The training sessions with our own customers.", NEXT: "More training before we switch."},
    "wei": {WORKED: "A training session twice a week.", DIDNT: "We heard of it <!channel> last."},
    "jonas": {DIDNT: "The quote tool was slow.\n\nNobody told *partners*."},
}


async def begun(world: World, **fields: object) -> int:
    """Let Mara ask the people of a change; return its id."""
    change_id = await affected(world, {"Sales": PEOPLE}, **fields)
    mara = world.persona("mara")
    [page] = await mara.command(f"/pmo change {NAME}")
    await mara.click("Hold a short retro", on=page)
    assert await mara.submit() == {}
    assert "4 people are asked" in mara.read_words(mara.modal)
    await mara.close()
    # Who had a message that day gets it on the next one with room.
    await world.advance(timedelta(days=2))
    return change_id


def question(world: World, who: str) -> SeenMessage:
    """Return what somebody is asked."""
    [found] = [one for one in world.persona(who).messages() if "looking back" in one.text or "next time" in one.text]
    return found


async def writes(world: World, who: str, fields: dict[str, str]) -> str:
    """Let somebody write, and return the receipt."""
    persona = world.persona(who)
    await persona.click("Write a card", on=question(world, who))
    assert await persona.submit(fields) == {}
    receipt = persona.read_words(persona.modal)
    await persona.close()
    return receipt


def told(world: World, who: str = "mara") -> list[SeenMessage]:
    """Return what somebody was told of the retro."""
    return [one for one in world.persona(who).messages() if "Looking back on" in one.text or "too few" in one.text]


async def test_people_write_without_names_and_what_was_learnt_becomes_a_page(company: World) -> None:
    """Three write, whoever runs it reads by theme; once closed, the page begins with the themes and no card."""
    await begun(company, state="in_progress")
    asked = question(company, "ana")
    assert "Mara Lindqvist asks people of Sales and others whom it affects" in asked.words
    assert "fewer than three people" in asked.words
    for who, fields in SAID.items():
        assert "`" in await writes(company, who, fields)
    [page] = await company.persona("mara").command(f"/pmo change {NAME}")
    assert "4 people are asked what worked and what didn't" in page.words
    assert "customers" not in page.words
    await company.advance(timedelta(days=7))
    [heard] = told(company)
    assert "6 cards, by theme" in heard.words
    assert "Training (2)" in heard.words
    assert "We heard of it &lt;!channel&gt; last." in heard.words
    assert "the time for looking back is over" in question(company, "ana").words
    mara = company.persona("mara")
    await mara.click("Read all cards", on=heard)
    assert "Nobody told" in mara.messages()[-1].words
    [page] = await company.persona("ines").command(f"/pmo change {NAME}")
    assert "Looking back · 6 cards" in page.words.replace("*", "")
    assert "customers" not in page.words
    assert "Read all cards" not in page.buttons
    await mara.command(f"/pmo change {NAME} close")
    outcome, why = "What did it come to, and what was learnt?", "Why close it all the same?"
    assert await mara.submit({outcome: "Two teams own a journey.", why: "It is small."}) == {}
    await mara.close()
    [page] = await mara.command(f"/pmo change {NAME}")
    await mara.click("Make it a playbook", on=page)
    begins = str(mara.modal.blocks)
    assert "Two teams own a journey." in begins
    assert "What worked: Training (2)" in begins
    assert "customers" not in begins
    assert "quote tool" not in begins


async def test_fewer_than_three_are_read_by_nobody(company: World) -> None:
    """It is left open for longer once, whoever began it hears that; then all is thrown away unread."""
    await begun(company, state="announced")
    for who in ("ana", "wei"):
        await writes(company, who, SAID[who])
    await company.advance(timedelta(days=6))
    [longer] = told(company)
    assert "Fewer than three people have written" in longer.words
    [row] = await stored(company, ChangeRetro)
    assert (row.state, row.longer) == ("open", True)
    await company.advance(timedelta(days=5))
    assert await stored(company, ChangeRetroCard) == []
    assert await stored(company, ChangeRetroTheme) == []
    assert "thrown away unread" in told(company)[-1].words
    assert "thrown away unread" in question(company, "ana").words
    assert "customers" not in str([one.words for one in company.persona("mara").messages()])
    [page] = await company.persona("mara").command(f"/pmo change {NAME}")
    assert "Hold a short retro" in page.buttons


async def test_the_third_may_come_in_the_time_that_was_added(company: World) -> None:
    """Then it is shown as any other."""
    await begun(company, state="announced")
    for who in ("ana", "wei"):
        await writes(company, who, SAID[who])
    await company.advance(timedelta(days=6))
    await writes(company, "jonas", SAID["jonas"])
    await company.advance(timedelta(days=5))
    assert "6 cards" in told(company)[-1].words


async def test_cards_are_changed_until_they_are_shown_and_withdrawn_after(company: World) -> None:
    """The form has one's own; the code takes a card out of what is sealed and of what is shown, with its theme."""
    await begun(company, state="announced")
    for who in ("ana", "wei"):
        await writes(company, who, SAID[who])
    first = code_in(await writes(company, "jonas", {DIDNT: "Too fast."}))
    jonas = company.persona("jonas")
    await jonas.click("Write a card", on=question(company, "jonas"))
    assert "Too fast." in str(jonas.modal.blocks)
    assert await jonas.submit({DIDNT: "The quote tool was slow.\n\nToo fast."}) == {}
    code = code_in(jonas.read_words(jonas.modal))
    await jonas.close()
    [old] = await jonas.command(f"/pmo retro withdraw {first}")
    assert "No card has this code" in old.words
    await jonas.command(f"/pmo retro withdraw {code}")
    assert "looking back on Product teams, not shown yet" in jonas.read_words(jonas.modal)
    await jonas.close()
    await company.advance(timedelta(days=7))
    assert "The quote tool was slow." in told(company)[-1].words
    parts = company.bot.parts
    await parts.retro.withdrawals.withdraw(company.workspace_id, code)
    await company.idle()
    assert "The quote tool was slow." not in told(company)[-1].words
    assert "4 cards" in told(company)[-1].words
    names = [one.name for one in await stored(company, ChangeRetroTheme)]
    assert not any("quote" in one.casefold() for one in names)


async def test_a_card_stands_in_the_box_alone(company: World, logged) -> None:
    """Whatever other table is looked at, before and after: nothing tells who wrote, when or what."""
    await begun(company, state="announced")
    before = await everything(company, but={"change_retro_card"})
    logged.truncate(0)
    receipt = await writes(company, "ana", SAID["ana"])
    code = code_in(receipt)
    assert await everything(company, but={"change_retro_card"}) == before
    cards = await stored(company, ChangeRetroCard)
    assert len(cards) == 2
    log = logged.getvalue()
    for card in cards:
        assert company.persona("ana").id not in repr([getattr(card, one.name) for one in card.__table__.columns])
        for never in (card.text, code, code.replace("-", "").lower(), card.receipt, card.writer, card.id):
            assert never not in log


async def test_the_form_says_what_is_wrong_with_a_card(company: World) -> None:
    """Too long a card comes back beside its field, and nothing is stored; nothing at all is fine."""
    await begun(company, state="announced")
    ana = company.persona("ana")
    await ana.click("Write a card", on=question(company, "ana"))
    assert "at most 1,000" in str(await ana.submit({WORKED: "x" * 1001}))
    assert await stored(company, ChangeRetroCard) == []
    assert await ana.submit({WORKED: " "}) == {}
    assert "Nothing of yours is kept" in ana.read_words(ana.modal)


async def test_two_devices_lose_nothing(company: World) -> None:
    """What another device kept while a form was open stays beside what is sent from it."""
    await begun(company, state="announced")
    ana = company.persona("ana")
    await ana.click("Write a card", on=question(company, "ana"))
    [asked] = [one for one in await stored(company, ChangeRetroAsked) if one.person_id == await id_of(company, "ana")]
    writing = company.bot.parts.change.retro_writing
    form = await writing.form(company.workspace_id, ana.id, asked.id)
    await writing.write(company.workspace_id, ana.id, asked.id, form.seen, [Written("next", "From my phone.")])
    assert await ana.submit({WORKED: "From my desk."}) == {}
    assert "another device" in ana.read_words(ana.modal)
    assert {one.text for one in await stored(company, ChangeRetroCard)} == {"From my phone.", "From my desk."}
    texts = {one.receipt for one in await stored(company, ChangeRetroCard)}
    assert len(texts) == 2


async def id_of(world: World, who: str) -> int:
    """Return the number of somebody."""
    rows = await stored(world, Person, Person.slack_id == world.persona(who).id)
    return rows[0].id


async def test_those_who_worked_on_it_look_back_too_and_too_few_are_refused(company: World) -> None:
    """Owner, sponsor, and whom groups ask; below three the form says so, and two at once are not begun."""
    await affected(company, {"Sales": PEOPLE}, state="embedded", ended_at=company.clock.now(), ended_because="Done.")
    mara = company.persona("mara")
    await mara.command(f"/pmo change {NAME} retro")
    assert "Only 1 person could be asked" in (await mara.submit({WHO: ["Those who worked on it"]}))["groups"]
    assert await mara.submit({WHO: ["Those who worked on it", "Sales"]}) == {}
    await mara.close()
    assert len(await stored(company, ChangeRetroAsked)) == 5
    [again] = await mara.command(f"/pmo change {NAME} retro")
    assert "already" in again.words
    assert "change_retro_begun" in [one.action for one in await stored(company, AuditEntry)]


async def test_a_draft_and_members_ask_nobody(company: World) -> None:
    """There is nothing to look back on in a draft; asking and reading are for those who run the change."""
    change_id = await affected(company, {"Sales": PEOPLE}, state="draft")
    [said] = await company.persona("mara").command(f"/pmo change {NAME} retro")
    assert "is a draft" in said.words
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        await session.execute(sa.update(Change).where(Change.id == change_id).values(state="announced"))
    [said] = await company.persona("ines").command(f"/pmo change {NAME} retro")
    assert "is for the PMO" in said.words or "is begun for the PMO" in said.words
    [page] = await company.persona("ines").command(f"/pmo change {NAME}")
    assert "Looking back" not in page.words


async def test_the_cards_go_to_nobody_who_runs_the_change_no_more(company: World) -> None:
    """Ben began it when the change was his: they were promised to be read by whoever runs it, which is Mara now."""
    await begun(company, state="in_progress")
    ben = await id_of(company, "ben")
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        await session.execute(sa.update(ChangeRetro).values(asked_by_id=ben))
    for who, fields in SAID.items():
        await writes(company, who, fields)
    await company.advance(timedelta(days=7))
    assert told(company, "ben") == []
    assert "6 cards" in told(company)[-1].words
    assert "What was written goes to Mara Lindqvist" in question(company, "ana").words


async def test_it_goes_on_when_the_change_ends(company: World) -> None:
    """A change that is stopped meanwhile has its people look back all the same."""
    await begun(company, state="in_progress")
    mara = company.persona("mara")
    [page] = await mara.command(f"/pmo change {NAME}")
    await mara.click("Stop change", on=page)
    assert await mara.submit({"Why?": "The pilot failed."}) == {}
    await mara.close()
    for who, fields in SAID.items():
        await writes(company, who, fields)
    await company.advance(timedelta(days=7))
    assert "6 cards" in told(company)[-1].words


async def test_whoever_is_erased_takes_their_sealed_cards_along(company: World) -> None:
    """The key still knows them while they are sealed."""
    await begun(company, state="announced")
    await writes(company, "ana", SAID["ana"])
    await writes(company, "wei", SAID["wei"])
    await company.bot.parts.my_data.erase_now(company.workspace_id, await id_of(company, "ana"))
    assert {one.text for one in await stored(company, ChangeRetroCard)} == set(SAID["wei"].values())
    assert len(await stored(company, ChangeRetroAsked)) == 3
