"""The list of open blockers as one reader sees it."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.blocker_shown import Blocker


@dataclass(frozen=True, slots=True)
class Listed:
    """A blocker, and what its reader may do.

    `acts`: what whom it waits on may do; `closes`: close it, as who raised it; `merges`: say which one is the same.
    """

    blocker: Blocker
    acts: bool = False
    closes: bool = False
    merges: bool = False


@dataclass(frozen=True, slots=True)
class HomeBlockers:
    """The open blockers on somebody's home tab, the oldest first.

    `mine`: those that they raised; `past`: those past their time, of all for the PMO, of their own teams for a lead;
    `here`: the others that wait on them or their teams.
    """

    mine: tuple[Listed, ...] = ()
    here: tuple[Listed, ...] = ()
    past: tuple[Listed, ...] = ()


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
