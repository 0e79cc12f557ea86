"""The columns of a retro's board: formats to choose from, and columns of one's own."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot.errors import UserError

OWN = "own"
"""The format whose columns somebody wrote."""

MOST_COLUMNS = 6
LONGEST_TITLE, LONGEST_HINT = 40, 120


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `key` is stored with each card, `title` is its question, `hint` a believable example or ""."""

    key: str
    title: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Format:
    """A set of columns to choose."""

    label: str
    columns: tuple[Column, ...]


FORMATS: Mapping[str, Format] = {
    "worked": Format(
        "Worked, didn't, try",
        (
            Column("worked", "What worked?", "Testing with two real customers before we built it"),
            Column("didnt", "What didn't?", "We waited nine days for staging keys"),
            Column("try", "What shall we try?", "One owner a release, named on Monday"),
        ),
    ),
    "start_stop": Format(
        "Start, stop, continue",
        (
            Column("start", "Start", "Writing down why we decided, not only what"),
            Column("stop", "Stop", "Status meetings that nobody decides in"),
            Column("continue", "Continue", "Pairing on the first day of a story"),
        ),
    ),
    "four_ls": Format(
        "4 Ls",
        (
            Column("liked", "Liked", "Support sat with us for a week"),
            Column("learned", "Learned", "Customers read the first line only"),
            Column("lacked", "Lacked", "A test account with real data"),
            Column("longed", "Longed for", "A day without meetings"),
        ),
    ),
    "mad_sad_glad": Format(
        "Mad, sad, glad",
        (
            Column("mad", "Mad", "The scope changed twice after we had begun"),
            Column("sad", "Sad", "Nobody came to the demo"),
            Column("glad", "Glad", "The new hire shipped in their first week"),
        ),
    ),
    "sailboat": Format(
        "Sailboat",
        (
            Column("wind", "Wind: what drives us?", "A clear goal for the quarter"),
            Column("anchor", "Anchor: what holds us?", "Manual releases"),
            Column("rocks", "Rocks: what lies ahead?", "Two people leave in June"),
            Column("island", "Island: where to?", "Releasing on any day of the week"),
        ),
    ),
}
DEFAULT = "worked"
FORMAT_KEYS = frozenset({*FORMATS, OWN})


def columns_of(format_key: str, own: str = "") -> tuple[Column, ...]:
    """Return the columns of a format, or those of one's own: a line each, "Title" or "Title: an example".

    Raises UserError (field "columns") for what cannot be a board.
    """
    if format_key != OWN:
        return FORMATS[format_key].columns
    columns = [_column(number, line) for number, line in enumerate(filter(None, map(str.strip, own.splitlines())), 1)]
    if not columns:
        raise UserError(
            "Please write at least one column, one a line, for example “What surprised us?”.", field="columns"
        )
    if len(columns) > MOST_COLUMNS:
        raise UserError(f"A board has at most {MOST_COLUMNS} columns, these are {len(columns)}.", field="columns")
    if len({one.title.casefold() for one in columns}) < len(columns):
        raise UserError("Two columns have the same title. Please name them apart.", field="columns")
    return tuple(columns)


def own_text(columns: Sequence[Column]) -> str:
    """Return columns as they are written in the form."""
    return "\n".join(f"{one.title}: {one.hint}" if one.hint else one.title for one in columns)


def to_json(columns: Sequence[Column]) -> list[dict[str, str]]:
    """Return columns as JSON values."""
    return [asdict(one) for one in columns]


def from_json(written: Sequence[Mapping[str, Any]]) -> tuple[Column, ...]:
    """Return the columns that `to_json` wrote."""
    return tuple(Column(one["key"], one["title"], one["hint"]) for one in written)


def _column(number: int, line: str) -> Column:
    title, _, hint = (part.strip() for part in line.partition(": "))
    if len(title) > LONGEST_TITLE or len(hint) > LONGEST_HINT:
        raise UserError(
            f"“{title[:LONGEST_TITLE]}” is too long: a title has at most {LONGEST_TITLE} characters, "
            f"an example {LONGEST_HINT}.",
            field="columns",
        )
    return Column(f"own{number}", title, hint)
