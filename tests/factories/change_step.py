"""Steps of a change's plan and who takes part in them, valid by default."""

from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.ids import new_id
from models import Change, ChangeStep, ChangeStepPerson, Person, StakeholderGroup
from tests.factories.people import MONDAY


async def change_step(
    session: AsyncSession, of: Change, group: StakeholderGroup, owner: Person, **fields: Any
) -> ChangeStep:
    """A process that must adapt within two weeks, which `owner` sees to."""
    defaults = {
        "kind": "adapt",
        "text": "HR: job descriptions follow the new roles",
        "given_by_id": owner.id,
        "due_on": (MONDAY + timedelta(days=14)).date(),
        "state": "open",
        "created_at": MONDAY,
    }
    values = {**defaults, **fields}
    made = ChangeStep(id=new_id(), change_id=of.id, group_id=group.id, owner_id=owner.id, **values)
    session.add(made)
    await session.flush()
    return made


async def change_part(session: AsyncSession, of: ChangeStep, who: Person, **fields: Any) -> ChangeStepPerson:
    """Somebody who was asked to take part, and has said nothing yet."""
    made = ChangeStepPerson(id=new_id(), step_id=of.id, person_id=who.id, **fields)
    session.add(made)
    await session.flush()
    return made
