"""The calendar of changes: in which of the weeks to come each is felt, and where two meet the same people."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from bot.domain.change_load import Load, goes_on_between

WEEKS = 8
A_WEEK = timedelta(weeks=1)
MOST_CLASHES = 5

_DIGITS = bytes.maketrans(bytes([False, True]), b"01")


@dataclass(frozen=True, slots=True)
class Live:
    """A change that goes on or is to come, with the people (by id) of each of its groups by name."""

    name: str
    starts_on: date | None
    ends_on: date | None
    groups: Mapping[str, Collection[int]]

    def felt_in(self, week: date) -> bool:
        """Whether it is felt in the week that begins on a Monday."""
        return goes_on_between(self.starts_on, self.ends_on, week, week + timedelta(days=6))


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """A change, and whether it is felt in each of the weeks."""

    name: str
    felt: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Clash:
    """Two changes that so many people have at once, between the Mondays of two weeks; `group` has most of them."""

    names: tuple[str, str]
    first: date
    last: date
    people: int
    group: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """The weeks to come; `clashes` and `over` (groups with more than they can take in) for the PMO alone."""

    weeks: tuple[date, ...]
    rows: tuple[CalendarRow, ...]
    today: date
    clashes: tuple[Clash, ...] = ()
    more: int = 0
    over: tuple[Load, ...] = ()


def weeks_from(today: date) -> tuple[date, ...]:
    """Return the Mondays of this week and those to come."""
    monday = today - timedelta(days=today.weekday())
    return tuple(monday + number * A_WEEK for number in range(WEEKS))


def rows_of_weeks(changes: Sequence[Live], weeks: Sequence[date]) -> tuple[CalendarRow, ...]:
    """Return those of the changes that are felt in one of the weeks."""
    rows = (CalendarRow(one.name, tuple(one.felt_in(week) for week in weeks)) for one in changes)
    return tuple(one for one in rows if any(one.felt))


def clashes_of(changes: Sequence[Live], weeks: Sequence[date]) -> tuple[list[Clash], int]:
    """Return where two changes meet the same people in one week, and how many more such pairs there are.

    Those that meet most people come first; at most `MOST_CLASHES` are told.
    """
    felt = [[week for week in weeks if one.felt_in(week)] for one in changes]
    met = _people(changes)
    found = [
        (-people, (changes[one].name, changes[other].name), one, other)
        for one, other in combinations(range(len(changes)), 2)
        if (people := (met[one] & met[other]).bit_count()) and not set(felt[one]).isdisjoint(felt[other])
    ]
    told = []
    for many, names, one, other in sorted(found)[:MOST_CLASHES]:
        both = [week for week in felt[one] if week in felt[other]]
        told.append(Clash(names, both[0], both[-1], -many, _most_met(changes[one], changes[other])))
    return told, len(found) - len(told)


def _people(changes: Sequence[Live]) -> list[int]:
    """Return the people of each change as the bits of one number.

    A hundred changes are five thousand pairs of thousands of people, which no loop goes through at once.
    """
    of_change = [set[int]().union(*one.groups.values()) for one in changes]
    everybody = list(set[int]().union(*of_change))
    return [int(b"0" + bytes(map(one.__contains__, everybody)).translate(_DIGITS), 2) for one in of_change]


def _most_met(one: Live, other: Live) -> str:
    """Return the group of `one` that has most people of `other`."""
    theirs = set[int]().union(*other.groups.values())
    return max(sorted(one.groups), key=lambda name: len(theirs.intersection(one.groups[name])))
