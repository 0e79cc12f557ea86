"""What somebody is shown who is asked for cards."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.retro import RetroState
from bot.domain.retro_action import SinceRow
from bot.domain.retro_format import Column


@dataclass(frozen=True, slots=True)
class RetroPromptFacts:
    """Somebody's part in a round; `state` is the part's (pending, skipped, absent), `phase` the round's.

    `since`: what became of the actions of last time.
    `reader` and `owner` are names, `rhythm` the retro's rule in words: for whoever is asked for the first time;
    `own`: they own it themselves; `teams`: of which of the retro's teams they are, of `teams_in_all`.
    `by_consent`: too few wrote, and who agrees is shown with their name. `nothing`: it is over, and nobody wrote.
    """

    part_id: int
    round_id: int
    retro: str
    state: str
    phase: RetroState
    columns: tuple[Column, ...]
    anonymous: bool
    channel: str
    reveal_at: datetime
    reader: str
    owner: str
    rhythm: str
    zone: str
    now: datetime
    first_contact: bool = False
    deleted: bool = False
    since: tuple[SinceRow, ...] = ()
    by_consent: bool = False
    nothing: bool = False
    own: bool = False
    teams: tuple[str, ...] = ()
    teams_in_all: int = 1

    @property
    def needless(self) -> str:
        """Why a message that has not gone out yet is not needed any more; "" where it is."""
        if self.deleted:
            return "the retro was deleted before the message went out"
        if self.phase is not RetroState.COLLECTING:
            return "the cards were shown before the message went out"
        return ""
