"""How an announcement of a change begins: its kind, and what is known already."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class BeginFacts:
    """The change that it is about; `groups`: how many groups it affects."""

    change_id: int
    change: str
    why: str
    starts_on: date | None
    today: date
    groups: int
