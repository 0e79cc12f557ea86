"""What syncs and retros of a company file have in common, read from a row of it."""

from typing import Any

from bot.domain.local_time import zone_named
from bot.domain.name import LONGEST_NAME, tidied
from bot.services.company_yaml import Row

OWN_ZONE = "own"


def name_of(row: Row) -> str:
    """Return the name of a team, sync or retro."""
    name = tidied(row.required("name"))
    if len(name) > LONGEST_NAME:
        row.note("name", f"a name has at most {LONGEST_NAME} characters, this one has {len(name)}. Please shorten it.")
    return name


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
