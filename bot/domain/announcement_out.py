"""What was announced of a change, as its page says it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.announcement_progress import Progress


@dataclass(frozen=True, slots=True)
class OutRow:
    """One that its reader has, or, for whoever runs the change, that somebody has: its title, its day, who signs it."""

    title: str
    on: date
    author: str


@dataclass(frozen=True, slots=True)
class OutFacts:
    """The newest of them, and how far those are that are on their way or were stopped, for whoever runs the change."""

    today: date
    rows: Sequence[OutRow] = ()
    more: int = 0
    going: Sequence[Progress] = ()
