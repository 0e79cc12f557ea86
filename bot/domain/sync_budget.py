"""How often a sync asks people together with the other syncs that they are in, before it is saved."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.recurrence import Rule

WEEKLY_BUDGET = 4
"""Unsolicited messages a person and week; of a rhythm that asks somebody more often the preview warns."""

WEEK = timedelta(days=7)
WEEKS = 4
"""Weeks looked at: enough for what comes every other week or once a month."""


@dataclass(frozen=True, slots=True)
class Asking:
    """A sync as far as asking goes: its rule, and for each answer that is wanted the people who take turns at it."""

    name: str
    rule: Rule
    turns: tuple[tuple[int, ...], ...]

    @property
    def people(self) -> frozenset[int]:
        """Everybody who may be asked."""
        return frozenset(person for order in self.turns for person in order)

    def dates(self, first: date, end: date) -> list[date]:
        """Return its dates from `first` on, before `end`."""
        return [day for day in self.rule.dates(first - timedelta(days=1), (end - first).days) if day < end]

    def asked(self, first: date, end: date) -> Counter[int]:
        """Return how often each person may be asked from `first` on, before `end`: turns are shared by their people."""
        number = len(self.dates(first, end))
        asked: Counter[int] = Counter()
        for order in self.turns:
            for person in order:
                asked[person] += -(-number // len(order))
        return asked


@dataclass(frozen=True, slots=True)
class Load:
    """What a sync asks of its people, other syncs counted in.

    `a_week`: how often whoever is asked most may be asked in a week; `busy`: the people above the budget, and `others`
    the names of other syncs that ask them. `same_day`: other syncs that fall on one of its dates, with the number of
    people who may be asked by both.
    """

    a_week: int = 0
    busy: tuple[int, ...] = ()
    others: tuple[str, ...] = ()
    same_day: tuple[tuple[str, int], ...] = ()


def load_of(own: Asking, others: Sequence[Asking], first: date) -> Load:
    """Return the load of `own` in its busiest week of the four from `first` on."""
    shared = [one for one in others if one.people & own.people]
    most, busy, named = 0, set[int](), set[str]()
    for start in (first + WEEK * number for number in range(WEEKS)):
        by_sync = {one.name: one.asked(start, start + WEEK) for one in shared}
        total = own.asked(start, start + WEEK)
        mine = set(total)
        for asked in by_sync.values():
            total.update(asked)
        over = {person for person in mine if total[person] > WEEKLY_BUDGET}
        most = max(most, *(total[person] for person in mine)) if mine else most
        busy |= over
        named |= {name for name, asked in by_sync.items() if any(asked[person] for person in over)}
    end = first + WEEK * WEEKS
    days = set(own.dates(first, end))
    same = [(one.name, len(one.people & own.people)) for one in shared if days.intersection(one.dates(first, end))]
    return Load(most, tuple(sorted(busy)), tuple(sorted(named)), tuple(sorted(same)))
