"""The steps of a change's plan: what a group is told, learns and adapts, whose step it is, and how it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType


class StepKind(StrEnum):
    """What a step does for its group."""

    INFORM = "inform"
    SESSION = "session"
    PAGE = "page"
    PRACTICE = "practice"
    ADAPT = "adapt"

    @property
    def asks_people(self) -> bool:
        """Whether each of the group takes part: comes, reads, or tries."""
        return self in {StepKind.SESSION, StepKind.PAGE, StepKind.PRACTICE}


class StepState(StrEnum):
    """How a step stands: `PROPOSED` until its owner says that it is theirs."""

    PROPOSED = "proposed"
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


LIVE = frozenset({StepState.PROPOSED, StepState.OPEN})
"""The states of a step that somebody still has to do something about."""

KIND_WORDS: Mapping[StepKind, str] = MappingProxyType(
    {
        StepKind.INFORM: "Tell them",
        StepKind.SESSION: "Session",
        StepKind.PAGE: "Page to read",
        StepKind.PRACTICE: "Practice",
        StepKind.ADAPT: "Process to adapt",
    }
)
"""What people read, in the order in which a group meets them."""


class Answer(StrEnum):
    """To which date of a session somebody comes."""

    NONE = ""
    FIRST = "first"
    SECOND = "second"
    CANT = "cant"


@dataclass(frozen=True, slots=True)
class Taking:
    """How many of a group take part: were asked, come to each date, cannot come, were there or have done it."""

    asked: int = 0
    first: int = 0
    second: int = 0
    cant: int = 0
    did: int = 0

    @property
    def open(self) -> int:
        """How many have neither said anything nor done it: nobody is named."""
        return max(self.asked - self.first - self.second - self.cant, 0)


@dataclass(frozen=True, slots=True)
class Step:
    """A step that is stored; `giver` gave it to `owner`, `settler` said what became of it.

    `through`: the title of the announcement by which they are told, `page` that of what they read; "" for none.
    """

    id: int
    kind: StepKind
    text: str
    change_id: int
    change: str
    group_id: int
    group: str
    owner: str
    owner_slack: str
    giver: str
    due_on: date
    state: StepState = StepState.PROPOSED
    through: str = ""
    page: str = ""
    page_id: int = 0
    starts_at: datetime | None = None
    second_at: datetime | None = None
    minutes: int = 60
    place: str = ""
    seats: int = 0
    material: str = ""
    invited: bool = False
    settler: str = ""
    reason: str = ""
    revision: int = 1
    taking: Taking = Taking()
    owner_left: bool = False

    @property
    def live(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self.state in LIVE

    @property
    def session(self) -> bool:
        """Whether it is a session."""
        return self.kind is StepKind.SESSION

    @property
    def word(self) -> str:
        """What it is, as people read it."""
        return KIND_WORDS[self.kind]

    @property
    def can_invite(self) -> bool:
        """Whether its group can be asked to take part."""
        return self.live and self.kind.asks_people and (not self.session or self.starts_at is not None)

    def is_late(self, today: date) -> bool:
        """Tell whether its day is past."""
        return self.live and self.due_on < today

    def is_over(self, now: datetime) -> bool:
        """Tell whether a session has begun on each of its dates."""
        last = self.second_at or self.starts_at
        return last is not None and last <= now


def asked_in_words(owner: str, *, draft: bool) -> str:
    """Return what becomes of a step that is given to somebody: in a draft they hear of it once people know of it."""
    return f"{owner} is asked whether they take it{', once the change is announced' if draft else ''}."
