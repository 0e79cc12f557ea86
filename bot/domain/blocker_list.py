"""The list of open blockers as one reader sees it."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.blocker_shown import Blocker


@dataclass(frozen=True, slots=True)
class Listed:
    """A blocker, and what its reader may do: `acts` for whom it waits on, or close it as who raised it (`closes`)."""

    blocker: Blocker
    acts: bool = False
    closes: bool = False


@dataclass(frozen=True, slots=True)
class BlockerList:
    """Open blockers, the oldest first: a page of `rows` from the place `first` on, of `total`.

    `team_id` and `team` name the team that they wait on, 0 and "" for all.
    """

    rows: tuple[Listed, ...]
    first: int
    total: int
    now: datetime
    team_id: int = 0
    team: str = ""
