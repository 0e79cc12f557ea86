"""When a digest comes by itself: a weekday and a time in its owner's own zone."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.recurrence import instant
from bot.domain.recurrence_words import DAY_NAMES

FRIDAY, AFTERNOON = 4, time(15)
"""What is proposed: late enough in the week to sum it up, early enough to act on it."""

_WEEK = 7


@dataclass(frozen=True, slots=True)
class DigestPlan:
    """A weekday (Monday 0), a local time, and the channel (Slack's id) that it goes to, "" for its owner."""

    weekday: int = FRIDAY
    at: time = AFTERNOON
    channel_id: str = ""


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """A digest as its form shows it. `next_on` is None while there is none; `channel` is "#leads", "" for its owner.

    `id` is 0 while there is none. `others` are the further ones that its owner has, each without those.
    """

    plan: DigestPlan
    next_on: date | None = None
    channel: str = ""
    id: int = 0
    others: "tuple[PlanFacts, ...]" = ()

    @property
    def rhythm(self) -> str:
        """Return "every Friday at 15:00"."""
        return f"every {DAY_NAMES[self.plan.weekday]} at {self.plan.at:%H:%M}"


def next_day(plan: DigestPlan, zone: ZoneInfo, after: datetime) -> date:
    """Return the first date of the plan whose instant in `zone` lies after an instant."""
    day = after.astimezone(zone).date()
    day += timedelta(days=(plan.weekday - day.weekday()) % _WEEK)
    return day if instant(day, plan.at, zone) > after else day + timedelta(days=_WEEK)
