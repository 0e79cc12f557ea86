"""The syncs of the simulated company, and on which dates they take place, worked out without Drumbeat's own rules."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from holidays import country_holidays

DAY, WEEK = timedelta(days=1), timedelta(days=7)
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY = range(6)
HOME = "DE"
"""The country whose holidays let dates be left out or moved."""

ON_PEOPLE = (
    {"key": "moved", "kind": "long_text", "text": "What moved?", "required": True},
    {"key": "waiting_on", "kind": "people", "text": "Waiting on whom?", "role": "waiting_on"},
    {"key": "waiting_for", "kind": "long_text", "text": "What for?", "role": "waiting_for"},
)
"""Questions of a sync in which one waits on persons."""


@dataclass(frozen=True)
class Sync:
    """A sync: what the company file says of it, and on which dates its rule falls."""

    name: str
    teams: tuple[str, ...]
    meant: Callable[[date], bool]
    row: dict[str, Any]
    holidays: str = "own"
    follows: str = ""
    """The channel whose members it asks."""

    @property
    def asks_everyone(self) -> bool:
        """Whether each answers for themselves."""
        return self.row.get("voice") == "everyone"

    def dates(self, first: date, last: date) -> set[date]:
        """Return the dates from `first` to `last` on which it takes place."""
        rest = country_holidays(HOME, years=2026)
        found = set()
        for meant in filter(self.meant, _days(first - WEEK, last)):
            day = meant
            if self.holidays == "skip" and day in rest:
                continue
            while self.holidays == "move" and (day in rest or day.weekday() >= SATURDAY):
                day += DAY
            found.add(day)
        return {day for day in found if first <= day <= last}


def syncs_of(teams: tuple[str, ...]) -> tuple[Sync, ...]:
    """Return the company's syncs: some ask somebody at the same minute, two heed Germany's holidays."""
    daily = frozenset({MONDAY, WEDNESDAY, THURSDAY})
    return (
        Sync("Weekly sync", teams, lambda day: day.weekday() == TUESDAY, {"days": ["tue"]}),
        Sync(
            "Daily",
            teams[:1],
            lambda day: day.weekday() in daily,
            {"days": ["mon", "wed", "thu"], "voice": "everyone", "questions": [*ON_PEOPLE]},
        ),
        Sync(
            "Risks",
            teams[1:4],
            lambda day: day.weekday() == TUESDAY,
            {"days": ["tue"], "voice": "everyone", "questions": [*ON_PEOPLE]},
        ),
        Sync(
            "Guild",
            (),
            lambda day: day.weekday() == WEDNESDAY,
            {"days": ["wed"], "voice": "everyone", "questions": [*ON_PEOPLE]},
            follows="guild",
        ),
        Sync(
            "Month's end",
            teams[1:4],
            lambda day: day.weekday() == THURSDAY and (day + WEEK).month != day.month,
            {"rule": "FREQ=MONTHLY;BYDAY=-1TH"},
        ),
        Sync(
            "Shipping",
            teams[2:4],
            lambda day: day.weekday() == FRIDAY,
            {"days": ["fri"], "holidays": "skip", "home_country": HOME},
            holidays="skip",
        ),
        Sync(
            "Planning",
            teams[4:6],
            lambda day: day.weekday() == MONDAY,
            {"days": ["mon"], "holidays": "move", "home_country": HOME},
            holidays="move",
        ),
    )


def _days(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += DAY
