"""What a ritual's rule may say: a well-chosen part of RFC 5545's RRULE, over local dates.

Accepted are DAILY, WEEKLY and MONTHLY rules without an end. Each rule that is accepted happens again and again for
certain (there is no "30 February"), and a monthly rule has a date in each of its months:

- a day of the month from 29 to 31 means the last day of a shorter month (RFC 7529 calls this SKIP=BACKWARD;
  plain RFC 5545 would leave the month out);
- a fifth weekday is refused, since most months have none; -1 is the last one.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NoReturn

from bot.domain.words import listing, short
from bot.errors import UserError

DAY_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LAST_SURE_MONTH_DAY = 28
LAST_SURE_WEEK = 4
LAST_MONTH_DAY = 31
MOST_INTERVAL = 60
_EXAMPLES = "Write for example FREQ=WEEKLY;BYDAY=TU, or FREQ=MONTHLY;BYDAY=1TU for the first Tuesday of each month."
_KNOWN = ("FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST")


class Frequency(StrEnum):
    """How often a rule comes round, before its interval."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A rule taken apart.

    `days` are (n, weekday) with Monday 0; n is 0 for every such day, 1 to 4 for the n-th and -1 for the last of the
    month. `months` empty means all of them. `positions` pick from the days of a month: -1 is the last of them.
    """

    frequency: Frequency
    interval: int = 1
    days: tuple[tuple[int, int], ...] = ()
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    week_start: int = 0

    def __str__(self) -> str:
        """Return the rule in its one normal spelling, parts always in the same order."""
        parts = [f"FREQ={self.frequency}"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.days:
            parts.append("BYDAY=" + ",".join(f"{n or ''}{DAY_CODES[day]}" for n, day in self.days))
        for key, numbers in (
            ("BYMONTHDAY", self.month_days),
            ("BYMONTH", self.months),
            ("BYSETPOS", self.positions),
        ):
            if numbers:
                parts.append(f"{key}={','.join(map(str, numbers))}")
        if self.week_start:
            parts.append(f"WKST={DAY_CODES[self.week_start]}")
        return ";".join(parts)


def weekly(days: Iterable[int], *, interval: int = 1) -> str:
    """Return the rule for these weekdays (Monday 0) of every, or every `interval`-th, week."""
    chosen = sorted(set(days))
    if not chosen:
        raise UserError("Please choose at least one day of the week.", field="days")
    return str(Pattern(Frequency.WEEKLY, interval, tuple((0, day) for day in chosen)))


def daily(*, interval: int = 1) -> str:
    """Return the rule for every, or every `interval`-th, day, weekends included."""
    return str(Pattern(Frequency.DAILY, interval))


def monthly(week: int, day: int, *, interval: int = 1) -> str:
    """Return the rule for the `week`-th (1 to 4; -1 the last) weekday `day` (Monday 0) of every `interval`-th month."""
    return str(Pattern(Frequency.MONTHLY, interval, ((week, day),)))


def monthly_on(day_of_month: int, *, interval: int = 1) -> str:
    """Return the rule for a day of the month, 1 to 31; shorter months use their last day."""
    return str(Pattern(Frequency.MONTHLY, interval, month_days=(day_of_month,)))


def parse(rrule: str) -> Pattern:
    """Take a rule apart; `str()` of the answer is the normal spelling to store.

    Raises UserError with a sentence for whatever is malformed, not offered, or could leave a month without a date.
    """
    parts = _parts(rrule)
    pattern = Pattern(
        frequency=_frequency(parts.get("FREQ", ""), rrule),
        interval=_interval(parts.get("INTERVAL", "1")),
        days=_days(parts.get("BYDAY", "")),
        month_days=_numbers("BYMONTHDAY", parts.get("BYMONTHDAY", ""), -LAST_SURE_MONTH_DAY, LAST_MONTH_DAY),
        months=_numbers("BYMONTH", parts.get("BYMONTH", ""), 1, 12),
        positions=_numbers("BYSETPOS", parts.get("BYSETPOS", ""), -LAST_MONTH_DAY, LAST_MONTH_DAY),
        week_start=_week_start(parts.get("WKST", "MO")),
    )
    _check_together(pattern)
    return pattern


def _refuse(sentence: str) -> NoReturn:
    raise UserError(f"{sentence} {_EXAMPLES}", field="rule")


def _parts(rrule: str) -> dict[str, str]:
    text = rrule.strip().upper().removeprefix("RRULE:").strip(";")
    parts: dict[str, str] = {}
    for piece in text.split(";"):
        key, equals, value = (part.strip() for part in piece.partition("="))
        if not equals or not value:
            _refuse(f"The rule “{short(rrule)}” is not understood.")
        if key in {"COUNT", "UNTIL"}:
            _refuse(f"A ritual goes on until it is paused or deleted; please leave out {key}.")
        if key == "DTSTART":
            _refuse("The first day is set beside the rule; please leave out DTSTART.")
        if key in {"BYHOUR", "BYMINUTE", "BYSECOND"}:
            _refuse(f"The time of day is set beside the rule; please leave out {key}.")
        if key not in _KNOWN:
            _refuse(f"“{short(key)}” is not understood in the rule “{short(rrule)}”; it may have {listing(_KNOWN)}.")
        if key in parts:
            _refuse(f"The rule “{short(rrule)}” says {key} twice.")
        parts[key] = value
    return parts


def _frequency(value: str, rrule: str) -> Frequency:
    if value == "YEARLY":
        _refuse("Please write a yearly rule as a month: FREQ=MONTHLY;BYMONTH=1;BYDAY=1TU.")
    if value in {"HOURLY", "MINUTELY", "SECONDLY"}:
        _refuse(f"A ritual comes round daily, weekly or monthly, not {value.lower()}.")
    if value not in set(Frequency):
        _refuse(f"The rule “{short(rrule)}” needs FREQ=DAILY, FREQ=WEEKLY or FREQ=MONTHLY.")
    return Frequency(value)


def _interval(value: str) -> int:
    if not re.fullmatch(r"\d{1,4}", value, re.ASCII) or not 1 <= int(value) <= MOST_INTERVAL:
        _refuse(f"INTERVAL is a number from 1 to {MOST_INTERVAL}, not “{short(value)}”.")
    return int(value)


def _week_start(value: str) -> int:
    if value not in DAY_CODES:
        _refuse(f"WKST is one of {listing(DAY_CODES, 'or')}, not “{short(value)}”.")
    return DAY_CODES.index(value)


def _numbers(key: str, value: str, lowest: int, highest: int) -> tuple[int, ...]:
    numbers: set[int] = set()
    for text in filter(None, value.split(",")):
        if not re.fullmatch(r"[+-]?\d{1,3}", text.strip(), re.ASCII):
            _refuse(f"{key} takes numbers, not “{short(text)}”.")
        number = int(text)
        if number == 0 or not lowest <= number <= highest:
            _refuse(f"{key} goes from {lowest} to {highest} without 0, not {number}.")
        numbers.add(number)
    return tuple(sorted(numbers))


def _days(value: str) -> tuple[tuple[int, int], ...]:
    days: set[tuple[int, int]] = set()
    for text in filter(None, value.split(",")):
        match = re.fullmatch(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", text.strip(), re.ASCII)
        if not match:
            _refuse(f"“{short(text)}” is not a day; days are {listing(DAY_CODES)}.")
        week = int(match[1] or 0)
        if match[1] and not 1 <= abs(week) <= LAST_SURE_WEEK:
            _refuse(f"A month need not have a {text}; use 1 to 4, or -1 for the last one.")
        days.add((week, DAY_CODES.index(match[2])))
    return tuple(sorted(days, key=lambda day: (day[1], day[0])))


def _check_together(pattern: Pattern) -> None:
    """Refuse combinations that contradict each other or could have no date at all."""
    monthly_only = pattern.month_days or pattern.months or pattern.positions or any(n for n, _ in pattern.days)
    if pattern.frequency is not Frequency.MONTHLY and monthly_only:
        _refuse("BYMONTHDAY, BYMONTH, BYSETPOS and numbered days go with FREQ=MONTHLY.")
    if pattern.frequency is Frequency.DAILY and pattern.days and pattern.interval > 1:
        _refuse("Every few days and fixed weekdays contradict each other; name the weekdays with FREQ=WEEKLY.")
    if pattern.days and pattern.month_days:
        _refuse("Please give either BYDAY or BYMONTHDAY.")
    if pattern.months and pattern.interval > 1:
        _refuse("Please give either BYMONTH or INTERVAL.")
    if len(pattern.month_days) > 1 and max(pattern.month_days) > LAST_SURE_MONTH_DAY:
        _refuse("A day from 29 to 31 stands alone, since shorter months use their last day for it.")
    if pattern.positions:
        if not pattern.days or any(n for n, _ in pattern.days):
            _refuse("BYSETPOS picks from plain weekdays; give BYDAY without numbers.")
        most = LAST_SURE_WEEK * len(pattern.days)
        if max(map(abs, pattern.positions)) > most:
            _refuse(f"A month has only {most} such days for certain; BYSETPOS goes up to that.")
