"""Countries and their regions by ISO 3166 ("PT", "DE-BY"): how people write them, and which a time zone lies in.

The names and the zones are those of the tz database (iso3166.tab and zone.tab, in the package tzdata); the regions are
those for which the library holidays knows public holidays.
"""

from collections.abc import Mapping
from functools import cache

from holidays import country_holidays

from bot.domain.matching import did_you_mean, folded
from bot.domain.words import short
from bot.domain.zone import countries, present_zone, table
from bot.errors import UserError

_EVERYDAY_NAMES = {
    "uk": "GB",
    "united kingdom": "GB",
    "great britain": "GB",
    "usa": "US",
    "america": "US",
    "england": "GB",
    "south korea": "KR",
    "korea": "KR",
    "turkiye": "TR",
    "holland": "NL",
    "the netherlands": "NL",
    "czechia": "CZ",
    "uae": "AE",
    "ivory coast": "CI",
    "deutschland": "DE",
    "osterreich": "AT",
    "schweiz": "CH",
    "espana": "ES",
    "brasil": "BR",
    "italia": "IT",
}
_SHORTEST_NAME = 4


def country_named(text: str) -> str:
    """Return the code of a country ("PT", "Portugal"), or of a country and a region ("DE-BY", "Germany-Bayern").

    Raises UserError, with a guess where there is a near name, for a country or a region that is not known.
    """
    typed = text.strip()
    whole = _country(typed)
    if whole:
        return whole
    country, dash, region = (part.strip() for part in typed.partition("-"))
    code = _country(country)
    if not code:
        near = did_you_mean(country, _names().values()) if len(country) >= _SHORTEST_NAME else None
        hint = f"Did you mean {near}?" if near else "Please write it like PT or Portugal, with a region like DE-BY."
        raise UserError(f"There is no country “{short(typed)}”. {hint}", field="country")
    return f"{code}-{_region(code, region)}" if dash else code


def country_name(code: str) -> str:
    """Return what people call it: "Portugal", or "Germany, Bayern" with a region; a code nobody knows as it is."""
    country, _, region = code.partition("-")
    name = _names().get(country, country)
    if not region:
        return name
    named = {one: long for long, one in _regions(country).items()}
    return f"{name}, {named.get(region, region)}"


def country_of_zone(zone: str) -> str:
    """Return the code of the country that an IANA zone lies in, by an old name too; "" for zones of none (UTC)."""
    return countries().get(present_zone(zone), "")


def _country(typed: str) -> str:
    """Return the code of a country by its code or name; "" where there is none."""
    if typed.upper() in _names():
        return typed.upper()
    # The table writes “Côte d’Ivoire” as printers do, people write it as keyboards do.
    wanted = folded(typed).replace("'", "’")
    by_name = {folded(name): code for code, name in _names().items()} | _EVERYDAY_NAMES
    return by_name.get(wanted, "")


def _region(country: str, typed: str) -> str:
    """Return the code of a region of a country by its code or name."""
    known = _regions(country)
    by_name = {folded(name): code for name, code in known.items()} | {folded(code): code for code in known.values()}
    found = by_name.get(folded(typed))
    if found:
        return found
    place = country_name(country)
    if not known:
        raise UserError(f"No regions are known for {place}. Please write {country} alone.", field="country")
    near = did_you_mean(typed, known) if len(typed) >= _SHORTEST_NAME else None
    example = min(known.values(), key=len)
    hint = f"Did you mean {near}?" if near else f"Please write it like {country}-{example}, or {country} alone."
    raise UserError(f"There is no region “{short(typed)}” in {place}. {hint}", field="country")


@cache
def _regions(country: str) -> Mapping[str, str]:
    """Return the codes of a country's regions by their names; those without a name of their own by the code."""
    if country not in _names():
        return {}
    calendar = country_holidays(country)
    named = dict(calendar.subdivisions_aliases)
    return {code: code for code in calendar.subdivisions if code not in named.values()} | named


@cache
def _names() -> Mapping[str, str]:
    """Return the English names of all countries by code: "Britain, UK" where the table has "Britain (UK)"."""
    return {row[0]: row[1].replace(" (", ", ").replace(")", "") for row in table("iso3166.tab")}
