"""Days as people write them: "3-14 Aug", "tomorrow", "Mon to Wed", "2026-08-03 until 2026-08-14".

Only what has one meaning is read; "3/8" is March to some and August to others, so it is asked back. A day without a
year is the one that is meant from today on.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.words import short
from bot.errors import UserError

FIELD = "days"
LOOK_BACK = timedelta(days=31)
"""A range without a year may have begun this long ago: "3-14 Aug" said on the 10th."""

_MONTHS: tuple[str, ...] = ("january", "february", "march", "april", "may", "june")
_MONTHS += ("july", "august", "september", "october", "november", "december")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_BY_TODAY = ("yesterday", "today", "tomorrow")
_EXAMPLE = "Please write them like `3-14 Aug`, `tomorrow`, `Mon to Wed` or `2026-08-03 to 2026-08-14`."
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?(?:\s*(?:of\s+)?([a-z]{3,9})\.?)?(?:,?\s+(\d{4}))?")
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})(?:\.(\d{4})?)?")
_BETWEEN = re.compile(
    r"\s*(?:[–—…]|\.\.+|\bto\b|\buntil\b|\btill\b|\bthrough\b|(?<!\d{4})(?<!\d{4}-\d)(?<!\d{4}-\d\d)-)\s*"
)
_WEEKDAY_BEFORE = re.compile(r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|satur|sat|sun)(?:day)?[.,]? (?=\d)")
_FOR = re.compile(r"(?:(.+?)\s+)?for\s+(a|an|one|\d{1,3})\s+(day|week)s?")


@dataclass(frozen=True, slots=True)
class _Day:
    """A day as far as it was said: a date, or a day of the month with or without its month and year."""

    day: int
    month: int | None = None
    year: int | None = None


def parse_day(text: str, today: date) -> date:
    """Read one day, from `today` on where no year is said: "Fri", "12 May", "tomorrow", "2026-05-12".

    Raises UserError for anything else.
    """
    found = _relative(_tidy(text), today)
    if found is not None:
        return found
    said = _said(_tidy(text))
    if said is None or said.month is None:
        raise _unread(text)
    if said.year is None:
        return _next(said.day, said.month, today, text)
    return _on(said.day, said.month, said.year, text)


def parse_days(text: str, today: date) -> tuple[date, date]:
    """Read a range of days, both ends included; a single day is a range of one.

    "until Fri" begins today. Without a year it is the next such range that has not ended before `today`. Raises
    UserError for words that are no days, and for a range that ends before it begins.
    """
    try:
        return _read(text, today)
    except OverflowError:
        # The calendar ends with the year 9999.
        raise _no_such_day(text) from None


def _read(text: str, today: date) -> tuple[date, date]:
    words = _tidy(text)
    if not words:
        raise UserError(f"Which days? {_EXAMPLE}", field=FIELD)
    known = _NAMED_RANGES.get(words)
    if known is not None:
        return known(today)
    if (length := _FOR.fullmatch(words)) is not None:
        first = parse_day(length[1], today) if length[1] else today
        number = 1 if length[2] in {"a", "an", "one"} else int(length[2])
        return first, first + timedelta(days=max(number * (7 if length[3] == "week" else 1), 1) - 1)
    if words.startswith(("until ", "till ", "to ")):
        return today, parse_day(words.split(" ", 1)[1], today)
    ends = _BETWEEN.split(words.removeprefix("from "))
    if len(ends) == 1 and words.startswith("from "):
        raise UserError(f"Until when? {_EXAMPLE}", field=FIELD)
    if len(ends) == 1:
        day = _ending(ends[0], today, text)
        return day, day
    if len(ends) != 2:  # noqa: PLR2004 (a beginning and an end)
        raise _unread(text)
    return _range(ends[0], ends[1], today, text)


def span(first: date, last: date | None, today: date | None = None) -> str:
    """Return dates as people say them: "Mon 3 to Fri 14 Aug", or "Mon 3 Aug", or "since Mon 3 Aug" without an end.

    With the year where that is another one than `today`'s.
    """
    if last is None:
        return f"since {_short(first, today)}"
    if first == last:
        return _short(first, today)
    same_month = (first.month, first.year) == (last.month, last.year)
    return f"{f'{first:%a} {first.day}' if same_month else _short(first, today)} to {_short(last, today)}"


def in_order(first: date, last: date) -> tuple[date, date]:
    """Return both days. Raises UserError where the last is before the first."""
    if last < first:
        raise UserError(
            f"These days end ({_worded(last)}) before they begin ({_worded(first)}). Please swap them.", field=FIELD
        )
    return first, last


def _short(day: date, today: date | None) -> str:
    year = f" {day.year}" if today is not None and day.year != today.year else ""
    return f"{day:%a} {day.day} {day:%b}{year}"


def _range(begins: str, ends: str, today: date, text: str) -> tuple[date, date]:
    begin = _relative(begins, today)
    if begin is not None:
        return in_order(begin, _until(ends, begin, today))
    said, until = _said(begins), _said(ends)
    if said is None:
        raise _unread(text)
    if until is None:
        first = parse_day(begins, today)
        return in_order(first, _until(ends, first, today))
    month = said.month or until.month
    if month is None:
        raise _unread(text)
    if until.year is not None or said.year is not None:
        return in_order(*_with_year(said, until, month, text))
    last_month = until.month or month
    years = range(today.year - 1, today.year + 2)
    found = [
        (begun, ended)
        for year in years
        if (begun := _maybe(said.day, month, year))
        and (ended := _maybe(until.day, last_month, year if last_month >= month else year + 1))
    ]
    if not found:
        raise _no_such_day(text)
    if found[0][1] < found[0][0]:
        return in_order(*next((one for one in found if one[0].year == today.year), found[0]))
    return next((one for one in found if one[1] >= today), found[-1])


def _until(ends: str, first: date, today: date) -> date:
    """Return the end of a range: a weekday is the next one from `first` on, "tomorrow" is that of `today`."""
    return parse_day(ends, today if ends in _BY_TODAY else first)


def _with_year(said: _Day, until: _Day, month: int, text: str) -> tuple[date, date]:
    """Return a range of which at least one end names its year."""
    last_month = until.month or month
    crosses = last_month < month
    if said.year is not None:
        first_year, last_year = said.year, said.year + crosses if until.year is None else until.year
    else:
        last_year = until.year or 0  # one of both is known
        first_year = last_year - crosses
    return _on(said.day, month, first_year, text), _on(until.day, last_month, last_year, text)


def _ending(words: str, today: date, text: str) -> date:
    """Return a single day; a recent one is meant as it was ("3 Aug" said on the 4th), so that it can be refused."""
    found = _relative(words, today)
    if found is not None:
        return found
    said = _said(words)
    if said is None or said.month is None:
        raise _unread(text)
    if said.year is not None:
        return _on(said.day, said.month, said.year, text)
    just = _maybe(said.day, said.month, today.year)
    return just if just and today - LOOK_BACK <= just else _next(said.day, said.month, today, text)


def _relative(words: str, today: date) -> date | None:
    """Return "today", "tomorrow", a weekday from today on, or a date in ISO's form; None for anything else."""
    if words in _BY_TODAY:
        return today + timedelta(days=_BY_TODAY.index(words) - 1)
    if (iso := _ISO.fullmatch(words)) is not None:
        return _on(int(iso[3]), int(iso[2]), int(iso[1]), words)
    following = words.removeprefix("next ").removeprefix("this ").removesuffix(".")
    weekday = _named(following, _DAYS)
    if weekday is None:
        return None
    found = today + timedelta(days=(weekday - today.weekday()) % 7)
    if words.startswith("next "):
        monday = today + timedelta(days=7 - today.weekday())
        return monday + timedelta(days=weekday)
    return found


def _said(words: str) -> _Day | None:
    if (dotted := _DOTTED.fullmatch(words)) is not None:
        return _Day(int(dotted[1]), int(dotted[2]), int(dotted[3]) if dotted[3] else None)
    if (found := _DAY_FIRST.fullmatch(words)) is not None:
        day, month, year = found.groups()
    elif (found := _MONTH_FIRST.fullmatch(words)) is not None:
        month, day, year = found.groups()
    else:
        return None
    number = None if month is None else _named(month, _MONTHS)
    if month is not None and number is None:
        return None
    return _Day(int(day), None if number is None else number + 1, int(year) if year else None)


def _named(word: str, names: tuple[str, ...]) -> int | None:
    """Return the place of the name that `word` is, or begins with at least three letters."""
    if len(word) < 3:  # noqa: PLR2004 (the shortest that is clear: "ma" is March or May)
        return None
    return next((place for place, name in enumerate(names) if name.startswith(word)), None)


def _next(day: int, month: int, today: date, text: str) -> date:
    # 29 February comes at most eight years later.
    for year in range(today.year, today.year + 9):
        found = _maybe(day, month, year)
        if found is not None and found >= today:
            return found
    raise _no_such_day(text)


def _maybe(day: int, month: int, year: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _on(day: int, month: int, year: int, text: str) -> date:
    found = _maybe(day, month, year)
    if found is None:
        raise _no_such_day(text)
    return found


def _worded(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def _tidy(text: str) -> str:
    """Return words in one form; a weekday before a date ("Mon 3 Aug") says nothing more."""
    words = " ".join(text.casefold().replace("'", "").split()).strip(" .,")
    return _WEEKDAY_BEFORE.sub("", words)


def _unread(text: str) -> UserError:
    return UserError(f"“{short(text)}” is not read as days. {_EXAMPLE}", field=FIELD)


def _no_such_day(text: str) -> UserError:
    return UserError(f"“{short(text)}” names a day that the calendar does not have.", field=FIELD)


def _week_of(today: date, weeks: int) -> tuple[date, date]:
    monday = today + timedelta(days=7 * weeks - today.weekday())
    return max(monday, today), monday + timedelta(days=6)


_NAMED_RANGES: dict[str, Callable[[date], tuple[date, date]]] = {
    "this week": lambda today: _week_of(today, 0),
    "next week": lambda today: _week_of(today, 1),
}
