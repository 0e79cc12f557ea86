"""What a blocker is, when one that is told again is the same, and when it has waited too long."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.matching import folded

TELL_AFTER = timedelta(minutes=5)
"""How long after the answer whom it waits on is told; until then it is taken back unseen."""

REOPENS = timedelta(days=1)
"""How long *Done* can be taken back."""

LIMIT = 3
"""Working days (Monday to Friday) that a blocker may wait without being taken, unless the PMO says otherwise."""

LIMITS = range(1, 31)
"""What the PMO may say."""

FRIDAY, WEEKEND = 4, 5
_DAY = timedelta(days=1)
_WEEK = 7


class State(StrEnum):
    """Where a blocker stands."""

    OPEN = "open"
    TAKEN = "taken"
    DONE = "done"
    WITHDRAWN = "withdrawn"


LIVE = frozenset({State.OPEN, State.TAKEN})
"""States in which somebody still waits."""


class Step(StrEnum):
    """What can be done about a blocker."""

    RAISED = "raised"
    CHANGED = "changed"
    TAKEN = "taken"
    PASSED = "passed"
    DONE = "done"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class On:
    """Whom a blocker waits on, by row: a team or a person.

    On somebody `outside` (words) it waits through the person here who looks after it.
    """

    team: int | None = None
    person: int | None = None
    outside: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What an answer says: whom it waits on, and what for ("" where it does not say)."""

    on: On
    needs: str


@dataclass(frozen=True, slots=True)
class Known:
    """A blocker of the same party that is stored: all that it ever waited on, and whether it began in this very round.

    It waits on somebody else than was told once it has been passed on.
    """

    id: int
    on: Collection[On]
    needs: str
    state: State
    here: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """What an answer does to blockers: those it raises, tells again, words anew (id → words), and takes back (ids)."""

    new: tuple[Told, ...] = ()
    again: tuple[int, ...] = ()
    changed: Mapping[int, str] | None = None
    withdrawn: tuple[int, ...] = ()


def compare(known: Sequence[Known], told: Sequence[Told]) -> Compared:
    """Return what an answer that tells `told` does to the blockers of its party.

    One that is told again with the same words is the same, however old. Other words change one that began in this
    round, and are a new one beside an older one. What began in this round and is not told any more is taken back; what
    is older stays, since whoever is silent about it may still wait. A closed one is not raised again by an edit.
    """
    left, again, rest = list(known), [], []
    for one in told:
        same = next((it for it in left if one.on in it.on and _is_same(it, one.needs)), None)
        if same is None:
            rest.append(one)
        else:
            left.remove(same)
            again.append(same.id)
    new, changed = [], {}
    for one in rest:
        near = next((it for it in left if one.on in it.on and it.here and it.state in LIVE), None)
        if near is None:
            new.append(one)
        else:
            left.remove(near)
            changed[near.id] = one.needs
    withdrawn = [it.id for it in left if it.here and it.state in LIVE]
    return Compared(tuple(new), tuple(again), changed, tuple(withdrawn))


def same_words(one: str, other: str) -> bool:
    """Tell whether two texts say the same, whatever their case, accents, spaces and punctuation."""
    return _bare(one) == _bare(other)


def first_due(today: date, works_on: Callable[[date], bool]) -> date:
    """Return the date that is proposed to who takes a blocker: their next working Friday, else three working days on.

    The Friday is within a week after `today`; `works_on` tells of a local date whether the person works then.
    """
    friday = today + _DAY * ((FRIDAY - today.weekday()) % _WEEK or _WEEK)
    if works_on(friday):
        return friday
    day, found = today, 0
    for _ in range(60):
        day += _DAY
        found += works_on(day)
        if found == LIMIT:
            break
    return day


def working_days(first: date, last: date) -> int:
    """Return how many days from Monday to Friday lie after `first`, up to and with `last`."""
    weeks, days = divmod(max((last - first).days, 0), _WEEK)
    return weeks * WEEKEND + sum((first + _DAY * n).weekday() < WEEKEND for n in range(1, days + 1))


def is_past(state: State, since: date, due_on: date | None, today: date, limit: int = LIMIT) -> bool:
    """Tell whether a blocker is past its time: not taken within `limit` working days, or past its date."""
    if state is State.OPEN:
        return working_days(since, today) >= limit
    return state is State.TAKEN and due_on is not None and due_on < today


def _is_same(one: Known, needs: str) -> bool:
    return same_words(one.needs, needs) and (one.state in LIVE or (one.here and one.state is State.DONE))


def _bare(text: str) -> str:
    return "".join(letter for letter in folded(text) if letter.isalnum())
