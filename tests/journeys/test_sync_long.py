"""Long answers: everything that the form takes can be read afterwards."""

import pytest

from bot.playground.persona import Persona
from tests.factories.prompt import TIMES
from tests.journeys.conftest import World

QUESTIONS = range(10)
SYNC = """
syncs:
  - name: Long
    days: [mon]
    time: "9:00"
    channel: "#sync"
    voice: everyone
    people: [ana@lumen.example]
    owner: mara@lumen.example
    questions:
""" + "".join(f'      - {{key: q{number}, kind: long_text, text: "Question {number}?"}}\n' for number in QUESTIONS)
EMPTIED = "Nothing is left here: an edit took it out."
MOST = 3000
"""Characters that a field takes."""


def told(world: World) -> list[str]:
    """What stands in the thread of the summary."""
    mara = world.persona("mara")
    [summary] = mara.messages("sync")
    return [message.words for message in mara.thread("sync", summary.ts)[1:]]


async def answered(world: World, text: str) -> Persona:
    """Ana, who was asked ten questions and has answered each with `text`."""
    await world.apply(SYNC)
    ana = world.persona("ana")
    await world.at("Mon 09:30")
    await ana.click("Answer", on=ana.messages()[-1])
    assert await ana.submit({f"Question {number}?": text for number in QUESTIONS}) == {}
    await world.idle()
    return ana


@pytest.mark.parametrize("letter", ["&", "b"])
async def test_the_longest_answer_is_readable_in_the_thread_and_can_grow(lumen: World, letter: str) -> None:
    """Ten full fields; changed after the closing they are added in full. Each `&` is written as five characters."""
    ana = await answered(lumen, letter * MOST)
    [prompt] = ana.messages()
    assert "answered, edit until" in prompt.words
    assert ("All of it is in the thread of the summary in #sync" in prompt.words) == (letter == "&")
    assert prompt.buttons == ["Edit", "Why am I asked?", "Leave me out", *TIMES]
    thread = told(lumen)
    assert sum(words.count(letter) for words in thread) >= MOST * len(QUESTIONS)
    before = len(thread)
    await ana.click("Edit", on=prompt)
    await lumen.at("Mon 23:00")
    assert await ana.submit({f"Question {number}?": letter * (MOST - 1) for number in QUESTIONS}) == {}
    await lumen.idle()
    thread = told(lumen)
    assert sum(words.count(letter) for words in thread) >= (2 * MOST - 1) * len(QUESTIONS)
    assert len(thread) > before or letter == "b"


async def test_an_answer_that_is_shortened_leaves_no_old_words(lumen: World) -> None:
    """Before the closing an edit changes every message; one that is not needed any more says so."""
    ana = await answered(lumen, "&" * MOST)
    long = told(lumen)
    await ana.click("Edit", on=ana.messages()[-1])
    assert await ana.submit({f"Question {number}?": f"Short {number}." for number in QUESTIONS}) == {}
    await lumen.idle()
    first, *further = told(lumen)
    assert len(long) == 1 + len(further) > 1
    assert all(f"Short {number}." in first for number in QUESTIONS)
    assert further == [EMPTIED] * len(further)
    assert EMPTIED not in long

    await ana.click("Edit", on=ana.messages()[-1])
    assert await ana.submit({f"Question {number}?": "&" * MOST for number in QUESTIONS}) == {}
    await lumen.idle()
    assert told(lumen) == long


@pytest.mark.parametrize("length", [5, MOST])
async def test_an_answer_that_is_emptied_leaves_no_old_words(lumen: World, length: int) -> None:
    """Where no question is required, all of it can be taken out again."""
    ana = await answered(lumen, "&" * length)
    await ana.click("Edit", on=ana.messages()[-1])
    assert await ana.submit({f"Question {number}?": "" for number in QUESTIONS}) == {}
    await lumen.idle()
    assert set(told(lumen)) == {EMPTIED}
