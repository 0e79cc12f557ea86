"""The list of syncs as one reader sees it."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.ritual_list import RitualRow
from bot.domain.sync_follow import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncRow(RitualRow):
    """A sync in the list.

    `asks_at` is when its next round asks the reader, None for one who does not take part, and `next_until` when it asks
    the last; `closes_at` when the round that is open closes, None without one. `reads`: the reader may have its answers
    as a file, or those of their own team. `left_out`: the date of its last round and who had paused everything, where
    it did not take place so. `people` are those added by name, `followed` those who take part because the sync
    `follows` something; `trouble` says why these are not known any more (domain/sync_follow.py), "" if they are.
    `opt_outs`: how many are left out or ask to be, for a reader who decides that; else 0.
    """

    people: int
    everyone: bool
    closes_at: datetime | None
    asks_at: datetime | None = None
    next_until: datetime | None = None
    reads: bool = False
    left_out: tuple[date, str] | None = None
    follows: tuple[Source, ...] = ()
    followed: int = 0
    trouble: str = ""
    opt_outs: int = 0
