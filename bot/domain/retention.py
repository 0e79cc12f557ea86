"""For how long what is stored is kept."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Keeping:
    """Days for which each kind of data is kept; None keeps it for ever.

    `answers`: closed rounds with their prompts, turns, answers, additions and messages, decisions that were made,
    changes that have ended with all that belongs to them, other announcements, and questions that are answered.
    `messages`: all other messages of the ledger that are over. `drafts`: forms that were never saved. `audit`: who
    changed what. `work`: what Drumbeat notes of its own doing (events taken, timers fired, work done).
    """

    answers: int | None
    messages: int | None
    drafts: int | None
    audit: int | None
    work: int | None


@dataclass(frozen=True, slots=True)
class Swept:
    """How many rows of each kind were deleted, and whether there is more to delete."""

    counts: dict[str, int]
    more: bool = False


def limit(days: int | None, now: datetime) -> datetime | None:
    """Return the instant before which something is over its time; None where it is kept for ever."""
    return None if days is None else now - timedelta(days=days)
