"""What comes of the replies to an announcement: who helps, who needs help, and whom it does not affect after all."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

LONGEST_REASON = 500
"""Characters of why it does affect somebody."""

MOST_SHOWN = 15
"""Corrections that stand in one message; the others take their place as these are decided."""


class CorrectionState(StrEnum):
    """What was made of *Doesn't affect me*."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Correction:
    """What a reader said of whom it affects: not them, but who is `named` (one or two names, or nobody).

    `groups`: those in which they are, and read it for. `by` has decided it, `because` of this where it was declined.
    """

    id: int
    person: str
    groups: tuple[str, ...]
    named: tuple[str, ...] = ()
    state: CorrectionState = CorrectionState.OPEN
    by: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True)
class OpenCorrection:
    """One that nobody has decided yet, on the home tab of those who may; `title`: what its reader got."""

    title: str
    correction: Correction


@dataclass(frozen=True, slots=True)
class CorrectionsFacts:
    """What those who run it are asked at once; `more` wait behind those shown."""

    title: str
    change: str
    corrections: tuple[Correction, ...]
    more: int = 0

    @property
    def open(self) -> tuple[Correction, ...]:
        """Those that nobody has decided yet."""
        return tuple(one for one in self.corrections if one.state is CorrectionState.OPEN)


@dataclass(frozen=True, slots=True)
class HelpersFacts:
    """Who would like to help with what an announcement says."""

    title: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NeedsHelp:
    """A lead who asks for help to tell their team; `told`: they have told it by now. `slack_id`: whom to write to.

    `again`: they did before, and it was settled meanwhile.
    """

    title: str
    lead: str
    slack_id: str
    people: int
    told: bool = False
    withdrawn: bool = False
    again: bool = False


@dataclass(frozen=True, slots=True)
class WhoForm:
    """The form that asks whom it affects instead: the teams to choose from by id, and what was chosen before."""

    reader_id: int
    title: str
    teams: Mapping[int, str]
    person_slack: str = ""
    team_id: int = 0
