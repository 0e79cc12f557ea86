"""What the board of a retro shows in the channel, and what its facilitator is told."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.action import Action
from bot.domain.retro import RetroState
from bot.domain.retro_action import SinceRow
from bot.domain.retro_format import Column
from bot.domain.retro_vote import Ranked, ThemeResult, ranked


@dataclass(frozen=True, slots=True)
class BoardFacts:
    """A round as its channel sees it.

    `cards` and `hidden` count cards, and are 0 until they are shown: how many there are tells who is late. `next_on` is
    the date of the next one. `since`: what became of last time's actions; `made`: what will be done. `deleted`: the
    retro is gone. `by_consent`: too few wrote, and who agrees is shown with their name. `themes`: what the cards are
    sorted into. `unasked`: how many are still to be asked for theirs. `away`: whoever runs it is; `away_until` their
    last day, where those who read it may know.
    """

    round_id: int
    retro: str
    day: date
    state: RetroState
    columns: tuple[Column, ...]
    anonymous: bool
    votes: int
    facilitator: str
    reveal_at: datetime
    vote_at: datetime
    ends_at: datetime
    live: bool = False
    unasked: int = 0
    cards: int = 0
    hidden: int = 0
    next_on: date | None = None
    deleted: bool = False
    since: tuple[SinceRow, ...] = ()
    made: tuple[Action, ...] = ()
    by_consent: bool = False
    themes: tuple[ThemeResult, ...] = ()
    away: bool = False
    away_until: date | None = None

    @property
    def ranked(self) -> list[Ranked]:
        """The themes that got votes, the most first."""
        return ranked(self.themes)


@dataclass(frozen=True, slots=True)
class TurnFacts:
    """What waits in phase `state` for the facilitator, in their own zone; `theirs`: they still run the round."""

    board: BoardFacts
    state: RetroState
    channel: str
    zone: str
    now: datetime
    theirs: bool = True

    @property
    def over(self) -> bool:
        """Whether nothing waits for them any more."""
        asked = self.state is RetroState.FEW and self.board.by_consent
        return self.board.deleted or not self.theirs or self.board.state is not self.state or asked
