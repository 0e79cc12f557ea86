"""What the forms around a decision show, and what comes back of them."""

from dataclasses import dataclass
from datetime import date

from bot.domain.decision import Decision


@dataclass(frozen=True, slots=True)
class DecisionForm:
    """A decision before the one who is to decide, change, hand on or move it.

    `channel` is where the summary stands ("" where none does); `revision` which version of the decision this is; `due`
    is a day that a new date may begin with; `owner_slack` whose decision it is now.
    """

    decision: Decision
    channel: str
    revision: int
    owner_slack: str
    due: date | None


@dataclass(frozen=True, slots=True)
class Made:
    """What somebody decided: what, why ("" if they did not say), and when it is looked at again (None: never)."""

    outcome: str
    reason: str = ""
    review_on: date | None = None
