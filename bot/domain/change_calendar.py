"""The calendar of changes: in which of the weeks to come each is felt, and where two meet the same people."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from bot.domain.change_load import Load, goes_on_between

WEEKS = 8
A_WEEK = timedelta(weeks=1)
MOST_CLASHES = 5


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


def clashes_of(changes: Sequence[Live], weeks: Sequence[date]) -> list[Clash]:
    """Return the pairs of changes that the same people have in the same week, those that meet most people first."""
    found = []
    for one, other in combinations(changes, 2):
        both = [week for week in weeks if one.felt_in(week) and other.felt_in(week)]
        theirs = {person for people in other.groups.values() for person in people}
        shared = Counter({name: len(theirs.intersection(people)) for name, people in one.groups.items()})
        people = {person for members in one.groups.values() for person in members} & theirs
        if both and people:
            group = max(sorted(shared), key=shared.__getitem__)
            found.append(Clash((one.name, other.name), both[0], both[-1], len(people), group))
    return sorted(found, key=lambda clash: (-clash.people, clash.names))
