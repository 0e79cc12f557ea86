"""Questions that come with an answer: set up, shown while one types, dropped again, and what quick hands do to them."""

import asyncio

import pytest
import sqlalchemy as sa

from bot.playground.records import ActRefused
from bot.playground.seen import find_input
from models import Answer
from tests.journeys.conftest import COMPANY, World
from tests.journeys.test_sync_questions import choose

pytestmark = pytest.mark.begins("Mon 08:00")
DEPENDING = """
    questions:
      - {key: moved, kind: long_text, text: What moved?, required: true}
      - {key: next, kind: long_text, text: What's next?}
      - {key: confidence, kind: scale, text: How confident are you?}
      - {key: worry, kind: long_text, text: What worries you?, required: true, when: {confidence: 1-2}}
      - {key: help, kind: short_text, text: What would help?, when: {worry: answered}}
"""
MOVED, SURE, WORRY, HELP = "What moved?", "How confident", "What worries you?", "What would help?"


@pytest.fixture
async def depending(company: World) -> World:
    """Tuesday at ten: Ana's prompt has questions that depend on others."""
    text = COMPANY.read_text()
    await company.apply(text.replace('    channel: "#sync"\n', '    channel: "#sync"\n' + DEPENDING.strip("\n") + "\n"))
    await company.at("Tue 10:00")
    return company


def labels(world: World, who: str) -> list[str]:
    """The questions on the form that is open."""
    form = world.persona(who).modal
    assert form is not None
    return [block["label"]["text"] for block in form.blocks if block["type"] == "input"]


async def answers(world: World) -> list[dict[str, object]]:
    """What is stored."""
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        return [dict(one.values) for one in await session.scalars(sa.select(Answer))]


async def test_a_question_comes_and_goes_with_the_answer_it_hangs_on(depending: World) -> None:
    """What is typed stays; what was typed into a question that went again is not sent; the summary shows what was."""
    ana, mara = depending.persona("ana"), depending.persona("mara")
    await ana.click("Answer")
    assert labels(depending, "ana") == [MOVED, "What's next?", "How confident are you?"]
    ana.fill({MOVED: "Refunds are live."})
    await ana.click("2", on="modal")
    assert labels(depending, "ana")[3:] == [WORRY]
    assert list((await ana.submit()).values()) == ["Please complete this required field."]
    ana.fill({WORRY: "The audit"})
    await ana.click("4", on="modal")
    assert WORRY not in labels(depending, "ana")
    assert await ana.submit() == {}
    assert ana.modal is None
    assert await answers(depending) == [{"moved": "Refunds are live.", "confidence": 4}]

    await ana.click("Edit")
    await ana.click("1 – not at all", on="modal")
    assert await ana.submit({WORRY: "The audit"}) == {}
    # A text of several lines tells nothing while it is typed: what hangs on it is shown before the form is taken.
    assert labels(depending, "ana")[3:] == [WORRY, HELP]
    assert (await answers(depending))[0]["confidence"] == 4
    assert await ana.submit({HELP: "A day with Lena"}) == {}
    assert (await answers(depending))[0]["help"] == "A day with Lena"
    await depending.at("Tue 22:00")
    [summary] = mara.messages("sync")
    thread = "\n".join(one.words for one in mara.thread("sync", summary.ts))
    assert all(asked in thread for asked in (WORRY, "The audit", HELP))


async def test_of_two_quick_choices_the_last_one_is_shown(depending: World) -> None:
    """The second finds the form drawn anew under it, and draws it once more; so does one in a form that is closed."""
    ana = depending.persona("ana")
    await ana.click("Answer")
    form = ana.modal
    assert form is not None
    sure = find_input(form.blocks, SURE)
    await asyncio.gather(*(ana.client.press(form, None, sure, value) for value in ("4", "1")))
    await depending.idle()
    assert labels(depending, "ana")[3:] == [WORRY]
    refused = [row for row in depending.slack.traffic.rows() if row.kind == "views.update" and not row.ok]
    assert len(refused) == 1
    await ana.close()
    with pytest.raises(ActRefused):
        await ana.client.press(form, None, sure, "2")


async def test_a_condition_is_chosen_in_the_editor_and_tried(company: World) -> None:
    """From the answers of the questions before it; those of two questions, and a drop of the first, are refused."""
    mara = company.persona("mara")
    await mara.command("/pmo sync new")
    await mara.click("Change questions")
    await choose(mara, "One line", "Drop")
    await mara.click("Add question")
    one, two = "How confident are you in this plan?: 1", "How confident are you in this plan?: 2"
    errors = await mara.submit({"Question": "What worries you?", "Ask only if…": [one, "What moved?: answered"]})
    assert errors == {"when": "These are answers to several questions. Please choose those of one."}
    assert await mara.submit({"Ask only if…": [one, two]}) == {}
    assert "asked if “How confident are you in this plan?” is 1 or 2" in mara.read_words(mara.modal)
    await choose(mara, "How confident", "Drop")
    assert "“What worries you?” is asked only after an answer to" in mara.read_words(mara.modal)
    await mara.close()
    await mara.close()
    await mara.submit()
    await mara.click("Try it on me")
    assert WORRY not in labels(company, "mara")
    await mara.click("2", on="modal")
    assert WORRY in labels(company, "mara")
    assert await mara.submit({MOVED: "All", "What's next?": "More"}) == {}
    assert "nothing was stored or sent" in mara.read_words(mara.modal)
