"""When a person works, and how much of that lies between two instants, whatever the clocks do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.holiday import holiday_on, holiday_words
from bot.domain.recurrence import exists, instant
from bot.errors import UserError

WORKING_DAYS = frozenset(range(5))
NINE, FIVE = time(9), time(17)
LOOK_AHEAD = timedelta(days=60)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Away:
    """A stretch of local dates on which a person is away; `first` and `last` both belong to it."""

    first: date
    last: date

    def __post_init__(self) -> None:
        """Refuse a stretch that ends before it begins."""
        if self.last < self.first:
            raise UserError(
                f"These away dates end ({self.last}) before they begin ({self.first}). Please swap them.",
                field="away",
            )

    def covers(self, day: date) -> bool:
        """Tell whether a date belongs to the stretch."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """A person's working days (Monday 0), hours of the day and away dates, all local to `zone`.

    `country` (ISO 3166, "PT" or "DE-BY") makes its public holidays away dates; "" has none.

    Raises UserError without a working day, and for hours that do not begin and end on the same day.
    """

    zone: ZoneInfo
    days: frozenset[int] = WORKING_DAYS
    starts: time = NINE
    ends: time = FIVE
    away: tuple[Away, ...] = ()
    country: str = ""

    def __post_init__(self) -> None:
        """Refuse what cannot be counted with."""
        if not self.days:
            raise UserError("Please choose at least one working day.", field="working_days")
        if not self.days <= frozenset(range(7)):
            raise ValueError(f"weekdays are 0 to 6, not {sorted(self.days)}")
        if self.ends <= self.starts:
            raise UserError(
                f"Working hours from {self.starts:%H:%M} to {self.ends:%H:%M} do not end on the day they begin. "
                "Please choose an end later than the start; for a night shift, give the part before midnight, "
                "such as 18:00-23:59.",
                field="working_hours",
            )

    def local_date(self, at: datetime) -> date:
        """Return the person's own date at an instant."""
        return at.astimezone(self.zone).date()

    def is_away(self, day: date) -> bool:
        """Tell whether the person is away on this local date: by their away dates, or for a holiday of their country.

        Free weekdays are not "away"; see `works_on`.
        """
        return any(stretch.covers(day) for stretch in self.away) or bool(holiday_on(self.country, day))

    def away_until(self, day: date) -> date | None:
        """Return the last day on which the person is away by their dates, should they be on this local date.

        It is `date.max` where nobody knows until when; None where they are not away.
        """
        return max((stretch.last for stretch in self.away if stretch.covers(day)), default=None)

    def why_away(self, day: date) -> str:
        """Return why the person does not work on this local date, or "" where they do.

        That is "away until 14 Aug" ("away" where nobody knows until when), "Assumption Day (Portugal)" or "does not
        work on Mondays".
        """
        until = self.away_until(day)
        if until == date.max:
            return "away"
        if until is not None:
            return f"away until {until.day} {until:%b}"
        holiday = holiday_words(self.country, day)
        if holiday:
            return holiday
        if day.weekday() not in self.days:
            return f"does not work on {day:%A}s"
        return "" if exists(day, self.zone) else "has no such date"

    def works_on(self, day: date) -> bool:
        """Tell whether the person works on this local date: a working day, not away, and a date their zone has."""
        return day.weekday() in self.days and not self.is_away(day) and exists(day, self.zone)

    def between(self, a: datetime, b: datetime) -> timedelta:
        """Return how much working time lies in [a, b); none if `b` is not after `a`."""
        total = timedelta()
        for start, end in self._spans(a, b):
            total += max(min(end, b) - max(start, a), timedelta())
        return total

    def after(self, start: datetime, amount: timedelta) -> datetime | None:
        """Return the first instant by which `amount` of working time has passed since `start`.

        None when that takes more than 60 days (a long leave, say). No amount at all has passed at `start` itself.
        """
        left = amount
        if left <= timedelta():
            return start
        for begins, ends in self._spans(start, start + LOOK_AHEAD):
            begin = max(begins, start)
            if ends > begin:
                if ends - begin >= left:
                    return begin + left
                left -= ends - begin
        return None

    def next_working(self, at: datetime) -> datetime | None:
        """Return the first instant from `at` on that is inside working time (its end is not); None beyond 60 days."""
        for begins, ends in self._spans(at, at + LOOK_AHEAD):
            if ends > max(begins, at):
                return max(begins, at)
        return None

    def _spans(self, a: datetime, b: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield the working hours of every working date from that of `a` to that of `b`, as UTC instants."""
        day, last = self.local_date(a), self.local_date(b)
        while day <= last:
            if self.works_on(day):
                yield instant(day, self.starts, self.zone), instant(day, self.ends, self.zone)
            day += _DAY
