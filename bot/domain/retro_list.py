"""The list of retros as one reader sees it."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.retro import RetroState
from bot.domain.ritual_list import RitualRow


@dataclass(frozen=True, slots=True, kw_only=True)
class RetroRow(RitualRow):
    """A retro in the list.

    `phase` is that of the round that goes on, None without one, and `until` when that phase ends by itself, None where
    it does not. `takes_part`: the reader writes cards for it, into the round `round_id` where one takes them now, else
    into the box. `opt_outs`: how many are left out or ask to be, for a reader who decides that; else 0.
    `live_with`: who goes on from phase to phase, where it is run in a call.
    """

    anonymous: bool
    phase: RetroState | None = None
    until: datetime | None = None
    takes_part: bool = False
    round_id: int | None = None
    opt_outs: int = 0
    live_with: str = ""
