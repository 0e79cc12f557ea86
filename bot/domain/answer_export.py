"""Answers as a file for people and programs: CSV, JSON or Markdown, written piece by piece."""

import json
import re
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from bot.domain.csv_file import BOM, csv_row
from bot.errors import UserError

COLUMNS = ("sync", "round", "for", "who", "late", "question", "answer")
"""When somebody sent or changed an answer is in no file: nobody's hours are watched."""
ADDED = "Added"
"""What stands for the question in the row of an addition."""


class Format(StrEnum):
    """How answers are written down."""

    CSV = "csv"
    JSON = "json"
    MD = "md"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which answers: of rounds from `since` to `until` (both included, None: without end), of one sync or of all.

    The sync is named, or meant by its id; `person_id`: only what this person gave.
    """

    since: date | None = None
    until: date | None = None
    sync: str = ""
    ritual_id: int | None = None
    person_id: int | None = None

    def __post_init__(self) -> None:
        """Refuse a time that ends before it begins."""
        if self.since and self.until and self.until < self.since:
            raise UserError(f"{self.until} lies before {self.since}. Please give --since the earlier date.")


@dataclass(frozen=True, slots=True)
class ExportedAddition:
    """What somebody added to an answer."""

    who: str
    text: str


@dataclass(frozen=True, slots=True)
class ExportedAnswer:
    """An answer, with what was asked in the wording of its round: `said` is (question, lines) for each answered one.

    `party` is the team or person that it is for, `who` the name of who gave it, as both stand in the database.
    """

    sync: str
    day: date
    party: str
    who: str
    late: bool
    said: tuple[tuple[str, tuple[str, ...]], ...]
    additions: tuple[ExportedAddition, ...] = ()


Answers = AsyncIterator[ExportedAnswer]


async def as_csv(answers: Answers) -> AsyncIterator[str]:
    """Yield CSV (RFC 4180) with a row for each question that was answered, and for each addition.

    A cell that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    yield BOM + csv_row(COLUMNS)
    async for one in answers:
        about = (one.sync, one.day.isoformat(), one.party)
        told = (one.who, "yes" if one.late else "no")
        for question, lines in one.said:
            yield csv_row((*about, *told, question, "\n".join(lines)))
        for more in one.additions:
            yield csv_row((*about, more.who, "", ADDED, more.text))


async def as_json(answers: Answers) -> AsyncIterator[str]:
    """Yield a JSON array of answers, one a line."""
    before = "[\n"
    async for one in answers:
        yield before + json.dumps(_json(one), ensure_ascii=False)
        before = ",\n"
    yield "\n]\n" if before == ",\n" else "[]\n"


async def as_markdown(answers: Answers) -> AsyncIterator[str]:
    """Yield Markdown: a heading for each round, one for each answer, and what was written as quotations."""
    heading = ""
    async for one in answers:
        of_round = f"## {_inline(one.sync)}, {one.day.isoformat()}\n\n"
        if of_round != heading:
            heading = of_round
            yield of_round
        late = ", late" if one.late else ""
        yield f"### {_inline(one.party)}\n\n{_inline(one.who)}{late}\n\n"
        for question, lines in one.said:
            yield f"**{_inline(question)}**\n\n{_quoted(lines)}"
        for more in one.additions:
            yield f"**{ADDED} by {_inline(more.who)}**\n\n{_quoted(more.text.splitlines())}"


WRITERS: Mapping[Format, Callable[[Answers], AsyncIterator[str]]] = {
    Format.CSV: as_csv,
    Format.JSON: as_json,
    Format.MD: as_markdown,
}


def _json(one: ExportedAnswer) -> dict[str, Any]:
    return {
        "sync": one.sync,
        "round": one.day.isoformat(),
        "for": one.party,
        "who": one.who,
        "late": one.late,
        "answers": [{"question": question, "answer": list(lines)} for question, lines in one.said],
        "added": [{"who": more.who, "text": more.text} for more in one.additions],
    }


def _quoted(lines: list[str] | tuple[str, ...]) -> str:
    return "".join(f"> {_inline(line)}  \n" for line in lines) + "\n"


def _inline(text: str) -> str:
    """Return one line of text that Markdown shows as it was written, whatever it begins with."""
    inside = re.sub(r"([\\`*_\[\]<>#|~&])", r"\\\1", " ".join(text.split()))
    # "- ", "+ ", "---", "===" and "12. " make lists, lines, headings of what stands above, and numbers of their own.
    return re.sub(r"^(\d{0,9})([-+=.)])", r"\1\\\2", inside)
