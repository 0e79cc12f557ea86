"""The digest: one screen of what the syncs of a week came to, as far as its readers may see them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

DAYS = 7
"""Days that a digest looks back on, its own included, and as many ahead."""

RETRO_DAYS = 28
"""Days that it looks back on where it is about retros."""

SCREEN = 25
"""Lines of a screen, with the headings."""

FIRST = 3
"""Lines that each part has at least, before those on top get more; fewer where there is no room for so many."""


class Part(StrEnum):
    """The parts of a digest, in the order in which they are read."""

    NEEDED = "needed"
    WAITS = "waits"
    DECIDED = "decided"
    CLOSED = "closed"
    RETROS = "retros"
    LINES = "lines"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class TeamLine:
    """What a team said in one line, where it was more than "as planned"."""

    team: str
    sync: str
    text: str


@dataclass(frozen=True, slots=True)
class RetroMonth:
    """What the retros of a month came to: how many were held, the actions chosen, done, and past their day."""

    held: int = 0
    chosen: int = 0
    done: int = 0
    late: int = 0

    @property
    def anything(self) -> bool:
        """Whether there is anything to tell."""
        return any((self.held, self.chosen, self.done, self.late))


@dataclass(frozen=True, slots=True)
class Coming:
    """When a sync comes next: the local date of its round."""

    sync: str
    day: date


@dataclass(frozen=True, slots=True)
class Counted:
    """How many updates the syncs of the week were asked for, and what became of them."""

    syncs: int = 0
    answered: int = 0
    away: int = 0
    silent: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """One part, and how many more rows there are on later screens.

    Rows are decisions, blockers, `TeamLine`, `Coming`; of retros their `RetroMonth`, then experiments.
    """

    part: Part
    rows: tuple[Any, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class DigestFacts:
    """One screen of a digest: the week that ends `today`, in the reader's own time.

    `page` is 0 for the first screen; `rest` is how many lines come on later ones. `plans`: the
    reader may have it sent by itself.
    """

    today: date
    counted: Counted
    sections: tuple[Section, ...]
    page: int = 0
    rest: int = 0
    plans: bool = False

    @property
    def first(self) -> date:
        """The first day that it looks back on."""
        return first_day(self.today)

    def count(self, part: Part) -> int:
        """Return how many rows a part has, on this screen and later; templates name it by its value."""
        return sum(len(one.rows) + one.more for one in self.sections if one.part == part)


def first_day(today: date) -> date:
    """Return the first day of the week that ends `today`."""
    return today - timedelta(days=DAYS - 1)


def month_before(today: date) -> date:
    """Return the first of the four weeks that end `today`: retros come by the month."""
    return today - timedelta(days=RETRO_DAYS - 1)


def last_day(today: date) -> date:
    """Return the last day of the week to come."""
    return today + timedelta(days=DAYS)


def seen_in(sync_channel: str, *, public: bool, channel: str) -> bool:
    """Tell whether everybody who reads `channel` may see a sync that is summed up in `sync_channel`.

    What is summed up in a public channel everybody may see; what is in a private one only those who read that. A
    channel that Drumbeat does not know counts as private.
    """
    return public or sync_channel == channel


def screen(sections: Sequence[Section], page: int, most: int = SCREEN) -> tuple[Section, ...]:
    """Return the sections of screen `page` (from 0), each with how many of its rows come later.

    Each part has a heading and a few lines first; what room is left goes to the parts on top. A later screen holds what
    the ones before it left.
    """
    left = [one for one in sections if one.rows]
    for _ in range(page):
        taken = _taken(left, most)
        left = [replace(one, rows=one.rows[n:]) for one, n in zip(left, taken, strict=True) if one.rows[n:]]
    shown = zip(left, _taken(left, most), strict=True)
    return tuple(replace(one, rows=one.rows[:n], more=len(one.rows) - n) for one, n in shown)


def _taken(sections: Sequence[Section], most: int) -> list[int]:
    """Return how many rows of each section a screen takes."""
    first = min(FIRST, most // max(len(sections), 1) - 1)
    taken = [min(len(one.rows), first) for one in sections]
    room = max(most - len(sections) - sum(taken), 0)
    for n, one in enumerate(sections):
        more = min(len(one.rows) - taken[n], room)
        taken[n] += more
        room -= more
    return taken
