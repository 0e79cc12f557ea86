"""When an action may be due, and when its owner hears of it: local dates, and instants in their working hours."""

from datetime import date, datetime, timedelta

from bot.domain.decision import day_text
from bot.domain.recurrence import instant
from bot.domain.working_time import LOOK_AHEAD, WorkingTime
from bot.errors import UserError

FARTHEST = timedelta(days=366)
"""What lies beyond that is no action, but a wish."""

MONTH = timedelta(days=28)
"""What an action takes where its retro does not come again."""

DAYS_BEFORE = 2
"""Working days of the owner between the reminder and the day on which it is due."""

_DAY = timedelta(days=1)


def checked_due(day: date | None, today: date, field: str) -> date:
    """Return the day by which an action is due, `today` being the owner's. Raises UserError for `field`."""
    if day is None:
        raise UserError("Please choose a day.", field=field)
    if day < today:
        past = day_text(day) if day.year == today.year else f"{day_text(day)} {day.year}"
        raise UserError(f"{past} is past. Please choose a day to come.", field=field)
    if day > today + FARTHEST:
        raise UserError(
            f"{day_text(day)} {day.year} is more than a year ahead. Please choose an earlier day, and make the action "
            "smaller if it takes longer.",
            field=field,
        )
    return day


def first_due(next_on: date | None, today: date) -> date:
    """Return the day that the form of an action begins with: when its retro comes next, else in four weeks."""
    if next_on is None or next_on <= today:
        return today + MONTH
    return min(next_on, today + FARTHEST)


def remind_at(working: WorkingTime, due_on: date, now: datetime) -> datetime | None:
    """Return when the owner is reminded: as they begin to work, two of their working days before the day.

    Where fewer are left, as their next working day begins that is not after the day. None where there is none.
    """
    days = [due_on - ahead * _DAY for ahead in range(1, LOOK_AHEAD.days)]
    working_days = [day for day in days if working.works_on(day)]
    first = working_days[DAYS_BEFORE - 1] if len(working_days) >= DAYS_BEFORE else due_on
    day = first
    while day <= due_on:
        begins = instant(day, working.starts, working.zone)
        if working.works_on(day) and begins > now:
            return begins
        day += _DAY
    return None


def late_at(working: WorkingTime, due_on: date) -> datetime:
    """Return when the owner is asked what became of it: as their first working day after the day begins."""
    begins = instant(due_on + _DAY, working.starts, working.zone)
    return working.next_working(begins) or begins
