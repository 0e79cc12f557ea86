"""What setting up a retro shows of its next dates."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.channel import ChannelFacts
from bot.domain.pause import Pause
from bot.domain.retro_format import Column
from bot.domain.retro_setup import RetroChoices


@dataclass(frozen=True, slots=True)
class PlannedAsk:
    """Somebody who is asked, and when: by the clock of `zone`."""

    at: datetime
    zone: str
    name: str


@dataclass(frozen=True, slots=True)
class PlannedRetro:
    """A date to come: who is asked, and who is not there (name and why; "" where the reader may not know)."""

    day: date
    asks: tuple[PlannedAsk, ...]
    away: tuple[tuple[str, str], ...]
    opens_at: datetime
    reveal_at: datetime
    vote_at: datetime
    ends_at: datetime
    holiday: str = ""


@dataclass(frozen=True, slots=True)
class RetroPreviewFacts:
    """The next dates of a retro that is not saved yet, as its reader sees them in `zone`.

    `running`: one is going on now, which stays as it is; `redrawn`: the draft was changed in another window.
    """

    choices: RetroChoices
    columns: tuple[Column, ...]
    rhythm: str
    channel: ChannelFacts
    rounds: tuple[PlannedRetro, ...]
    people: int
    owner: str
    own: bool
    zone: str
    now: datetime
    ritual_id: int | None = None
    revision: int = 0
    running: bool = False
    redrawn: bool = False
    paused: Pause | None = None
