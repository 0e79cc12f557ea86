"""The list of syncs as one reader sees it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.channel import ChannelFacts
from bot.domain.pause import Pause
from bot.domain.sync_follow import Source


@dataclass(frozen=True, slots=True)
class SyncRow:
    """A sync in the list.

    `next_on` is the date of its next round and `next_at` its first instant, None while there is none; `asks_at` when it
    asks the reader, None for one who does not take part, and `next_until` when it asks the last; `closes_at` when
    the round that is open closes, None without one. `mine`: the reader may change it; `reads`: may have its answers
    as a file, or those of their own team. `left_out`: the date of its last round and who had paused everything, where
    it did not take place so. `people` are those added by name, `followed` those who take part because the sync
    `follows` something; `trouble` says why these are not known any more (domain/sync_follow.py), "" if they are.
    `opt_outs`: how many are left out or ask to be, for a reader who decides that; else 0.
    """

    ritual_id: int
    name: str
    state: str
    rhythm: str
    channel: ChannelFacts
    owner: str
    teams: tuple[str, ...]
    people: int
    everyone: bool
    next_on: date | None
    next_at: datetime | None
    closes_at: datetime | None
    mine: bool
    asks_at: datetime | None = None
    next_until: datetime | None = None
    reads: bool = False
    left_out: tuple[date, str] | None = None
    follows: tuple[Source, ...] = ()
    followed: int = 0
    trouble: str = ""
    opt_outs: int = 0


class Doing(StrEnum):
    """What can be done to a sync with one press."""

    PAUSED = "paused"
    RESUMED = "resumed"
    RUN = "run"
    CLOSED = "closed"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class SyncDone:
    """What was done to a sync.

    `at` is when its open round closes (paused, run) or the next one opens (resumed), None without one; `again`: it was
    so already; `posts`: the summary can be posted where it goes.
    """

    doing: Doing
    name: str
    at: datetime | None
    zone: str
    now: datetime
    again: bool = False
    posts: bool = True


@dataclass(frozen=True, slots=True)
class SyncListFacts:
    """The syncs of a workspace, or those asked for.

    `done` is what has just been done; `first` is the place of the first one shown, for paging; `can_set_up`:
    the reader may set up new ones.
    """

    rows: tuple[SyncRow, ...]
    zone: str
    now: datetime
    can_set_up: bool
    done: SyncDone | None = None
    first: int = 0
    paused: Pause | None = None
