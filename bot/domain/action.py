"""Actions as people see them: what is to be done, whose it is, and how it stands."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.playbook_codify import PageLink
from bot.domain.words import brief

MOST_CARRIED = 3
"""After so many times its owner is asked whether it should become smaller, somebody else's, or nothing."""


class ActionState(StrEnum):
    """Where an action stands: `PROPOSED` until its owner says that it is theirs, `HELP` while they need some."""

    PROPOSED = "proposed"
    OPEN = "open"
    HELP = "help"
    DONE = "done"
    DROPPED = "dropped"


LIVE = frozenset({ActionState.PROPOSED, ActionState.OPEN, ActionState.HELP})
"""The states of an action that somebody still has to do something about."""


class ActionKind(StrEnum):
    """What was promised: something to do, or something that all of a retro try until its next time."""

    ACTION = "action"
    EXPERIMENT = "experiment"


@dataclass(frozen=True, slots=True)
class Action:
    """An action that is stored.

    `origin`: the retro that it comes from, "" for none; `theme`: what it is about there. `giver` gave it to `owner`;
    `helper` was asked for help with `needs`. `carried`: at how many later times of its retro it was open. `settler`
    said what became of it, on `settled_on`: the `effect`, or the `reason` why it was dropped. `page`: what it became.
    """

    id: int
    text: str
    owner: str
    owner_slack: str
    giver: str
    raiser: str
    due_on: date | None = None
    kind: ActionKind = ActionKind.ACTION
    state: ActionState = ActionState.PROPOSED
    team: str = ""
    origin: str = ""
    theme: str = ""
    signal: str = ""
    helper: str = ""
    needs: str = ""
    effect: str = ""
    worked: bool | None = None
    reason: str = ""
    carried: int = 0
    settler: str = ""
    settled_on: date | None = None
    revision: int = 1
    page: PageLink | None = None

    @property
    def live(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self.state in LIVE

    @property
    def long_open(self) -> bool:
        """Whether it has been carried over so often that its owner is asked what becomes of it."""
        return self.live and self.carried >= MOST_CARRIED

    @property
    def experiment(self) -> bool:
        """Whether it is something that is tried out."""
        return self.kind is ActionKind.EXPERIMENT

    @property
    def about(self) -> str:
        """What it is about, as a line of facts has room for it."""
        return brief(self.theme)

    @property
    def noun(self) -> str:
        """What people call it."""
        return "experiment" if self.experiment else "action"

    def is_late(self, today: date) -> bool:
        """Tell whether its day is past."""
        return self.live and self.due_on is not None and self.due_on < today
