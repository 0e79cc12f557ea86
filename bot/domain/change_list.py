"""The list of changes, as one reader sees it."""

from dataclasses import dataclass
from datetime import date

from bot.domain.change import ChangeState


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change in the list; `groups` counts whom it affects."""

    id: int
    name: str
    state: ChangeState
    sponsor: str
    starts_on: date | None
    ends_on: date | None
    groups: int


@dataclass(frozen=True, slots=True)
class ChangeListFacts:
    """A page of the list; `first` counts the rows before it, `more` tells whether others follow."""

    rows: tuple[ChangeRow, ...]
    today: date
    is_pmo: bool
    first: int = 0
    more: bool = False
    note: str = ""
