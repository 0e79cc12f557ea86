"""The page of a change: its head, before what each noun adds to it."""

from dataclasses import dataclass
from datetime import date

from bot.domain.change import ChangeState


@dataclass(frozen=True, slots=True)
class ChangeHead:
    """What everybody reads of a change first; `runs_it`: the reader may change it, and sees all of it."""

    id: int
    name: str
    why: str
    state: ChangeState
    owner: str
    sponsor: str
    starts_on: date | None
    ends_on: date | None
    today: date
    runs_it: bool
    ended_because: str = ""
    ended_on: date | None = None
    ended_by: str = ""
    """Who ended it; "" where nobody is known any more."""
    planned: int = 0
    """Announcements that would begin it, while it is a draft."""
