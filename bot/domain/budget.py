"""The interruption budget: how many messages that they did not ask for a person gets, and what waits instead."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.recurrence import instant
from bot.domain.working_time import LOOK_AHEAD, WorkingTime

A_DAY, A_WEEK = 1, 4
"""Messages of a day, and of seven days on end, that nobody asked for; days are those of the person's zone."""

WEEK = timedelta(days=7)


class Standing(StrEnum):
    """How a kind of message stands to the budget."""

    RITUAL = "ritual"
    """Of something that one takes part in: it counts, may share a message with others, and is never held back."""
    WAITS = "waits"
    """Somebody waits on its reader today: it counts, and comes at once all the same."""
    MAY_WAIT = "may_wait"
    """What is over the budget joins the next message, or comes by itself as soon as there is room."""
    IN_HOURS = "in_hours"
    """It is never held back for the budget, and comes while its reader works; as a message of its own it counts."""
    ASKED_FOR = "asked_for"
    """Its reader wants it: it does not count."""

    @property
    def counts(self) -> bool:
        """Whether it takes room."""
        return self is not Standing.ASKED_FOR


def has_room(zone: ZoneInfo, told: Sequence[datetime], now: datetime) -> bool:
    """Tell whether a person in `zone` who was told something at the instants `told` may be told more at `now`."""
    today = now.astimezone(zone).date()
    since = [one for one in (at.astimezone(zone).date() for at in told) if today - WEEK < one <= today]
    return since.count(today) < A_DAY and len(since) < A_WEEK


def comes_at(working: WorkingTime, told: Sequence[datetime], now: datetime) -> datetime:
    """Return when what may wait comes by itself: at `now` where its reader works and has room.

    Somebody who has room but does not work now has it as their next working hours begin; others at `next_room`.
    """
    begins = working.next_working(now) if has_room(working.zone, told, now) else None
    return next_room(working, told, now) if begins is None else begins


def in_hours(working: WorkingTime, now: datetime) -> datetime:
    """Return when what needs no room comes: at `now` where its reader works, else as they begin to work again.

    Where they are away for longer than can be counted it is looked at again a week later.
    """
    return working.next_working(now) or next_room(working, [], now)


def next_room(working: WorkingTime, told: Sequence[datetime], now: datetime) -> datetime:
    """Return when what is held at `now` comes by itself, unless a message that comes before takes it along.

    That is an hour before the end of the first day to come that its reader works and that has room, so that what else
    comes on that day can take it along: within a week, or on the first working day after it. Where they are away for
    longer than can be counted it is a week later, to be looked at again then.
    """
    today = working.local_date(now)
    dates = [working.local_date(one) for one in told]
    coming = (today + timedelta(days=days) for days in range(1, LOOK_AHEAD.days + 1))
    free = (day for day in coming if working.works_on(day) and sum(day - WEEK < one <= day for one in dates) < A_WEEK)
    return instant(next(free, today + WEEK), _last_hour(working.ends), working.zone)


def _last_hour(end: time) -> time:
    """Return an hour before the end of a day's work, or the end itself where work ends in the first hour of a day."""
    return end.replace(hour=end.hour - 1) if end.hour else end
