"""Things that happen at the same instant: nothing is lost, nothing is doubled, and nobody waits for ever."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
import sqlalchemy as sa

from bot.playground.persona import Persona
from models import Addition, Answer, Delivery, Ritual, Round, Timer
from tests.journeys.conftest import World

GOOD = {"What moved?": "Card payments are live.", "What's next?": "Refunds"}
PAIR = """
syncs:
  - name: Pair check
    days: [mon, tue, wed, thu, fri]
    time: "9:00"
    channel: "#payments"
    voice: everyone
    people: [ana@lumen.example, tiago@lumen.example]
    owner: mara@lumen.example
    questions:
      - {key: moved, kind: long_text, text: "What moved?", required: true}
"""


async def stored(world: World, row: type[Any], *conditions: sa.ColumnElement[bool]) -> Sequence[Any]:
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        return list(await session.scalars(sa.select(row).where(*conditions).order_by(row.id)))


def in_front_of(*people: Persona) -> str:
    """Everything that is written in front of these people."""
    shown = [one.words for person in people for one in person.messages()]
    return "\n".join([*shown, *(person.read_words(person.modal) for person in people if person.modal)])


async def settled(world: World, *people: Persona) -> None:
    """Wait, and see that nothing went wrong on our side: no error shown, no timer to be tried again."""
    await world.idle()
    assert "Something broke" not in in_front_of(*people)
    assert [one.error for one in await stored(world, Timer) if one.error] == []


async def pair_asked(world: World) -> tuple[Persona, Persona]:
    """Ana and Tiago, each with the open form of a sync that is only for them."""
    await world.apply(PAIR)
    await world.at("Mon 09:30")
    people = world.persona("ana"), world.persona("tiago")
    for person in people:
        await person.click("Answer", on=person.messages()[-1])
    return people


@pytest.mark.begins("Tue 10:00")
async def test_of_two_answers_sent_at_once_one_is_the_answer_and_one_an_addition(company: World) -> None:
    """Two of a squad press *Send* at the same instant."""
    ana = company.persona("ana")
    await ana.click("Answer", on=ana.messages()[-1])
    await company.at("Tue 14:00")
    second = next(one for one in (company.persona("tiago"), company.persona("rui")) if one.messages())
    await second.click("Answer")
    await asyncio.gather(ana.submit(GOOD), second.submit(GOOD | {"What moved?": "Their words."}))
    await settled(company, ana, second)
    [answer] = await stored(company, Answer)
    [addition] = await stored(company, Addition)
    assert answer.person_id != addition.person_id
    for words in (ana.messages()[-1].words, second.messages()[-1].words):
        assert "Card payments are live." in words
        assert "Their words." in words


async def test_the_same_form_sent_twice_at_once_is_one_answer(lumen: World) -> None:
    """Slack sends a form twice when it does not hear from us; both arrive together."""
    ana, tiago = await pair_asked(lumen)
    form = ana.modal
    assert form is not None
    ana.fill({"What moved?": "Refunds."})
    typed = form.typed
    await asyncio.gather(ana.client.submit(form, typed), ana.client.submit(form, typed))
    await settled(lumen, ana, tiago)
    assert len(await stored(lumen, Answer)) == 1
    assert await stored(lumen, Addition) == []


async def test_the_last_two_answers_at_once_bring_one_summary_at_once(lumen: World) -> None:
    """Neither sees the other's as missing: the summary does not wait for the closing, and holds both."""
    ana, tiago = await pair_asked(lumen)
    await asyncio.gather(ana.submit({"What moved?": "Refunds."}), tiago.submit({"What moved?": "Ledger."}))
    await settled(lumen, ana, tiago)
    assert len(await stored(lumen, Answer)) == 2
    [summary] = ana.messages("payments")
    thread = "\n".join(one.words for one in ana.thread("payments", summary.ts))
    assert "Refunds." in thread
    assert "Ledger." in thread


async def test_an_answer_sent_while_the_round_closes_is_kept(lumen: World) -> None:
    """The tick closes the round while the last answer is on its way: in time or late, but there, in one summary."""
    ana, tiago = await pair_asked(lumen)
    assert await tiago.submit({"What moved?": "Ledger."}) == {}
    [current] = await stored(lumen, Round)
    lumen.clock.move_to(current.closes_at)
    await asyncio.gather(lumen.bot.parts.engine.tick(lumen.clock.now()), ana.submit({"What moved?": "Refunds."}))
    await settled(lumen, ana, tiago)
    [current] = await stored(lumen, Round)
    assert current.state == "closed"
    assert len(await stored(lumen, Answer)) == 2
    [summary] = ana.messages("payments")
    assert "Refunds." in "\n".join(one.words for one in ana.thread("payments", summary.ts))


async def test_closing_by_hand_while_the_clock_closes_posts_one_summary(lumen: World) -> None:
    """*Close now* at the very instant of the closing."""
    ana, tiago = await pair_asked(lumen)
    mara = lumen.persona("mara")
    [current] = await stored(lumen, Round)
    [asks] = await mara.command("/pmo sync close Pair check")
    lumen.clock.move_to(current.closes_at)
    await asyncio.gather(lumen.bot.parts.engine.tick(lumen.clock.now()), mara.click("Close now", on=asks))
    await settled(lumen, ana, tiago, mara)
    assert [one.state for one in await stored(lumen, Round)] == ["closed"]
    assert len(await stored(lumen, Delivery, Delivery.kind == "sync_rollup")) == 1
    assert len(ana.messages("payments")) == 1


async def test_running_a_sync_twice_at_once_opens_one_round(lumen: World) -> None:
    """Two of the PMO press *Run now* together; the second reads that it has run."""
    await lumen.apply(PAIR)
    mara, other = lumen.persona("mara"), lumen.persona("ana")
    await mara.command("/pmo role @ana pmo")
    [asks], [asks_other] = [await one.command("/pmo sync run Pair check") for one in (mara, other)]
    await asyncio.gather(mara.click("Run now", on=asks), other.click("Run now", on=asks_other))
    await settled(lumen, mara, other)
    assert len(await stored(lumen, Round)) == 1
    said = in_front_of(mara, other)
    assert said.count("runs now and closes") == 1
    assert said.count("is open already, so nobody was asked again") == 1


async def test_running_by_hand_while_the_clock_opens_the_round_opens_one(lumen: World) -> None:
    """*Run now* at the very instant at which the round is due."""
    await lumen.apply(PAIR)
    mara = lumen.persona("mara")
    [ritual] = await stored(lumen, Ritual)
    [asks] = await mara.command("/pmo sync run Pair check")
    lumen.clock.move_to(ritual.next_opens_at)
    await asyncio.gather(lumen.bot.parts.engine.tick(lumen.clock.now()), mara.click("Run now", on=asks))
    await settled(lumen, mara)
    assert len(await stored(lumen, Round)) == 1
    assert len(await stored(lumen, Delivery, Delivery.kind == "sync_prompt")) == 2


async def test_saving_twice_at_once_makes_one_sync(company: World) -> None:
    """A double click on *Save sync*: both answers are that it is saved."""
    mara = company.persona("mara")
    await mara.command("/pmo sync new")
    await mara.submit({"Name": "Design sync"})
    preview = mara.modal
    assert preview is not None
    both = await asyncio.gather(mara.client.submit(preview, {}), mara.client.submit(preview, {}))
    await settled(company, mara)
    assert [one.errors for one in both] == [{}, {}]
    assert len(await stored(company, Ritual, Ritual.name == "Design sync")) == 1
    assert "There is a sync with this name" not in in_front_of(mara)
    assert "Somebody has just saved" not in in_front_of(mara)


async def test_two_edits_saved_at_once_keep_one_and_tell_the_other(company: World) -> None:
    """The second is told who was quicker; what they typed waits as their draft."""
    mara, ana = company.persona("mara"), company.persona("ana")
    await mara.command("/pmo role @ana pmo")
    for person, time in ((mara, "11:00"), (ana, "9:00")):
        await person.command("/pmo sync edit weekly")
        await person.submit({"People are asked at": time})
    await asyncio.gather(mara.submit(), ana.submit())
    await settled(company, mara, ana)
    said = in_front_of(mara, ana)
    assert said.count("is changed: every Tuesday at") == 1
    assert said.count("changed Weekly sync while you were editing it") == 1


async def test_an_edit_saved_while_the_round_opens_does_no_harm(company: World) -> None:
    """The round is opened once, as it was or as it is; the next one follows the edit."""
    mara = company.persona("mara")
    await mara.command("/pmo sync edit weekly")
    await mara.submit()
    [ritual] = await stored(company, Ritual)
    company.clock.move_to(ritual.next_opens_at)
    await asyncio.gather(company.bot.parts.engine.tick(company.clock.now()), mara.submit())
    await settled(company, mara)
    assert len(await stored(company, Round)) <= 1


async def test_a_sync_deleted_while_somebody_answers_keeps_the_answer_or_says_so(lumen: World) -> None:
    """Either the answer was quicker and is stored, or the form says who deleted the sync; nothing breaks."""
    ana, tiago = await pair_asked(lumen)
    mara = lumen.persona("mara")
    await mara.command("/pmo sync delete Pair check")
    await asyncio.gather(mara.click("Delete"), ana.submit({"What moved?": "Refunds."}))
    await settled(lumen, ana, tiago, mara)
    kept = len(await stored(lumen, Answer)) == 1
    assert kept or "was deleted by Mara Lindqvist" in in_front_of(ana)
    assert [one.state for one in await stored(lumen, Ritual)] == ["deleted"]
    assert "Nothing is left for you to do" in tiago.messages()[-1].words
    assert ana.messages("payments") == [], "a deleted sync posts no summary"


async def test_a_file_applied_while_the_round_opens_does_no_harm(lumen: World) -> None:
    """`drumbeat apply` with another rhythm while the present round is opened and answered."""
    ana, tiago = await pair_asked(lumen)
    changed = PAIR.replace('"9:00"', '"14:00"')
    await asyncio.gather(
        lumen.apply(changed), ana.submit({"What moved?": "Refunds."}), tiago.submit({"What moved?": "Ledger."})
    )
    await settled(lumen, ana, tiago)
    assert len(await stored(lumen, Answer)) == 2
    assert [f"{one.local_time:%H:%M}" for one in await stored(lumen, Ritual)] == ["14:00"]


async def test_the_home_tab_is_drawn_while_answers_come_in(lumen: World) -> None:
    """Opening it never waits for a writer and never shows half an answer."""
    ana, tiago = await pair_asked(lumen)
    homes = [tiago.open_home() for _ in range(3)]
    await asyncio.gather(ana.submit({"What moved?": "Refunds."}), *homes)
    await settled(lumen, ana, tiago)
    assert tiago.home is not None
    assert "Pair check" in tiago.read_words(tiago.home)
