"""Showing cards with names, by consent: what is asked where fewer than three people wrote."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class NamesFacts:
    """What somebody who takes part is asked, whether they wrote or not; `consent` is "", "yes" or "no".

    `facilitator` asks; until `until` one can change one's mind. `over`: it was decided, whatever was said.
    """

    part_id: int
    retro: str
    channel: str
    facilitator: str
    consent: str
    until: datetime
    zone: str
    now: datetime
    over: bool
