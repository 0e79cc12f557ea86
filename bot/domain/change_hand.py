"""A change passes on: who answers for its news, or who stands for it, is somebody else from now on."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ChangeRole(StrEnum):
    """What somebody is to a change."""

    OWNER = "owner"
    SPONSOR = "sponsor"


@dataclass(frozen=True, slots=True)
class HandedRole:
    """One of them as its reader sees it: by name who has it now, and who had it before ("" for nobody).

    `mine`: it is the reader's now; `was_mine`: it was theirs before.
    """

    role: ChangeRole
    heir: str
    before: str = ""
    mine: bool = False
    was_mine: bool = False


@dataclass(frozen=True, slots=True)
class OpenOfChange:
    """What waits for whoever answers for a change."""

    questions: int = 0
    late: int = 0
    """Steps of its plan that are past their day."""
    drafts: int = 0
    """Announcements that are written and not out yet."""
    news_on: date | None = None
    """The day by which news is promised."""


@dataclass(frozen=True, slots=True)
class HandFacts:
    """What somebody reads once a change has passed on.

    `by` did it; "" where nobody here did. `refused`: `by` said that it is not theirs. `asked`: announcements of it that
    the reader is still to approve. `own_steps`: steps of its plan that stay theirs.
    """

    change_id: int
    change: str
    roles: tuple[HandedRole, ...]
    by: str = ""
    refused: bool = False
    open: OpenOfChange = OpenOfChange()
    asked: tuple[str, ...] = ()
    own_steps: int = 0
    today: date | None = None

    @property
    def mine(self) -> tuple[HandedRole, ...]:
        """What is the reader's now."""
        return tuple(one for one in self.roles if one.mine)

    @property
    def others(self) -> tuple[HandedRole, ...]:
        """What is somebody else's."""
        return tuple(one for one in self.roles if not one.mine)

    @property
    def answers(self) -> bool:
        """Whether the reader answers for its news now."""
        return any(one.role is ChangeRole.OWNER for one in self.mine)
