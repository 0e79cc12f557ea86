"""Where somebody stands with a step of a change's plan: whether it is theirs, and whether they may change it."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.change import ChangeState
from bot.domain.change_step import LIVE, StepState
from bot.domain.decision import day_text
from bot.errors import NotAllowed, NotFound, UserError
from bot.services.change_standing import ChangeStanding, must_go_on, standing_of
from models import ChangeStep, Person

GONE = (
    "Drumbeat does not have this step any more: its change or its group was deleted, or the database was restored "
    "from an earlier backup. Nothing was changed."
)
MOVED_ON = (
    "Somebody has changed this step meanwhile. What you typed is still in the form; copy it, close the form and open "
    "it once more to see the step as it is now."
)


@dataclass(frozen=True, slots=True)
class StepStanding:
    """A person before a step, whose it is, and the change that it is of."""

    person: Person
    step: ChangeStep
    owner: Person
    of: ChangeStanding

    @property
    def own(self) -> bool:
        """Whether it is theirs."""
        return self.person.id == self.step.owner_id

    @property
    def may_change(self) -> bool:
        """Whether they may move it, hand it over and end it: its owner, and whoever runs the change."""
        return self.own or self.of.runs_it

    @property
    def heard_of(self) -> bool:
        """Whether people know of the change: nobody is asked anything about a draft."""
        return self.of.state is not ChangeState.DRAFT


async def step_standing(session: AsyncSession, slack_id: str, step_id: int, *, locked: bool = False) -> StepStanding:
    """Return where `slack_id` stands with a step; with `locked` nobody else can change it or its change meanwhile.

    Raises NotFound for one of another workspace or none, NotAllowed for a deactivated person.
    """
    change_id = await session.scalar(sa.select(ChangeStep.change_id).where(ChangeStep.id == step_id))
    if change_id is None:
        raise NotFound(GONE)
    # The change first, as whoever stops or deletes it does: nobody then waits for the other.
    of = await standing_of(session, slack_id, change_id, locked=locked)
    row = sa.select(ChangeStep).where(ChangeStep.id == step_id)
    if locked:
        row = row.with_for_update().execution_options(populate_existing=True)
    step = await session.scalar(row)
    if step is None:
        raise NotFound(GONE)
    return StepStanding(of.person, step, await session.get_one(Person, step.owner_id), of)


def must_change_step(standing: StepStanding) -> None:
    """Raise NotAllowed for whoever neither owns the step nor runs its change; a draft's step is not there for them."""
    if standing.may_change:
        return
    if not standing.heard_of:
        raise NotFound(GONE)
    raise NotAllowed(
        f"{standing.owner.name} sees to this step. They can change it, and so can {standing.of.owner.name}, "
        f"{standing.of.sponsor.name} and the PMO. Nothing was changed."
    )


def must_be_live(standing: StepStanding) -> None:
    """Raise UserError, with what became of it, for a step that is done or dropped, or whose change has ended."""
    must_go_on(standing.of)
    step = standing.step
    if step.state in LIVE:
        return
    what = "done" if step.state == StepState.DONE else "dropped"
    day = f" on {day_text(step.settled_at.date())}" if step.settled_at else ""
    raise UserError(f"This step is {what}{day} already. Nothing was changed.")


def is_due(step: ChangeStep, now: datetime) -> bool:
    """Tell whether a session has begun for the first time."""
    return step.starts_at is not None and step.starts_at <= now
