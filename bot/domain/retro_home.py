"""The retros of a home tab: what waits there, what comes, and for those who run them how each stands."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.coming import Coming
from bot.domain.retro import RetroState


@dataclass(frozen=True, slots=True)
class OpenRetro:
    """A round in which the reader `takes_part`, or which waits for them as its facilitator (`runs`).

    `state` is that of their part: skipped where they have nothing this time; "" where they were never asked. `until` is
    when the phase ends by itself, None where it does not; `live_with`: who goes on from phase to phase, in a call.
    """

    round_id: int
    retro: str
    phase: RetroState
    channel: str
    until: datetime | None
    state: str = ""
    part_id: int | None = None
    runs: bool = False
    takes_part: bool = True
    live_with: str = ""


@dataclass(frozen=True, slots=True)
class RunningRetro:
    """A retro as those see it who may change it: `phase` of the round that goes on, or when the next one opens."""

    retro_id: int
    name: str
    state: str
    next_at: datetime | None
    phase: RetroState | None = None
    until: datetime | None = None
    live_with: str = ""


@dataclass(frozen=True, slots=True)
class HomeRetros:
    """What a home tab has of retros."""

    waiting: tuple[OpenRetro, ...] = ()
    coming: tuple[Coming, ...] = ()
    running: tuple[RunningRetro, ...] = ()
