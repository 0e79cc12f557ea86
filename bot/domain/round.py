"""The instants of one round: who is asked when, when it closes for all, and what is left after downtime.

A round closes at one instant, the same for everybody: the first at which all who were asked have had the ritual's
answering time in their own working hours, and at most `CAP` after it opened. Asked at ten in Singapore, Lisbon and San
Francisco with four hours each, it closes when San Francisco has had its four: at 14:00 there, 22:00 in Lisbon.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.domain.recurrence import instant
from bot.domain.working_time import WorkingTime

ANSWERING = timedelta(hours=4)
CAP = timedelta(hours=48)
WORTH_ASKING = timedelta(minutes=30)
_STEP = timedelta(minutes=30)
_EARLIEST = time(6)


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who is asked: `who` is the person's id, `at` the UTC instant of their prompt."""

    who: int
    at: datetime
    working: WorkingTime


@dataclass(frozen=True, slots=True)
class Short:
    """Somebody whom the cap leaves less than the answering time: `has` is the working time they do have."""

    who: int
    has: timedelta


@dataclass(frozen=True, slots=True)
class Closing:
    """When a round closes (UTC), and who is short of time then."""

    at: datetime
    short: tuple[Short, ...] = ()


@dataclass(frozen=True, slots=True)
class Better:
    """A local time, and a date whose weekday is meant, at which nobody is short of time."""

    day: date
    at: time


class CatchUp(StrEnum):
    """What becomes of a round that should have opened while the bot was down."""

    OPEN = "open"
    MISSED = "missed"


def ask(people: Mapping[int, WorkingTime], day: date, at: time, zone: ZoneInfo | None) -> list[Asked]:
    """Return who is asked in the round of `day`, and when, in the order given; who does not work that day is left out.

    `zone` None asks each at `at` of their own zone; else all are asked at that one instant, which may be another local
    date for some: that is the date on which they must work.
    """
    asked = []
    for who, working in people.items():
        when = asked_at(working, day, at, zone)
        if when is not None:
            asked.append(Asked(who, when, working))
    return asked


@lru_cache(maxsize=10_000)
def asked_at(working: WorkingTime, day: date, at: time, zone: ZoneInfo | None) -> datetime | None:
    """Return when somebody who works like this is asked in the round of `day` (see `ask`); None on a day off.

    Kept, since many people work alike and have many rounds at the same time.
    """
    when = instant(day, at, zone or working.zone)
    # An own-zone round belongs to `day` even where the clock makes a skipped date slide into the next.
    return when if working.works_on(day if zone is None else working.local_date(when)) else None


def asked_later(
    working: WorkingTime,
    day: date,
    at: time,
    zone: ZoneInfo | None,
    *,
    latest: datetime,
    answering: timedelta,
    before: date | None,
) -> datetime | None:
    """Return when somebody who never works on the weekday of a round is asked instead: at `at` of their next day.

    None for whoever works on that weekday and is only away, where less than `answering` of their working time would be
    left until `latest`, the last instant at which the round can close, and where `before`, the date of the next round,
    has come by then: nobody is asked twice a day.
    """
    if not is_off(working, day, at, zone):
        return None
    for shift in range(1, CAP // timedelta(days=1) + 1):
        other = day + timedelta(days=shift)
        if before is not None and other >= before:
            return None
        when = asked_at(working, other, at, zone)
        if when is not None:
            return when if working.between(when, latest) >= answering else None
    return None


def is_off(working: WorkingTime, day: date, at: time, zone: ZoneInfo | None) -> bool:
    """Tell whether the round of `day` falls on a weekday on which somebody never works (see `ask` for `zone`)."""
    own = working.local_date(instant(day, at, zone)) if zone else day
    return own.weekday() not in working.days


def closing(asked: Sequence[Asked], answering: timedelta, opens_at: datetime, cap: timedelta = CAP) -> Closing:
    """Return the first instant at which all have had `answering` of working time, at most `cap` after `opens_at`.

    With nobody asked the round closes `answering` after it opened.
    """
    latest = opens_at + cap
    if not asked:
        return Closing(min(opens_at + answering, latest))
    ends = [_answered_by(person.working, person.at, answering) for person in asked]
    at = max(latest if end is None else min(end, latest) for end in ends)
    short = [
        Short(person.who, person.working.between(person.at, at))
        for person, end in zip(asked, ends, strict=True)
        if end is None or end > at
    ]
    return Closing(at, tuple(short))


@lru_cache(maxsize=10_000)
def _answered_by(working: WorkingTime, asked_at: datetime, answering: timedelta) -> datetime | None:
    """Return when somebody who works like this has had their time to answer; kept, as `asked_at` is."""
    return working.after(asked_at, answering)


def catch_up(opens_at: datetime, closes_at: datetime, now: datetime, minimum: timedelta = WORTH_ASKING) -> CatchUp:
    """Say what to do with a round found unopened at `now`: the one rule after downtime.

    It is opened if at least `minimum` (half an hour) is left until it closes, at the instant it always had; else it is
    marked missed and its owner is told. Nothing is asked that can no longer be answered, and no round is moved. A round
    that was never longer than `minimum` is opened as long as it has not closed.
    """
    wanted = min(minimum, (closes_at - opens_at) / 2)
    return CatchUp.OPEN if now < closes_at and closes_at - now >= wanted else CatchUp.MISSED


@lru_cache(maxsize=10_000)
def reminder_at(asked_at: datetime, closes_at: datetime, working: WorkingTime, answering: timedelta) -> datetime | None:
    """Return when somebody who has not answered is reminded or, with one voice, when the next of the squad is asked.

    That is after half of the answering time, inside the person's working hours: nobody is reminded or passed over while
    they sleep. None when less than half an hour would be left before the round closes: what only rushes is not sent.
    """
    half = working.after(asked_at, answering / 2)
    at = working.next_working(half) if half else None
    return at if at and closes_at - at >= WORTH_ASKING else None


def better_time(
    people: Iterable[WorkingTime],
    day: date,
    at: time,
    zone: ZoneInfo | None,
    *,
    answering: timedelta = ANSWERING,
    cap: timedelta = CAP,
) -> Better | None:
    """Return the nearest other local time at which all work and nobody is short of time; None if there is none.

    Tried in this order: the same day earlier in steps of half an hour, the same time on another weekday (the nearest
    first), then those weekdays earlier. Away dates and holidays are left aside: a rhythm is not chosen around one week.
    """
    kinds = {replace(working, away=(), country="") for working in people}
    if not kinds:
        return None
    lowest = min(working.starts for working in kinds) if zone is None else _EARLIEST
    for candidate in _candidates(day, at, lowest):
        asked = ask(dict(enumerate(kinds)), candidate.day, candidate.at, zone)
        if len(asked) == len(kinds):
            opens_at = min(person.at for person in asked)
            if not closing(asked, answering, opens_at, cap).short:
                return candidate
    return None


def _candidates(day: date, at: time, lowest: time) -> Iterator[Better]:
    others = [day + timedelta(days=shift) for shift in (-1, 1, -2, 2, -3, 3)]
    earlier = []
    midnight = timedelta(hours=at.hour, minutes=at.minute)
    while (midnight := midnight - _STEP) >= timedelta(hours=lowest.hour, minutes=lowest.minute):
        earlier.append(time(midnight // timedelta(hours=1), midnight % timedelta(hours=1) // timedelta(minutes=1)))
    yield from (Better(day, moment) for moment in earlier)
    yield from (Better(other, at) for other in others)
    yield from (Better(other, moment) for other in others for moment in earlier)
