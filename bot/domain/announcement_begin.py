"""How an announcement of a change begins: its kind, and what is known already."""

from dataclasses import dataclass
from datetime import date

from bot.domain.announcement import Kind
from bot.domain.change import ChangeState


@dataclass(frozen=True, slots=True)
class BeginFacts:
    """The change that it is about, for how many groups; `ended_because`: what it came to, or why it was stopped."""

    change_id: int
    change: str
    why: str
    starts_on: date | None
    today: date
    groups: int
    state: ChangeState = ChangeState.IN_PROGRESS
    ended_because: str = ""

    @property
    def usual(self) -> Kind:
        """What is mostly said now."""
        if self.state is ChangeState.EMBEDDED:
            return Kind.THANKS
        if self.state is ChangeState.STOPPED:
            return Kind.DECISION
        begun = self.starts_on is not None and self.starts_on <= self.today
        return Kind.UPDATE if begun else Kind.KICKOFF
