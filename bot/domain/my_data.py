"""What is stored about somebody, as they see it themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.forget import Traces

ON_A_PAGE = 6
"""Texts of one's own that are shown at a time."""

CONFIRM = "erase"
"""What is typed before anything is erased."""


@dataclass(frozen=True, slots=True)
class OwnWords:
    """Something that somebody wrote: on which date, where (in which sync, say), and the lines."""

    on: date
    where: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MyDataFacts:
    """What is stored about its reader, counted.

    `rows` are ((what of one, what of many), how many) of everything else than in `traces`.
    """

    traces: Traces
    rows: tuple[tuple[tuple[str, str], int], ...]
    zone: str
    now: datetime


@dataclass(frozen=True, slots=True)
class WordsPage:
    """One page of one's own words, the newest first: from `first` on, of `of` in all."""

    words: tuple[OwnWords, ...]
    first: int
    of: int
    zone: str
    now: datetime


def page_of(words: Sequence[OwnWords], first: int, zone: str, now: datetime) -> WordsPage:
    """Return the page that begins at `first`, or the last one where there are fewer by now."""
    newest = sorted(words, key=lambda one: one.on, reverse=True)
    begins = max(min(first, len(newest) - 1), 0) // ON_A_PAGE * ON_A_PAGE
    return WordsPage(tuple(newest[begins : begins + ON_A_PAGE]), begins, len(newest), zone, now)
