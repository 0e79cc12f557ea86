"""What somebody who joins a change late has yet to hear: not the whole past, one after the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.announcement import Kind

PASSED = frozenset({Kind.NO_NEWS, Kind.THANKS})
"""Kinds that say nothing to whoever was not there."""


@dataclass(frozen=True, slots=True)
class Out:
    """An announcement of a change that is out, and since when."""

    id: int
    kind: str
    must_read: bool
    since: datetime


def still_open(announcements: Sequence[Out]) -> frozenset[int]:
    """Return which of a change's announcements somebody new gets: each must-read, how it began, and the newest word."""
    told = [one for one in sorted(announcements, key=lambda one: (one.since, one.id)) if one.kind not in PASSED]
    begun = [one for one in told if one.kind == Kind.KICKOFF]
    chosen = [*(one for one in told if one.must_read), *begun[-1:], *told[-1:]]
    return frozenset(one.id for one in chosen)
