"""A rule in words, as a person would say it."""

from datetime import time
from zoneinfo import ZoneInfo

from bot.domain.recurrence_pattern import Frequency, Pattern, parse
from bot.domain.words import listing, ordinal_figure, ordinal_word

DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_WORKING_DAYS = tuple((0, day) for day in range(5))
_WHOLE_WEEK = tuple((0, day) for day in range(7))
_SECOND = 2
_LAST_SURE = 28


def describe(rrule: str, at: time, zone: ZoneInfo | None) -> str:
    """Return the rule in words: "Every Tuesday at 10:00, in each person's own time".

    `zone` None means each person's own zone. Raises UserError as `parse` does.
    """
    place = "in each person's own time" if zone is None else f"{city(zone)} time"
    sentence = f"{_when(parse(rrule))} at {at:%H:%M}, {place}"
    return sentence[0].upper() + sentence[1:]


def period(rrule: str) -> str:
    """Return what one round of the rule is about: "today", "this week" or "this month".

    Used for "nothing this week" and the like; a rule with several days a week is about today.
    """
    pattern = parse(rrule)
    if pattern.frequency is Frequency.MONTHLY and len(pattern.days) <= 1:
        return "this week" if pattern.days and not pattern.days[0][0] and not pattern.positions else "this month"
    if pattern.frequency is Frequency.WEEKLY and len(pattern.days) <= 1:
        return "this week"
    return "this month" if pattern.positions else "today"


def city(zone: ZoneInfo) -> str:
    """Return a zone's name as people say it: "Los Angeles" for America/Los_Angeles, "UTC" for UTC."""
    return zone.key.rsplit("/", 1)[-1].replace("_", " ")


def _when(pattern: Pattern) -> str:
    if pattern.frequency is Frequency.MONTHLY:
        return _monthly(pattern)
    if pattern.frequency is Frequency.DAILY and not pattern.days:
        return "every day" if pattern.interval == 1 else _every(pattern.interval, "day")
    if pattern.interval == 1:
        if pattern.days == _WORKING_DAYS:
            return "Monday to Friday"
        if pattern.days == _WHOLE_WEEK:
            return "every day"
        return f"every {_weekdays(pattern)}" if pattern.days else "every week"
    week = _every(pattern.interval, "week")
    return f"{week} on {_weekdays(pattern)}" if pattern.days else week


def _every(interval: int, noun: str) -> str:
    if interval == 1:
        return f"every {noun}"
    return f"every {'other' if interval == _SECOND else ordinal_word(interval)} {noun}"


def _weekdays(pattern: Pattern) -> str:
    return listing(DAY_NAMES[day] for _, day in pattern.days)


def _monthly(pattern: Pattern) -> str:
    months = f"in {listing(_MONTHS[m - 1] for m in pattern.months)}" if pattern.months else ""
    months = months or f"of {_every(pattern.interval, 'month')}"
    if pattern.month_days:
        return f"on {listing(map(_month_day, pattern.month_days))} {months}{_shorter(pattern.month_days[-1])}"
    if not pattern.days:
        return months.removeprefix("of ")
    if pattern.positions:
        which = listing(_nth(n) for n in pattern.positions)
        kind = "working day" if pattern.days == _WORKING_DAYS else listing(_names(pattern), "or")
        return f"on the {which} {kind} {months}"
    chosen = (f"the {_nth(n)} {DAY_NAMES[day]}" if n else f"each {DAY_NAMES[day]}" for n, day in pattern.days)
    return f"on {listing(chosen)} {months}"


def _names(pattern: Pattern) -> list[str]:
    return [DAY_NAMES[day] for _, day in pattern.days]


def _nth(n: int) -> str:
    if n > 0:
        return ordinal_word(n)
    return "last" if n == -1 else f"{ordinal_word(-n)} last"


def _month_day(day: int) -> str:
    return f"the {ordinal_figure(day)}" if day > 0 else f"the {_nth(day)} day"


def _shorter(day: int) -> str:
    return " (or the last day of a shorter month)" if day > _LAST_SURE else ""
