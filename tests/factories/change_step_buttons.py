"""What the buttons of a change's plan say when they are pressed."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.views import change_step, change_step_part
from models import Change, Person, StakeholderGroup
from tests.factories.change_step import change_part
from tests.factories.change_step import change_step as made_step
from tests.journeys.conftest import World

IN_A_FORM = (change_step.OFFER, change_step_part.ATTEND_MORE)
"""They stand in the forms that `change_step.ADD` and `change_step.ATTEND` open."""
OF_A_STEP = (
    change_step.ACCEPT,
    change_step.EDIT,
    change_step.HAND,
    change_step.MOVE,
    change_step.INVITE,
    change_step.ATTEND,
    change_step.DROP,
)
OF_A_PART = (
    change_step_part.COME,
    change_step_part.SECOND,
    change_step_part.CANT,
    change_step_part.DID,
    change_step_part.UNDO,
)
CHANGE_STEP = (
    change_step.PLAN,
    change_step.PAGE,
    change_step.ADD,
    *OF_A_STEP,
    *OF_A_PART,
    *IN_A_FORM,
    change_step.MATERIAL,
    change_step.MORE,
    change_step.DONE,
)
"""In the order in which they are pressed."""


async def steps_of(
    session: AsyncSession, company: World, of: Change, group: StakeholderGroup, owner: Person
) -> dict[str, str]:
    """Let a session be asked about; return what each of the buttons says."""
    now = company.clock.now()
    dates = {"starts_at": now + timedelta(days=1), "second_at": now + timedelta(days=2)}
    step = await made_step(session, of, group, owner, kind="session", invited_at=now, material="Slides", **dates)
    part = await change_part(session, step, owner)
    return {
        **dict.fromkeys(OF_A_STEP, str(step.id)),
        **dict.fromkeys(OF_A_PART, str(part.id)),
        change_step.DONE: str(step.id),
        change_step.MATERIAL: str(step.id),
        change_step.MORE: f"{change_step.DONE}:{step.id}",
        change_step.PLAN: str(of.id),
        change_step.PAGE: f"{of.id}:10",
        change_step.ADD: f"{of.id}:{group.id}",
        change_step.OFFER: f"{group.id}:roles_adapt",
        change_step_part.ATTEND_MORE: f"{step.id}:90",
    }
