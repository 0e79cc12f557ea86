"""Times, days and zones as people write them: "10:00", "9:00-17:00", "mon", "Europe/Lisbon"."""

import re
from collections.abc import Iterable
from datetime import time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from bot.domain.matching import did_you_mean
from bot.domain.words import listing, short
from bot.domain.zone import present_zone
from bot.errors import UserError

HOUR = 60
"""Minutes."""

SHORT_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def parse_time(text: str) -> time:
    """Read "9:00", "09:30" or "9"; raises UserError for anything that is not a time of the 24-hour day."""
    match = re.fullmatch(r"\s*(\d{1,2})(?:[:.](\d{2}))?\s*", text, re.ASCII)
    if not match or int(match[1]) > 23 or int(match[2] or 0) > 59:  # noqa: PLR2004 - the clock's own limits
        raise UserError(f"“{short(text)}” is not a time. Please write it like 10:00 or 16:30.", field="time")
    return time(int(match[1]), int(match[2] or 0))


def parse_hours(text: str) -> tuple[time, time]:
    """Read working hours such as "9:00-17:00" or "9 – 17:30", an hour at least.

    Raises UserError. Whether they end after they begin `WorkingTime` decides.
    """
    pieces = re.split(r"\s*(?:-|–|—|\bto\b)\s*", text.strip())
    if len(pieces) != 2:  # noqa: PLR2004 - a beginning and an end
        raise UserError(f"“{short(text)}” are not working hours. Please write them like 9:00-17:00.", field="hours")
    starts, ends = parse_time(pieces[0]), parse_time(pieces[1])
    lasts = (ends.hour - starts.hour) * HOUR + ends.minute - starts.minute
    if 0 < lasts < HOUR:
        raise UserError(
            f"{starts:%H:%M}-{ends:%H:%M} leaves no time to answer in. Working hours last an hour at least.",
            field="hours",
        )
    return starts, ends


def parse_days(names: Iterable[str]) -> frozenset[int]:
    """Read days of the week, short or long, in any case; Monday is 0. Raises UserError for a word that is none."""
    days = set()
    for name in names:
        day = name.strip().lower()[:3]
        long = {"mon": "monday", "tue": "tuesday", "wed": "wednesday", "thu": "thursday", "fri": "friday"}
        long |= {"sat": "saturday", "sun": "sunday"}
        if day not in long or not long[day].startswith(name.strip().lower().rstrip(".")):
            raise UserError(f"“{short(name)}” is not a day. Days are {listing(SHORT_DAYS)}.", field="days")
        days.add(SHORT_DAYS.index(day))
    return frozenset(days)


def zone_named(name: str) -> ZoneInfo:
    """Return the time zone of this IANA name, an old one under that of today.

    Raises UserError, with a guess where there is a near one.
    """
    try:
        return ZoneInfo(present_zone(name.strip()))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        guess = did_you_mean(name, sorted(available_timezones()))
        hint = f"Did you mean {guess}?" if guess else "Please write it like Europe/Lisbon."
        raise UserError(f"There is no time zone “{short(name)}”. {hint}", field="zone") from None
