"""What the forms of a blocker show: to take it, to pass it on, to say which one is the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.blocker_shown import Blocker


@dataclass(frozen=True, slots=True)
class TakeFacts:
    """The form in which a blocker is taken: who is proposed (a Slack id), and by when.

    `seen`: who has it already by row, 0 for nobody; the form changes nothing once that is somebody else.
    """

    blocker: Blocker
    owner: str
    due_on: date
    seen: int
    now: datetime


@dataclass(frozen=True, slots=True)
class PassFacts:
    """The form in which a blocker is passed on; `teams`: those it can go to, by id."""

    blocker: Blocker
    teams: Mapping[int, str]
    now: datetime


@dataclass(frozen=True, slots=True)
class SameFacts:
    """The form that says which of `others`, which wait on the same, a blocker is the same as."""

    blocker: Blocker
    others: tuple[Blocker, ...]
    now: datetime
