"""What syncs and retros of a company file have in common, read from a row of it."""

from collections.abc import Collection
from datetime import time
from typing import Any

from bot.domain.country import country_named
from bot.domain.local_time import parse_time, zone_named
from bot.domain.name import LONGEST_NAME, tidied
from bot.domain.ritual_dates import Holidays
from bot.services.company_yaml import Row

OWN_ZONE = "own"


def name_of(row: Row) -> str:
    """Return the name of a team, sync or retro."""
    name = tidied(row.required("name"))
    if len(name) > LONGEST_NAME:
        row.note("name", f"a name has at most {LONGEST_NAME} characters, this one has {len(name)}. Please shorten it.")
    return name


def ritual_of(row: Row, rrule: str, usual: time) -> dict[str, Any]:
    """Return the fields of `CompanyRitual`; `usual` is the time of day where nothing is said."""
    return {
        "name": name_of(row),
        "line": row.line,
        "rrule": rrule,
        "time": row.read("time", lambda value: parse_time(clock_of(value)), usual),
        "channel": channel_of(row),
        "zone": zone_of(row),
        "teams": row.texts("teams"),
        "holidays": Holidays(row.one_of("holidays", tuple(Holidays), Holidays.OWN)),
        "home_country": row.read("home_country", lambda value: country_named(str(value)), ""),
        "left_out": row.emails("left_out") if "left_out" in row.data else None,
        "owner": row.email("owner"),
        "paused": row.flag("paused", default=False),
    }


def channel_of(row: Row, key: str = "channel") -> str:
    """Return the name of a channel without #."""
    if key in row.data and row.data[key] is None:
        row.note(key, 'no channel is read here, since # begins a comment. Please write it in quotes: "#sync".')
        return ""
    return row.required(key).removeprefix("#").strip()


def zone_of(row: Row) -> str:
    """Return the zone for all; "" for each person's own."""
    return row.read("zone", lambda value: "" if str(value) == OWN_ZONE else zone_named(str(value)).key, "")


def clock_of(value: Any) -> str:
    """Return a time of day as it was meant."""
    # YAML 1.1 reads an unquoted 10:00 as the number 600; here it is a time all the same.
    return f"{value // 60}:{value % 60:02}" if isinstance(value, int) and value > 23 else str(value)  # noqa: PLR2004


def counted(what: str, before: Collection[int], wanted: Collection[int]) -> list[str]:
    """Return what is said of teams or people that a file changes, "teams 2 → 3", say; nothing where it does not."""
    return [f"{what} {len(before)} → {len(wanted)}"] if set(before) != set(wanted) else []
