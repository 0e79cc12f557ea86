"""Instants of a preview in words: in their own place, and beside it in UTC and for the reader."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.render import clock, clock_on

UTC = "UTC"


def day_and_time(at: datetime, zone: str) -> str:
    """Return "Tue 22:00": in the preview the date of the round stands above it."""
    return f"{at.astimezone(ZoneInfo(zone)):%a} {clock(at, zone)}"


def elsewhere(at: datetime, zone: str, reader: str) -> str:
    """Return "02:00 UTC, 03:00 for you", without what is the same as in `zone` itself."""
    day = at.astimezone(ZoneInfo(zone)).date()
    utc, same_for_reader = clock_on(at, day, UTC), _same_clock(at, zone, reader)
    if _same_clock(at, zone, UTC):
        return UTC if same_for_reader else f"{UTC}, {clock_on(at, day, reader)} for you"
    if _same_clock(at, reader, UTC):
        return f"{utc} {UTC} and for you"
    return f"{utc} {UTC}" if same_for_reader else f"{utc} {UTC}, {clock_on(at, day, reader)} for you"


def _same_clock(at: datetime, zone: str, other: str) -> bool:
    return at.astimezone(ZoneInfo(zone)).utcoffset() == at.astimezone(ZoneInfo(other)).utcoffset()
