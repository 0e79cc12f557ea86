"""Public holidays of countries and regions, by the library holidays."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from holidays import HolidayBase, country_holidays

from bot.domain.country import country_name
from bot.domain.words import listing

_WEEKEND = frozenset({5, 6})
_ENGLISH = "en_US"
"""Said always: left out, the library takes the language of the machine (vacanza/holidays#2168)."""


def holiday_on(country: str, day: date) -> str:
    """Return the name of the public holiday of `country` (ISO 3166, "PT" or "DE-BY") on `day`, or ""."""
    return _of_year(country, day.year).get(day, "") if country else ""


def holiday_words(country: str, day: date) -> str:
    """Return the holiday with where it is one, "Assumption Day (Portugal)", or ""."""
    name = holiday_on(country, day)
    return f"{name} ({country_name(country)})" if name else ""


def is_working_day(country: str, day: date) -> bool:
    """Tell whether people of `country` usually work on `day`: neither a holiday nor their weekend.

    Without a country the week is Monday to Friday.
    """
    calendar = _calendar(country, day.year) if country else None
    return day.weekday() not in _WEEKEND if calendar is None else calendar.is_working_day(day)


@lru_cache(maxsize=2000)
def _of_year(country: str, year: int) -> Mapping[date, str]:
    """Return the names of a year's holidays, worked out once for everybody who lives there."""
    calendar = _calendar(country, year)
    return {} if calendar is None else {day: listing(calendar.get_list(day)) for day in calendar}


@lru_cache(maxsize=2000)
def _calendar(country: str, year: int) -> HolidayBase | None:
    """Return the library's calendar of a year; None for a country that it does not know."""
    code, _, region = country.partition("-")
    try:
        return country_holidays(code, subdiv=region or None, years=year, expand=False, language=_ENGLISH)
    except NotImplementedError:
        # Stored by a Drumbeat that did not check, or a region that a newer release of the library has given up: that
        # must stop no sync. The country's own holidays remain, where it has any.
        return _calendar(code, year) if region else None
