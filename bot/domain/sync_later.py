"""*Later*: when somebody is asked again who has no time now."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.recurrence import instant
from bot.domain.round import WORTH_ASKING
from bot.domain.working_time import WorkingTime

AFTERNOON = time(14)
"""When *this afternoon* is."""

MOST = 5
"""How often one question is put off: whoever wants it once more still has the message."""


class Later(StrEnum):
    """What can be chosen; the value stands in the button."""

    HALF_AN_HOUR = "30"
    TWO_HOURS = "120"
    AFTERNOON = "afternoon"


LABELS = {
    Later.HALF_AN_HOUR: "Later: in 30 minutes",
    Later.TWO_HOURS: "Later: in 2 hours",
    Later.AFTERNOON: "Later: this afternoon",
}

_AT: dict[Later, Callable[[datetime, ZoneInfo], datetime]] = {
    Later.HALF_AN_HOUR: lambda now, _: now + timedelta(minutes=30),
    Later.TWO_HOURS: lambda now, _: now + timedelta(hours=2),
    Later.AFTERNOON: lambda now, zone: instant(now.astimezone(zone).date(), AFTERNOON, zone),
}


def offered(now: datetime, closes_at: datetime, zone: ZoneInfo) -> list[Later]:
    """Return what can be chosen at `now`: what is still to come, with time to answer before the closing."""
    return [one for one in Later if now < _AT[one](now, zone) <= closes_at - WORTH_ASKING]


def later_at(choice: Later, working: WorkingTime, now: datetime, closes_at: datetime) -> datetime | None:
    """Return when they are asked again: inside their working hours, and with half an hour to answer; None: never."""
    wanted = _AT[choice](now, working.zone)
    at = working.next_working(max(wanted, now))
    return at if at is not None and wanted > now and closes_at - at >= WORTH_ASKING else None
