"""The plan of a change as it is shown: its groups in their order, their steps by date, and what could be added."""

from dataclasses import dataclass, field
from datetime import date, datetime

from bot.domain.change_step import Step
from bot.domain.change_step_offer import Offer
from bot.domain.change_step_part import Part


@dataclass(frozen=True, slots=True)
class PlanGroup:
    """A group of the change; `offers`: what could be added with one tap. `steps` are those on this page.

    `further`: how many of its steps are on other pages.
    """

    id: int
    name: str
    steps: tuple[Step, ...] = ()
    offers: tuple[Offer, ...] = ()
    further: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """A page of the plan as its reader sees it.

    `runs_it`: they may change all of it; else `groups` hold their own steps alone, and `parts` what they take part in.
    `first` is the place of the first step on this page among all `total`; `note`: what has just been done.
    """

    change_id: int
    change: str
    groups: tuple[PlanGroup, ...]
    today: date
    now: datetime
    zone: str
    reader_slack: str
    runs_it: bool
    goes_on: bool = True
    total: int = 0
    done: int = 0
    late: int = 0
    first: int = 0
    more: int = 0
    parts: tuple[Part, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """What the page of a change says of the plan: `late` and `coming` are the first few steps of these.

    Of one that has ended nothing is late or to come.
    """

    change_id: int
    total: int = 0
    done: int = 0
    dropped: int = 0
    unaccepted: int = 0
    groups_without: tuple[str, ...] = ()
    late: tuple[Step, ...] = ()
    late_total: int = 0
    coming: tuple[Step, ...] = ()
    parts: tuple[Part, ...] = ()
    own: int = 0
    runs_it: bool = False
    goes_on: bool = True

    @property
    def open(self) -> int:
        """How many steps are still to be done."""
        return self.total - self.done - self.dropped


@dataclass(frozen=True, slots=True)
class HomeSteps:
    """What a home tab says of plans: the reader's own steps, what they take part in, and for the PMO what is late."""

    mine: tuple[Step, ...] = ()
    parts: tuple[Part, ...] = ()
    late: tuple[Step, ...] = field(default=())
