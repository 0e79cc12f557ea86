"""What setting up a retro shows of its next dates."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.retro_format import Column
from bot.domain.retro_setup import RetroChoices
from bot.domain.ritual_setup import RitualPreview


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


@dataclass(frozen=True, slots=True, kw_only=True)
class RetroPreviewFacts(RitualPreview[RetroChoices]):
    """The next dates of a retro that is not saved yet; `running`: one is going on now, which stays as it is."""

    columns: tuple[Column, ...]
    rounds: tuple[PlannedRetro, ...]
    people: int
    running: bool = False
