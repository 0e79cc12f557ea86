"""Away dates: what is shown of them, and which are taken."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.day_words import FIELD, in_order, span
from bot.domain.working_time import Away
from bot.errors import UserError

LONGEST = timedelta(days=366)
FURTHEST = timedelta(days=3653)
"""What begins later is a slip of the pen in the year, and near the end of the calendar nothing can be counted from."""


class Source(StrEnum):
    """Who said that somebody is away: they themselves, the PMO, a company file, or their status in Slack."""

    OWN = "own"
    PMO = "pmo"
    FILE = "file"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class AwayRange:
    """Dates on which somebody is away, both ends included; `last` None: until their status in Slack ends it."""

    away_id: int
    first: date
    last: date | None
    source: Source = Source.OWN

    def dates(self, today: date) -> str:
        """Return the dates in words, with the year where it is not that of `today`."""
        return span(self.first, self.last, today)


@dataclass(frozen=True, slots=True)
class AwayMate:
    """Somebody else who is away on `first` and until `last`, or who will be; None: nobody knows until when."""

    name: str
    first: date
    last: date | None

    def dates(self, today: date) -> str:
        """Return the dates in words, with the year where it is not that of `today`."""
        return span(self.first, self.last, today)


@dataclass(frozen=True, slots=True)
class AwayFacts:
    """Somebody's away dates as one reader sees them; `who` is "" for the reader's own.

    `mates`: who else of the reader's teams (for the PMO: of everybody) is away now or soon, the first of them, and
    `more` how many others. `note` is what was just done, `undo` the row that it made. `can_change`: also what is there.
    """

    today: date
    ranges: tuple[AwayRange, ...]
    who: str = ""
    person: str = ""
    mates: tuple[AwayMate, ...] = ()
    more: int = 0
    note: str = ""
    undo: int | None = None
    for_others: bool = False


@dataclass(frozen=True, slots=True)
class AwayNoted:
    """What somebody reads whose away dates another one noted or took back."""

    by: str
    first: date
    last: date
    away_id: int | None = None

    @property
    def dates(self) -> str:
        """Return the dates in words."""
        return span(self.first, self.last)


def check_range(first: date, last: date, today: date, known: Sequence[Away]) -> None:
    """Raise UserError for dates that end before they begin, are over, far away, too long, or known already."""
    stretch = Away(*in_order(first, last))
    if last < today:
        raise UserError(f"These days are over ({_worded(last)}). Nothing was stored.", field=FIELD)
    if first - today > FURTHEST:
        raise UserError(
            f"{_worded(first)} is more than ten years away. Is the year right? Nothing was stored.", field=FIELD
        )
    if last - first > LONGEST:
        raise UserError(
            f"From {_worded(first)} to {_worded(last)} is longer than a year. Please enter the first year now, and the "
            "rest when it comes.",
            field=FIELD,
        )
    if any(one.first <= stretch.first and stretch.last <= one.last for one in known):
        raise UserError("These days are noted as away already. Nothing was changed.", field=FIELD)


def _worded(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
