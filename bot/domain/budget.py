"""The interruption budget: how many messages that they did not ask for a person gets, and what waits instead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.recurrence import instant

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
    ASKED_FOR = "asked_for"
    """Its reader wants it: it does not count."""

    @property
    def counts(self) -> bool:
        """Whether it takes room."""
        return self is not Standing.ASKED_FOR


@dataclass(frozen=True, slots=True)
class Days:
    """A person's time as far as the budget goes by it: zone, working weekdays (Monday is 0), end of the working day."""

    zone: ZoneInfo
    weekdays: frozenset[int]
    works_until: time

    def local_date(self, at: datetime) -> date:
        """Return the person's date at an instant."""
        return at.astimezone(self.zone).date()


def has_room(days: Days, told: Sequence[datetime], now: datetime) -> bool:
    """Tell whether a person who was told something at the instants `told` may be told more at `now`."""
    today = days.local_date(now)
    since = [one for one in map(days.local_date, told) if today - WEEK < one <= today]
    return since.count(today) < A_DAY and len(since) < A_WEEK


def next_room(days: Days, told: Sequence[datetime], now: datetime) -> datetime:
    """Return when what is held at `now` comes by itself, unless a message that comes before takes it along.

    That is an hour before the end of the first working day to come that has room, so that what else comes on that day
    can take it along: within a week, or on the first working day after it.
    """
    dates = [days.local_date(one) for one in told]
    day = days.local_date(now) + timedelta(days=1)
    while not (_works(days, day) and sum(day - WEEK < one <= day for one in dates) < A_WEEK):
        day += timedelta(days=1)
    return instant(day, _last_hour(days.works_until), days.zone)


def _last_hour(end: time) -> time:
    """Return an hour before the end of a day's work, or the end itself where work ends in the first hour of a day."""
    return end.replace(hour=end.hour - 1) if end.hour else end


def _works(days: Days, day: date) -> bool:
    return not days.weekdays or day.weekday() in days.weekdays
