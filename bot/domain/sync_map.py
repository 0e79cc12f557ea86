"""Who waits on whom over the last rounds of a sync: what was raised and closed, how fast, and who is stuck together.

Teams wait, never people: a blocker of a person, or on one, counts for the team that they are at home in.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from statistics import median

from bot.domain.blocker import working_days
from bot.domain.blocker_shown import MOST_CIRCLES, circles

ROUNDS = 8
"""Rounds that a map looks back on."""

NO_TEAM, OUTSIDE = "People without a team", "Somebody outside"
"""What stands for a team where there is none."""

_TWO = 2


@dataclass(frozen=True, slots=True)
class Span:
    """A round of the sync: blockers that were closed after the one before it, until `closes_at`, count for it."""

    id: int
    day: date
    closes_at: datetime
    open: bool = False


@dataclass(frozen=True, slots=True)
class Waited:
    """A blocker that somebody waited for in these rounds: the team `who` on the team `on`; `closed_at` None: still.

    `round_id` is None where it was raised between two rounds: it counts for the one that follows.
    """

    who: str
    on: str
    round_id: int | None
    since: datetime
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Closed:
    """How many blockers were closed, and within how many working days (Monday to Friday) half of them were."""

    count: int = 0
    days: float = 0

    @property
    def within(self) -> str:
        """Return "half of them within 2.5 working days", "within 1 working day" of one, "on the same day"."""
        half = "half of them " if self.count > 1 else ""
        return f"{half}on the same day" if self.days < 1 else f"{half}within {self.days:g} {_days(self.days)}"


@dataclass(frozen=True, slots=True)
class OfRound:
    """How many were raised for the round of a date, and closed since the one before; `day` None: since then."""

    day: date | None
    raised: int
    closed: int


@dataclass(frozen=True, slots=True)
class Pair:
    """The team `who` waits on the team `on`: raised in these rounds, open now, and those that were closed."""

    who: str
    on: str
    raised: int
    open: int
    closed: Closed


@dataclass(frozen=True, slots=True)
class Mutual:
    """Two teams that wait on each other: how often `one` on `other`, and the other way."""

    one: str
    other: str
    forth: int
    back: int


@dataclass(frozen=True, slots=True)
class SyncMap:
    """The map of a sync.

    `rounds`: the oldest first. `pairs`: those with most open now first. `mutual`: those that block each other most.
    `circles`: more than two teams that wait on each other now, the first few. `closed`: since last time. `older`:
    of those open now, how many were raised before these rounds.
    """

    rounds: tuple[OfRound, ...] = ()
    pairs: tuple[Pair, ...] = ()
    mutual: tuple[Mutual, ...] = ()
    circles: tuple[tuple[str, ...], ...] = ()
    closed: Closed = field(default_factory=Closed)
    open: int = 0
    older: int = 0

    @property
    def raised(self) -> int:
        """How many were raised in these rounds."""
        return sum(one.raised for one in self.rounds)


@dataclass(frozen=True, slots=True)
class MapFacts:
    """A map as it is shown, from the pair at the place `first` on. `asks`: the sync asks whom people wait on."""

    ritual_id: int
    sync: str
    map: SyncMap
    asks: bool = True
    first: int = 0


def _days(number: float) -> str:
    return "working day" if number == 1 else "working days"


def map_of(spans: Sequence[Span], waited: Iterable[Waited]) -> SyncMap:
    """Return the map of `spans` (the oldest first) and of the blockers that were open at some time in them."""
    blockers = list(waited)
    ids = {span.id: number for number, span in enumerate(spans)}
    places = [_raised_in(spans, ids, one) for one in blockers]
    raised = [0] * (len(spans) + 1)
    closings: list[list[Waited]] = [[] for _ in range(len(spans) + 1)]
    for one, place in zip(blockers, places, strict=True):
        if place is not None:
            raised[place] += 1
        if one.closed_at is not None:
            closings[_place(spans, one.closed_at)].append(one)
    rounds = [OfRound(span.day, *figures) for span, *figures in zip(spans, raised, map(len, closings), strict=False)]
    if closings[-1] or raised[-1]:
        rounds.append(OfRound(None, raised[-1], len(closings[-1])))
    pairs = _pairs(blockers, places)
    waiting = [one for one in blockers if one.closed_at is None]
    found = circles((one.who, one.on) for one in waiting)
    return SyncMap(
        rounds=tuple(rounds),
        pairs=tuple(pairs),
        mutual=tuple(_mutual(pairs)),
        circles=tuple(islice((one for one in found if len(one) > _TWO), MOST_CIRCLES)),
        closed=closed_of(_since_last(spans, closings)),
        open=len(waiting),
        older=sum(place is None and one.closed_at is None for one, place in zip(blockers, places, strict=True)),
    )


def closed_of(closings: Iterable[Waited]) -> Closed:
    """Return how many closed blockers these are, and how fast they were closed; open ones do not count."""
    days = [working_days(one.since.date(), one.closed_at.date()) for one in closings if one.closed_at is not None]
    return Closed(len(days), median(days)) if days else Closed()


def _raised_in(spans: Sequence[Span], ids: Mapping[int, int], one: Waited) -> int | None:
    """Return for which round a blocker was raised, by its place; None for one from before them.

    What was raised by itself before the day of the first of them is from before.
    """
    if one.round_id is not None:
        return ids.get(one.round_id)
    return _place(spans, one.since) if spans and one.since.date() >= spans[0].day else None


def _place(spans: Sequence[Span], at: datetime) -> int:
    """Return for which round an instant counts, by its place; one past the end: since the last of them."""
    return next((number for number, span in enumerate(spans) if at <= span.closes_at), len(spans))


def _since_last(spans: Sequence[Span], closings: Sequence[Sequence[Waited]]) -> Sequence[Waited]:
    """Return what was closed since the last round: since the one before where that one is still open."""
    return closings[len(spans) - 1] if spans and spans[-1].open else closings[-1]


def _pairs(blockers: Sequence[Waited], places: Sequence[int | None]) -> list[Pair]:
    groups: dict[tuple[str, str], list[Waited]] = defaultdict(list)
    raised: Counter[tuple[str, str]] = Counter()
    for one, place in zip(blockers, places, strict=True):
        groups[one.who, one.on].append(one)
        raised[one.who, one.on] += place is not None
    pairs = [
        Pair(
            who,
            on,
            raised=raised[who, on],
            open=sum(one.closed_at is None for one in those),
            closed=closed_of(those),
        )
        for (who, on), those in groups.items()
    ]
    return sorted(pairs, key=lambda one: (-one.open, -one.raised, one.who.casefold(), one.on.casefold()))


def _mutual(pairs: Iterable[Pair]) -> list[Mutual]:
    """Return pairs of teams that wait on each other, those first that do it most on both sides."""
    # One from before these rounds that is still open counts as once.
    times = {(one.who, one.on): max(one.raised, one.open) for one in pairs}
    found = [
        Mutual(who, on, forth, times[on, who])
        for (who, on), forth in times.items()
        if who < on and forth and times.get((on, who))
    ]
    return sorted(found, key=lambda one: (-min(one.forth, one.back), -one.forth - one.back, one.one))
