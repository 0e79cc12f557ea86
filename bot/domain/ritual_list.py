"""The list of rituals of one kind as one reader sees it, and what can be done to each."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Generic, TypeVar

from bot.domain.channel import ChannelFacts
from bot.domain.pause import Pause


@dataclass(frozen=True, slots=True, kw_only=True)
class RitualRow:
    """A ritual in the list.

    `next_on` is the date of its next round and `next_at` its first instant, None while there is none. `mine`: the
    reader may change it.
    """

    ritual_id: int
    name: str
    state: str
    rhythm: str
    channel: ChannelFacts
    owner: str
    teams: tuple[str, ...]
    next_on: date | None
    next_at: datetime | None
    mine: bool


class Doing(StrEnum):
    """What can be done to a ritual with one press; `RUN_LIVE` to a retro alone, `CLOSED` to a sync."""

    PAUSED = "paused"
    RESUMED = "resumed"
    RUN = "run"
    RUN_LIVE = "live"
    CLOSED = "closed"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class RitualDone:
    """What was done to a ritual.

    `at` is when what is open ends (paused, run) or the next one opens (resumed), None without one; `going`: a retro
    goes on (paused); `again`: it was so already; `posts`: its summary or board can be posted where it goes, `channel`.
    """

    doing: Doing
    name: str
    at: datetime | None
    zone: str
    now: datetime
    going: bool = False
    again: bool = False
    posts: bool = True
    channel: str = ""


Row = TypeVar("Row", bound=RitualRow)


@dataclass(frozen=True, slots=True)
class ListFacts(Generic[Row]):
    """The rituals of one kind that somebody may see, or those asked for.

    `done` is what has just been done; `first` is the place of the first one shown, for paging; `can_set_up`: the reader
    may set up new ones.
    """

    rows: tuple[Row, ...]
    zone: str
    now: datetime
    can_set_up: bool
    done: RitualDone | None = None
    first: int = 0
    paused: Pause | None = None
