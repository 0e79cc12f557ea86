"""What the forms around an action show, and what comes back of them."""

from dataclasses import dataclass
from datetime import date

from bot.domain.action import Action

TEXT, SIGNAL, OWNER, DUE = "text", "signal", "owner", "due"
EFFECT, WORKED, NEEDS, REASON = "effect", "worked", "needs", "reason"
"""Fields of the forms, by which errors name them."""


@dataclass(frozen=True, slots=True)
class ActionForm:
    """An action before somebody who may change it; `own`: it is theirs. `helper`: who would be asked for help."""

    action: Action
    own: bool
    today: date
    helper: str = ""


@dataclass(frozen=True, slots=True)
class Promise:
    """What is promised: by whom (a Slack id, "": whoever says so), until when, and what will tell that it worked."""

    text: str
    owner: str = ""
    due_on: date | None = None
    signal: str = ""


@dataclass(frozen=True, slots=True)
class NewAction:
    """What the form of a new action begins with; `only_own`: its reader can give none to others."""

    reader_slack: str
    only_own: bool
