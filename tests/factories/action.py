"""Actions, valid by default, and what their buttons carry."""

from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.ids import new_id
from bot.views import action as view
from bot.views import action_list, retro_action
from models import Action, Person
from tests.factories.people import MONDAY

OF_AN_ACTION = (
    view.ACCEPT,
    view.DONE,
    view.HELP,
    view.DROP,
    view.DATE,
    view.HAND,
    view.SMALLER,
    view.HELPING,
    retro_action.NOT_YET,
    retro_action.IT_IS_DONE,
)


async def action(session: AsyncSession, owner: Person, **fields: Any) -> Action:
    """Something that `owner` has been asked to do."""
    defaults = {
        "text": "Write one page on who decides prices",
        "owner_id": owner.id,
        "given_by_id": owner.id,
        "raised_by_id": owner.id,
        "due_on": date(2026, 3, 12),
        "created_at": MONDAY,
    }
    made = Action(id=new_id(), **(defaults | fields))
    session.add(made)
    await session.flush()
    return made


def values(action_id: int) -> dict[str, str]:
    """Return what the buttons of an action carry, by their own ids."""
    return {
        **dict.fromkeys(OF_AN_ACTION, str(action_id)),
        view.MORE: f"{view.DROP}:{action_id}",
        action_list.PAGE: "10 team",
    }
