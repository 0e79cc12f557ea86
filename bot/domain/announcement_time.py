"""When an announcement comes to each of its readers: at once, or in their own morning; to those who lead, before."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from bot.domain.announcement import Timing
from bot.domain.recurrence import instant
from bot.domain.working_time import LOOK_AHEAD, WorkingTime

AN_HOUR = timedelta(hours=1)
"""Whoever leads people gets it so long before the end of a working day at the latest, to have time to read it."""

LATER = timedelta(days=4)
"""Whoever gets it so long after the first is away: zones, a weekend and a holiday take less."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class When:
    """What was decided about when an announcement comes: `day` and `at` are local to each reader.

    `lead_hours`: so many hours before the first of their people those who lead get theirs; 0: like everybody.
    """

    timing: Timing
    day: date | None = None
    at: time = time(9, 30)
    lead_hours: int = 0


@lru_cache(maxsize=1024)
def own_morning(working: WorkingTime, day: date, at: time, now: datetime) -> datetime | None:
    """Return when somebody reads it in their own morning of `day`, or of the first day after it that they work.

    That is at `at`, or when they begin, where they begin later or have ended by then. Where that moment is past and
    they still work, it is now. None for whoever does not work within sixty days.
    """
    first = max(day, working.local_date(now))
    for days in range(LOOK_AHEAD.days + 1):
        own = first + timedelta(days=days)
        if not working.works_on(own):
            continue
        clock = at if working.starts <= at < working.ends else working.starts
        comes, ends = instant(own, clock, working.zone), instant(own, working.ends, working.zone)
        if max(comes, now) < ends:
            return max(comes, now)
    return None


def due_for(when: When, working: WorkingTime, now: datetime) -> datetime | None:
    """Return when it comes to somebody; None for whoever is away for longer than can be seen.

    At once means at once, whatever their clock says; only whoever is away gets it in their first morning after that.
    """
    today = working.local_date(now)
    if when.timing is Timing.NOW:
        return own_morning(working, today + _DAY, when.at, now) if working.is_away(today) else now
    return own_morning(working, when.day or today, when.at, now)


def before_their_people(
    when: When, working: WorkingTime, own: datetime | None, theirs: datetime, now: datetime
) -> datetime | None:
    """Return when a lead gets it, the first of whose people has it at `theirs`; `own`: when they would else get it.

    Within their working time, so many hours before, or as late as there is time to read it on the day before; where
    that is past, as soon as they work, and never later than they would else get it.
    """
    if when.timing is Timing.NOW or not when.lead_hours:
        return own
    wanted = theirs - timedelta(hours=when.lead_hours)
    found = _working_at(working, wanted) or wanted
    first = found if found >= now else working.next_working(now)
    options = [one for one in (first, own) if one is not None]
    return min(options, default=None)


def due_of_all(
    when: When,
    working: Mapping[int, WorkingTime],
    led: Mapping[int, Collection[int]],
    now: datetime,
) -> dict[int, datetime | None]:
    """Return when it comes to each of the readers (their working times by id); `led`: the people of those who lead."""
    due = {one: due_for(when, of, now) for one, of in working.items()}
    found = dict(due)
    for lead, people in led.items():
        theirs = min((at for one in people if (at := due.get(one)) is not None), default=None)
        if lead in due and theirs is not None:
            found[lead] = before_their_people(when, working[lead], due[lead], theirs, now)
    return found


def first_wave(due: Collection[datetime]) -> datetime:
    """Return until when those get it who are not away; the others get it when they are back. `due` is not empty."""
    return min(due) + LATER


def spaced(working: WorkingTime, at: time, place: int, now: datetime) -> datetime | None:
    """Return when somebody new reads what comes at `place` (from 0) of several: one on each of their working days."""
    comes: datetime | None = None
    day = working.local_date(now)
    for _ in range(place + 1):
        comes = own_morning(working, day, at, now)
        if comes is None:
            return None
        day = working.local_date(comes) + _DAY
    return comes


def _working_at(working: WorkingTime, wanted: datetime) -> datetime | None:
    """Return the last instant until `wanted` at which somebody works and has time to read; None within sixty days."""
    day = working.local_date(wanted)
    for days in range(LOOK_AHEAD.days + 1):
        own = day - timedelta(days=days)
        if not working.works_on(own):
            continue
        begins, ends = (instant(own, clock, working.zone) for clock in (working.starts, working.ends))
        if begins <= wanted and begins < ends:
            return min(wanted, max(begins, ends - AN_HOUR))
    return None
