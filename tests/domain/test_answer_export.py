"""Answers as CSV, JSON and Markdown: what a spreadsheet, a program and a reader get."""

import asyncio
import csv
import io
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.answer_export import (
    COLUMNS,
    WRITERS,
    ExportedAddition,
    ExportedAnswer,
    Format,
    Wanted,
)
from bot.domain.csv_file import BOM, FORMULA
from bot.errors import UserError

DAY = date(2026, 3, 10)
LIVE = ExportedAnswer(
    "Weekly sync",
    DAY,
    "Payments",
    "Ana Sousa",
    late=True,
    said=(("What moved?", ("Cards, live", '"so"')), ("What's next?", ("=1+1",))),
    additions=(ExportedAddition("Tiago Reis", "Refunds *too*"),),
)


async def stream(answers: list[ExportedAnswer]) -> AsyncIterator[ExportedAnswer]:
    for one in answers:
        yield one


def written(answers: list[ExportedAnswer], shape: Format) -> str:
    """All that is written, in one piece."""

    async def all_of_it() -> list[str]:
        return [piece async for piece in WRITERS[shape](stream(answers))]

    return "".join(asyncio.run(all_of_it()))


def test_csv_has_a_row_for_each_question_and_addition() -> None:
    """Nobody's hours are in it; lines stay lines; what would be a formula is a text."""
    text = written([LIVE], Format.CSV)
    assert text.startswith(BOM)
    rows = list(csv.reader(io.StringIO(text.removeprefix(BOM))))
    about = ["Weekly sync", "2026-03-10", "Payments"]
    assert rows == [
        list(COLUMNS),
        [*about, "Ana Sousa", "yes", "What moved?", 'Cards, live\n"so"'],
        [*about, "Ana Sousa", "yes", "What's next?", "'=1+1"],
        [*about, "Tiago Reis", "", "Added", "Refunds *too*"],
    ]


@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=30), st.sampled_from(FORMULA))
def test_no_cell_of_a_csv_is_a_formula_and_none_loses_a_word(words: str, first: str) -> None:
    """Whatever people, teams, questions and answers are called."""
    evil = first + words.replace("\r", " ").replace("\0", " ")
    answer = ExportedAnswer(evil, DAY, evil, evil, late=False, said=((evil, (evil,)),))
    _, row = csv.reader(io.StringIO(written([answer], Format.CSV).removeprefix(BOM), newline=""))
    assert not any(cell.startswith(FORMULA) for cell in row)
    assert [row[place] for place in (0, 2, 3, 5, 6)] == ["'" + evil] * 5


def test_json_is_an_array_with_an_object_for_each_answer() -> None:
    """None at all is an empty one."""
    assert json.loads(written([], Format.JSON)) == []
    first, second = json.loads(written([LIVE, LIVE], Format.JSON))
    assert first == second
    assert first["answers"][1] == {"question": "What's next?", "answer": ["=1+1"]}
    assert first["late"] is True
    assert first["added"] == [{"who": "Tiago Reis", "text": "Refunds *too*"}]


def test_markdown_reads_well_and_shows_what_was_written_as_it_was() -> None:
    """A heading a round, once; stars and brackets of people stay stars and brackets."""
    text = written([LIVE, LIVE], Format.MD)
    assert text.count("## Weekly sync, 2026-03-10\n") == 1
    assert "### Payments\n\nAna Sousa, late\n\n**What moved?**\n\n> Cards, live  \n" in text
    assert "Refunds \\*too\\*" in text


def test_a_time_that_ends_before_it_begins_is_refused() -> None:
    """With both dates."""
    with pytest.raises(UserError, match="2026-03-01 lies before 2026-03-10"):
        Wanted(date(2026, 3, 10), date(2026, 3, 1))
    assert Wanted(datetime(2026, 3, 1, tzinfo=UTC).date(), date(2026, 3, 1)).sync == ""


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("- not a list", "\\- not a list"),
        ("+ 1", "\\+ 1"),
        ("--- no line", "\\--- no line"),
        ("=== no heading", "\\=== no heading"),
        ("12. not counted", "12\\. not counted"),
        ("3) nor this", "3\\) nor this"),
        ("2026 was good", "2026 was good"),
    ],
)
def test_what_a_line_begins_with_makes_no_list_and_no_heading(line: str, shown: str) -> None:
    """It is read as it was written."""
    answer = replace(LIVE, said=(("What moved?", (line,)),))
    assert f"> {shown}  \n" in written([answer], Format.MD)
