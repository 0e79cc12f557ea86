"""Reads the fields of the form in which a sync is set up: what each changes in the choices."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.domain.local_time import SHORT_DAYS, zone_named
from bot.domain.ritual_dates import Holidays
from bot.domain.ritual_setup import RULE
from bot.domain.rollup_style import Place, Style
from bot.domain.speaker import Voice
from bot.domain.sync_setup import MONTHLY, WEEKS
from bot.views.filled import Filled

WEEK_NAMES = {1: "First", 2: "Second", 3: "Third", 4: "Fourth", -1: "Last"}
WEEK_VALUES = frozenset(map(str, WEEK_NAMES))
RHYTHMS = frozenset({*WEEKS, MONTHLY, RULE})
REMINDS = "reminds"
OWN_TIME = "own"
"""The choice of no zone: each person's own."""
VOICE = "voice"
"""The block by which the form itself changes: whether teams are needed, and what is said on top."""

Changes = dict[str, Any]


def changes_in(filled: Filled) -> Changes:
    """Return the choices that the fields of a form make, by name; a field that is not out changes nothing.

    Raises Unreadable for what the form does not offer.
    """
    changes: Changes = {}
    for name, read in _READERS.items():
        if name in filled:
            changes |= read(filled)
    return changes


def _days(filled: Filled) -> Changes:
    return {"days": tuple(sorted(SHORT_DAYS.index(day) for day in filled.many("days", SHORT_DAYS)))}


def _zone_of(filled: Filled) -> Changes:
    zone = filled.one("zone")
    return {"zone": "" if zone in {"", OWN_TIME} else zone_named(zone).key}


def _voice(filled: Filled) -> Changes:
    voice = filled.one(VOICE, set(Voice))
    return {VOICE: Voice(voice)} if voice else {}


def _policy(filled: Filled) -> Holidays | None:
    chosen = filled.one("holidays", set(Holidays))
    return Holidays(chosen) if chosen else None


def _style(filled: Filled) -> Style | None:
    chosen = filled.one("rollup_style", set(Style))
    return Style(chosen) if chosen else None


def _place(filled: Filled) -> Place | None:
    chosen = filled.one("rollup_place", set(Place))
    return Place(chosen) if chosen else None


def _if_chosen(name: str, chosen: Any) -> Changes:
    """Return the change that a menu makes; one without a choice leaves what was."""
    return {name: chosen} if chosen else {}


_READERS: Mapping[str, Callable[[Filled], Changes]] = {
    "name": lambda filled: {"name": filled.text("name")},
    "days": _days,
    "time": lambda filled: {"time": filled.text("time")},
    "channel": lambda filled: {"channel_id": filled.one("channel")},
    "teams": lambda filled: {"team_ids": tuple(sorted(filled.numbers("teams")))},
    "repeats": lambda filled: _if_chosen("repeats", filled.one("repeats", RHYTHMS)),
    "week": lambda filled: _if_chosen("week", int(filled.one("week", WEEK_VALUES) or 0)),
    "zone": _zone_of,
    VOICE: _voice,
    "people": lambda filled: {"people": tuple(sorted(filled.many("people")))},
    "follows_channel": lambda filled: {"follows_channel": next(iter(filled.many("follows_channel")), "")},
    "follows_group": lambda filled: {"follows_group": next(iter(filled.many("follows_group")), "")},
    "answering": lambda filled: _if_chosen("answering_minutes", filled.number("answering")),
    "reminder": lambda filled: {"reminds": REMINDS in filled.many("reminder")},
    "holidays": lambda filled: _if_chosen("holidays", _policy(filled)),
    "home_country": lambda filled: {"home_country": filled.text("home_country")},
    "rollup_style": lambda filled: _if_chosen("rollup_style", _style(filled)),
    "rollup_place": lambda filled: _if_chosen("rollup_place", _place(filled)),
    "owner": lambda filled: _if_chosen("owner", filled.one("owner")),
}
