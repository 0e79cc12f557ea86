"""What the messages of a round's roll-up show."""

from dataclasses import dataclass, field
from datetime import date, datetime

from bot.domain.rollup import Detail, RollUp
from bot.domain.rollup_style import QuestionPart, Style
from bot.domain.speaker import Voice
from bot.domain.sync_map import Closed


@dataclass(frozen=True, slots=True)
class RollupFacts:
    """A round summed up, with what its message says around it; `readers`: how many said that they read it.

    `style`: in which order it is told; `questions`: its parts where that is question by question. `closed`: blockers
    that ended since the round before.
    """

    round: int
    sync: str
    day: date
    closes_at: datetime
    open: bool
    voice: Voice
    summary: RollUp
    readers: int = 0
    style: Style = Style.DECISIONS
    questions: tuple[QuestionPart, ...] = ()
    closed: Closed = field(default_factory=Closed)


@dataclass(frozen=True, slots=True)
class WeekFacts:
    """The message of a week that begins on `monday`: which syncs stand below it.

    Each with its date and the sentence that its summary begins with; "" for those beyond the first dozen.
    """

    monday: date
    syncs: tuple[tuple[str, date, str], ...]


@dataclass(frozen=True, slots=True)
class DetailsFacts:
    """What some of a round's parties said, for one message of the thread."""

    sync: str
    details: tuple[Detail, ...]
