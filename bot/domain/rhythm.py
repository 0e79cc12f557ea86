"""Somebody's own rhythm: the country, working time, time zone and reminders that they choose for themselves."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from bot.domain.country import country_name, country_named, country_of_zone
from bot.domain.local_time import parse_hours, zone_named
from bot.domain.opt_out import OptOut
from bot.domain.recurrence_words import DAY_NAMES
from bot.domain.words import listing
from bot.domain.working_time import WorkingTime
from bot.errors import Unfit, UserError

_ENOUGH_FOR_A_SPAN = 3
Value = TypeVar("Value")


class Reminders(StrEnum):
    """How somebody is reminded of what they have not answered.

    `NONE`: never. `LIGHT`: only where a team depends on them, since nobody else of its squad is left to be asked.
    `STANDARD`: once in each sync that reminds.
    """

    NONE = "none"
    LIGHT = "light"
    STANDARD = "standard"

    def wants(self, *, for_team: bool) -> bool:
        """Tell whether a reminder is wanted of an update that one gives for a team, or for oneself."""
        return self is Reminders.STANDARD or (self is Reminders.LIGHT and for_team)


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form: texts as they were typed, and weekdays, Monday 0. An empty zone is that of Slack."""

    country: str
    days: tuple[int, ...]
    hours: str
    zone: str
    reminders: Reminders


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What was meant; `zone` "" follows Slack, `country` "" has no holidays."""

    country: str
    days: tuple[int, ...]
    starts: time
    ends: time
    zone: str
    reminders: Reminders


@dataclass(frozen=True, slots=True)
class RhythmFacts:
    """Somebody's rhythm as the form shows it.

    `name` and `person` (Slack id) are "" for the reader's own. `zone` is the one that counts now, `zone_fixed` whether
    it was chosen here; `guess` is the country that it lies in, where none is set. `left_out`: the syncs that
    the reader is left out of.
    """

    rhythm: Rhythm
    zone: str
    zone_fixed: bool
    guess: str = ""
    name: str = ""
    person: str = ""
    left_out: tuple[OptOut, ...] = ()

    @property
    def place(self) -> str:
        """The country by its name."""
        return country_name(self.rhythm.country) if self.rhythm.country else ""

    @property
    def guessed_place(self) -> str:
        """The guess by its name."""
        return country_name(self.guess) if self.guess else ""

    @property
    def week(self) -> str:
        """The working days in words."""
        return days_in_words(self.rhythm.days)


def rhythm_of(person: Any) -> RhythmFacts:
    """Return the rhythm of a person, or of a row with their columns, as it is shown to themselves."""
    return RhythmFacts(
        Rhythm(
            country=person.country,
            days=tuple(person.working_days),
            starts=person.works_from,
            ends=person.works_until,
            zone=person.zone if person.zone_fixed else "",
            reminders=Reminders(person.reminders),
        ),
        zone=person.zone,
        zone_fixed=person.zone_fixed,
        guess="" if person.country else country_of_zone(person.zone),
    )


def read_rhythm(typed: Typed) -> Rhythm:
    """Return what was typed; raises Unfit with a sentence for each field that needs mending."""
    errors: dict[str, str] = {}

    def read(field: str, reader: Callable[[], Value], otherwise: Value) -> Value:
        try:
            return reader()
        except UserError as error:
            errors[field] = error.sentence
            return otherwise

    country = read("country", lambda: country_named(typed.country) if typed.country.strip() else "", "")
    zone = read("zone", lambda: zone_named(typed.zone).key if typed.zone.strip() else "", "")
    starts, ends = read("hours", lambda: parse_hours(typed.hours), (time(), time()))
    if not typed.days:
        errors["days"] = "Please choose at least one working day. For days off, note away dates instead."
    elif "hours" not in errors:
        read("hours", lambda: WorkingTime(ZoneInfo("UTC"), frozenset(typed.days), starts, ends), None)
    if errors:
        raise Unfit(errors)
    return Rhythm(country, tuple(sorted(set(typed.days))), starts, ends, zone, typed.reminders)


def days_in_words(days: Sequence[int]) -> str:
    """Return "Monday to Thursday" for three days or more in a row, else "Monday, Tuesday and Friday"."""
    ordered = sorted(set(days))
    if len(ordered) >= _ENOUGH_FOR_A_SPAN and ordered[-1] - ordered[0] == len(ordered) - 1:
        return f"{DAY_NAMES[ordered[0]]} to {DAY_NAMES[ordered[-1]]}"
    return listing(DAY_NAMES[day] for day in ordered)
