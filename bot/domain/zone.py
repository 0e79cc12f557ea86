"""Names of time zones: the tz database goes on knowing old ones ("US/Pacific", "Europe/Kiev") as links to those of now.

Which a zone is a place of today stands in its zone.tab, the links in its tzdata.zi, both in the package tzdata.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

ZONES = "tzdata.zoneinfo"


def present_zone(name: str) -> str:
    """Return what a zone is called today: "America/Los_Angeles" for "US/Pacific".

    A place of today keeps its name although the database may link it to a neighbour ("Europe/Oslo" to Berlin); so does
    what is no place ("UTC"), and what nobody knows.
    """
    if name in countries():
        return name
    now = _links().get(name, name)
    return now if now in countries() else name


@cache
def countries() -> Mapping[str, str]:
    """Return the code of the country that each zone of today lies in, by the zone's name."""
    return {row[2]: row[0] for row in table("zone.tab")}


def table(name: str) -> list[list[str]]:
    """Return the rows of a table of the tz database, without its comments."""
    lines = files(ZONES).joinpath(name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@cache
def _links() -> Mapping[str, str]:
    """Return the zone that each other name stands for; one link may lead to another."""
    lines = (line.split() for line in files(ZONES).joinpath("tzdata.zi").read_text("utf-8").splitlines())
    direct = {line[2]: line[1] for line in lines if line and line[0] == "L"}
    return {name: direct.get(target, target) for name, target in direct.items()}
