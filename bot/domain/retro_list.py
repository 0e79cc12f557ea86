"""The list of retros as one reader sees it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.channel import ChannelFacts
from bot.domain.pause import Pause
from bot.domain.retro import RetroState


@dataclass(frozen=True, slots=True)
class RetroRow:
    """A retro in the list.

    `phase` is that of the round that goes on, None without one, and `until` when that phase ends by itself, None where
    it does not. `next_on` is the date of the next round and `next_at` its first instant. `mine`: the reader may change
    it; `takes_part`: they write cards for it, into the round `round_id` where one takes them now, else into the box.
    `opt_outs`: how many are left out or ask to be, for a reader who decides that; else 0.
    """

    retro_id: int
    name: str
    state: str
    rhythm: str
    channel: ChannelFacts
    owner: str
    teams: tuple[str, ...]
    anonymous: bool
    next_on: date | None
    next_at: datetime | None
    mine: bool
    phase: RetroState | None = None
    until: datetime | None = None
    takes_part: bool = False
    round_id: int | None = None
    opt_outs: int = 0


class RetroDoing(StrEnum):
    """What can be done to a retro with one press."""

    PAUSED = "paused"
    RESUMED = "resumed"
    RUN = "run"
    RUN_LIVE = "live"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class RetroDone:
    """What was done to a retro.

    `at` is until when people write (run), or when the next one opens (resumed), None without one; `going`: one goes on
    (paused); `again`: it was so already; `posts`: the board can be posted where it goes, `channel`.
    """

    doing: RetroDoing
    name: str
    at: datetime | None
    zone: str
    now: datetime
    going: bool = False
    again: bool = False
    posts: bool = True
    channel: str = ""


@dataclass(frozen=True, slots=True)
class RetroListFacts:
    """The retros of a workspace that somebody may see, or of them those asked for; `first`: where this page begins."""

    rows: tuple[RetroRow, ...]
    zone: str
    now: datetime
    can_set_up: bool
    done: RetroDone | None = None
    first: int = 0
    paused: Pause | None = None
