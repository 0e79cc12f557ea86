"""A pause of everything: a time in which no ritual asks anybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Pause:
    """Who paused everything (`by`, a name), from when on, and until when; None: until somebody says so."""

    by: str
    began_at: datetime
    until: datetime | None = None

    def covers(self, at: datetime) -> bool:
        """Tell whether a round that would open at this instant does not take place."""
        return self.began_at <= at and (self.until is None or at < self.until)


@dataclass(frozen=True, slots=True)
class PauseFacts:
    """What is said of a pause to its reader, in their `zone`.

    `pause` is None where nothing is paused (any more). `again`: it was so already when the reader wanted it so.
    """

    pause: Pause | None
    zone: str
    now: datetime
    again: bool = False


def covering(pauses: Sequence[Pause], at: datetime) -> Pause | None:
    """Return the pause in which a round that would open at this instant does not take place; None where it does."""
    return next((one for one in pauses if one.covers(at)), None)
