"""Public holidays of countries and regions, by the library holidays."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from holidays import country_holidays

from bot.domain.country import country_name
from bot.domain.words import listing

_ENGLISH = "en_US"
"""Said always: left out, the library takes the language of the machine (vacanza/holidays#2168)."""


def holiday_on(country: str, day: date) -> str:
    """Return the name of the public holiday of `country` (ISO 3166, "PT" or "DE-BY") on `day`, or ""."""
    return _of_year(country, day.year).get(day, "") if country else ""


def holiday_words(country: str, day: date) -> str:
    """Return the holiday with where it is one, "Assumption Day (Portugal)", or ""."""
    name = holiday_on(country, day)
    return f"{name} ({country_name(country)})" if name else ""


@lru_cache(maxsize=2000)
def _of_year(country: str, year: int) -> Mapping[date, str]:
    """Return the holidays of a year, worked out once for everybody who lives there."""
    code, _, region = country.partition("-")
    try:
        found = country_holidays(code, subdiv=region or None, years=year, language=_ENGLISH)
    except NotImplementedError:
        # Stored by a Drumbeat that did not check, or a region that a newer release of the library has given up: that
        # must stop no sync. The country's own holidays remain, where it has any.
        return _of_year(code, year) if region else {}
    return {day: listing(found.get_list(day)) for day in found}
