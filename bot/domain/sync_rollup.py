"""What the messages of a round's roll-up show."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.rollup import RollUp
from bot.domain.speaker import Voice


@dataclass(frozen=True, slots=True)
class RollupFacts:
    """A round summed up, with what its message says around it; `groups`: the names that share a thread message."""

    sync: str
    day: date
    closes_at: datetime
    open: bool
    voice: Voice
    summary: RollUp
    groups: tuple[tuple[str, ...], ...]
