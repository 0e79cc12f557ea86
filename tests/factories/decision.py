"""A decision that is needed, valid by default."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.ids import new_id
from models import Decision, DecisionTold, Person, Prompt
from tests.factories.people import MONDAY


async def decision(session: AsyncSession, owner: Person, told: Prompt | None = None, **fields: Any) -> Decision:
    """Something that `owner` is to decide and has asked for, told by the answer to a prompt if there is one."""
    defaults = {"question": "Refunds or not?", "raised_by_id": owner.id, "raised_at": MONDAY, "owner_id": owner.id}
    made = Decision(id=new_id(), **(defaults | fields))
    session.add(made)
    await session.flush()
    if told is not None:
        session.add(DecisionTold(decision_id=made.id, prompt_id=told.id))
        await session.flush()
    return made
