"""When a ritual comes round: a rule over local dates, and the one instant that a local date and time stand for.

The calendar's irregularities, decided once:

- a time that the clocks skip (spring) is the first instant after the gap;
- a time that comes twice (autumn) is its first occurrence;
- a whole date that a zone skips (Pacific/Apia had no 30 December 2011) is one long gap: its instant is the first
  after it. `exists` tells such dates apart, and a person counts as away on a day that they do not have;
- a monthly rule on the 29th to 31st falls on the last day of a shorter month (see recurrence_pattern).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice
from typing import Literal
from zoneinfo import ZoneInfo

from dateutil import rrule as rfc5545

from bot.domain.recurrence_pattern import (
    LAST_SURE_MONTH_DAY,
    Frequency,
    Pattern,
    daily,
    monthly,
    monthly_on,
    parse,
    weekly,
)
from bot.domain.recurrence_words import describe, period

__all__ = [
    "Rule",
    "daily",
    "describe",
    "exists",
    "instant",
    "monthly",
    "monthly_on",
    "parse",
    "period",
    "weekly",
]

_FREQUENCIES: dict[Frequency, Literal[1, 2, 3]] = {
    Frequency.DAILY: rfc5545.DAILY,
    Frequency.WEEKLY: rfc5545.WEEKLY,
    Frequency.MONTHLY: rfc5545.MONTHLY,
}
_DAYS = (rfc5545.MO, rfc5545.TU, rfc5545.WE, rfc5545.TH, rfc5545.FR, rfc5545.SA, rfc5545.SU)
_parse = lru_cache(maxsize=1024)(parse)


@lru_cache(maxsize=10_000)
def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Return the one UTC instant at which it is `at` on `day` in `zone`; see the module for gaps and repeats.

    Kept, since a morning's rounds ask for the same few by the thousand.
    """
    local = datetime.combine(day, at, tzinfo=zone)
    found = local.astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return found
    # In a gap, PEP 495 reads fold=1 with the offset after it and fold=0 with the one before: the instants found
    # enclose the moment at which the offset changes.
    before, after = local.replace(fold=1).astimezone(UTC), found
    offset = after.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == offset:
            after = middle
        else:
            before = middle
    return after


@lru_cache(maxsize=10_000)
def exists(day: date, zone: ZoneInfo) -> bool:
    """Tell whether a zone has this date at all; the date line has taken one from a few places."""
    return instant(day, time(), zone).astimezone(zone).date() == day


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule counted from its first possible day.

    `rrule` is a text that `parse` accepts (else UserError, at once); `start` is the local date from which intervals are
    counted: with INTERVAL=2 the week of `start` is one of its weeks. No date lies before `start`.
    """

    rrule: str
    start: date

    def __post_init__(self) -> None:
        """Refuse a rule that `parse` refuses."""
        _parse(self.rrule)

    def dates(self, after: date, count: int) -> list[date]:
        """Return the next `count` dates strictly after `after`, in order."""
        return list(islice(_dates(self.rrule, self.start.day, self._anchor(after), after), count))

    def next(self, after: date) -> date | None:
        """Return the first date strictly after `after`; None only at the end of the calendar (year 9999)."""
        return _next(self.rrule, self.start.day, self._anchor(after), after)

    def includes(self, day: date) -> bool:
        """Tell whether the rule falls on this date."""
        return self.next(day - timedelta(days=1)) == day

    def _anchor(self, after: date) -> date:
        return _anchor(_parse(self.rrule), self.start, after)


@lru_cache(maxsize=10_000)
def _next(rrule: str, day: int, anchor: date, after: date) -> date | None:
    """Return the first of `_dates`; kept, since the syncs of a morning share a few rhythms."""
    return next(_dates(rrule, day, anchor, after), None)


def _dates(rrule: str, day: int, anchor: date, after: date) -> Iterator[date]:
    """Yield the dates of a rule after `after`, counted from `anchor`; `day` is the day of the month it began on."""
    recurrence = _recurrence(_parse(rrule), day, anchor)
    for found in recurrence.xafter(datetime.combine(after, time()), inc=False):
        yield found.date()


def _anchor(pattern: Pattern, start: date, after: date) -> date:
    """Return a day near `after` from which the intervals count alike, so that an old rule is as quick as a new one."""
    if after <= start:
        return start
    if pattern.frequency is Frequency.MONTHLY:
        months = (after.year - start.year) * 12 + after.month - start.month
        months -= months % pattern.interval
        if months == 0:
            return start
        years, month = divmod(start.month - 1 + months, 12)
        return date(start.year + years, month + 1, 1)
    step = pattern.interval * (7 if pattern.frequency is Frequency.WEEKLY else 1)
    return start + timedelta(days=(after - start).days // step * step)


def _recurrence(pattern: Pattern, day: int, anchor: date) -> rfc5545.rrule:
    """Build dateutil's rule from `anchor`; what the pattern leaves open the day of the month or the weekday decides."""
    days = pattern.days
    month_days = pattern.month_days
    positions = pattern.positions
    if pattern.frequency is Frequency.WEEKLY and not days:
        days = ((0, anchor.weekday()),)
    if pattern.frequency is Frequency.MONTHLY and not days and not month_days:
        month_days = (day,)
    if month_days and month_days[-1] > LAST_SURE_MONTH_DAY:
        # The last of the days 28 to 31 that this month has: the day itself, or the month's last.
        month_days, positions = tuple(range(LAST_SURE_MONTH_DAY, month_days[-1] + 1)), (-1,)
    return rfc5545.rrule(
        _FREQUENCIES[pattern.frequency],
        dtstart=datetime.combine(anchor, time()),
        interval=pattern.interval,
        wkst=pattern.week_start,
        byweekday=[_DAYS[weekday](n) if n else _DAYS[weekday] for n, weekday in days] or None,
        bymonthday=month_days or None,
        bymonth=pattern.months or None,
        bysetpos=positions or None,
    )
