"""What every ritual is, a sync or a retro: when it takes place, for which teams, and where it is told."""

from dataclasses import dataclass
from datetime import date, time
from zoneinfo import ZoneInfo

from bot.domain.recurrence import Rule
from bot.domain.recurrence_words import describe
from bot.domain.ritual_dates import Holidays, RitualDates


@dataclass(frozen=True, slots=True)
class RitualPlan:
    """What somebody sets up, before or after it is saved.

    `zone` is one IANA zone for all, or "" for each person's own. `holidays` says what becomes of dates on which the
    home country has a holiday: `home_country`, or that of the owner where it is "".
    """

    name: str
    rrule: str
    starts_on: date
    local_time: time
    channel_id: str
    zone: str = ""
    team_ids: tuple[int, ...] = ()
    holidays: Holidays = Holidays.OWN
    home_country: str = ""
    owner_country: str = ""

    @property
    def dates(self) -> RitualDates:
        """The dates on which it takes place."""
        return RitualDates(Rule(self.rrule, self.starts_on), self.holidays, self.home)

    @property
    def home(self) -> str:
        """The country whose holidays count; "" where none is known."""
        return self.home_country or self.owner_country

    @property
    def one_zone(self) -> ZoneInfo | None:
        """The zone in which all are asked; None: each person's own."""
        return ZoneInfo(self.zone) if self.zone else None

    @property
    def rhythm(self) -> str:
        """When it takes place in words: "Every Tuesday at 10:00, in each person's own time"."""
        return rhythm_of(self.rrule, self.local_time, self.zone)


def rhythm_of(rrule: str, local_time: time, zone: str) -> str:
    """Return when a ritual takes place in words; `zone` "" is each person's own."""
    return describe(rrule, local_time, ZoneInfo(zone) if zone else None)
