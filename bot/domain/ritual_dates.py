"""The dates on which a ritual takes place: those of its rule, and what its holiday policy makes of each.

The one place that decides it. Whoever needs a date of a ritual (its timer, its next date, what was missed, a preview)
asks here, so that all agree.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import islice

from bot.domain.holiday import holiday_on, is_working_day
from bot.domain.recurrence import Rule

_DAY = timedelta(days=1)
LONGEST_REST = timedelta(days=31)
"""No country rests for longer without a working day, so that no date moves further."""


class Holidays(StrEnum):
    """What becomes of a date that is a holiday of the ritual's home country.

    `OWN`: it takes place, and whoever has a holiday is away. `SKIP`: it is left out. `MOVE`: it takes place on the next
    working day, unless the rule's next date comes before that, or falls on it: then that one is enough.
    """

    OWN = "own"
    SKIP = "skip"
    MOVE = "move"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A date of the rule, `planned`, and what became of it: `day` is when it takes place, None where it is left out.

    `holiday` is the name of the holiday that it fell on, "" for a date that is as planned.
    """

    planned: date
    day: date | None
    holiday: str = ""

    def is_among(self, taken: Collection[date]) -> bool:
        """Tell whether it has its round already: on its own day, or by hand on the day that the rule meant."""
        return self.day in taken or self.planned in taken


@dataclass(frozen=True, slots=True)
class RitualDates:
    """The dates of a ritual: its rule, its policy, and its home country ("" has no holidays)."""

    rule: Rule
    holidays: Holidays = Holidays.OWN
    home: str = ""

    def after(self, after: date) -> Iterator[Occurrence]:
        """Yield what takes place, or is left out, strictly after `after`, in order.

        A date that is left out counts as on the day that the rule meant.
        """
        look = after if self.holidays is Holidays.OWN else after - LONGEST_REST
        while (planned := self.rule.next(look)) is not None:
            found = _occurrence(self, planned)
            if (found.day or planned) > after:
                yield found
            look = planned

    def taking_place(self, after: date) -> Iterator[Occurrence]:
        """Yield only what takes place after `after`: no two on one day, in order."""
        return (one for one in self.after(after) if one.day is not None)

    def dates(self, after: date, count: int) -> list[date]:
        """Return the next `count` days on which it takes place, strictly after `after`."""
        return [one.day for one in islice(self.taking_place(after), count) if one.day]

    def next(self, after: date) -> date | None:
        """Return the first day on which it takes place, strictly after `after`; None at the end of the calendar."""
        return next((one.day for one in self.taking_place(after)), None)

    def includes(self, day: date) -> bool:
        """Tell whether it takes place on this day."""
        return self.next(day - _DAY) == day


@lru_cache(maxsize=10_000)
def _occurrence(dates: RitualDates, planned: date) -> Occurrence:
    """Return what becomes of a date of the rule; kept, since every look at a ritual asks for the same few."""
    holiday = holiday_on(dates.home, planned) if dates.holidays is not Holidays.OWN else ""
    if not holiday:
        return Occurrence(planned, planned)
    if dates.holidays is Holidays.SKIP:
        return Occurrence(planned, None, holiday)
    day = planned + _DAY
    while not is_working_day(dates.home, day):
        day += _DAY
    following = dates.rule.next(planned)
    return Occurrence(planned, day if following is None or following > day else None, holiday)
