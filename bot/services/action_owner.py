"""Whose an action is once its owner has left: the team's lead, else who raised it, else somebody of the PMO."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Ledger
from bot.domain.action import ActionState
from bot.services import action_message
from bot.services.action_read import IS_LIVE
from bot.services.action_retro import shown_in_retro
from bot.services.action_standing import helper_of
from bot.services.action_timer import schedule
from models import Action, Person

_LEFT = (
    sa.select(Action)
    .join(Person, Person.id == Action.owner_id)
    .where(Person.deactivated.is_(True), IS_LIVE)
    .order_by(Action.id)
    .with_for_update(of=Action)
)


async def pass_actions_on(session: AsyncSession, ledger: Ledger, workspace_id: str, now: datetime) -> None:
    """Give every open action of somebody who left to another, who is asked whether it is theirs.

    Where nobody can take it, it stays as it is until somebody does.
    """
    left = list(await session.scalars(_LEFT))
    keys = await action_message.shown_in(session, [one.id for one in left]) if left else []
    intents = []
    for action in left:
        heir, before = await helper_of(session, action), action.owner_id
        if heir is None:
            continue
        action.owner_id, action.helped_by_id, action.needs = heir.id, None, ""
        action.state, action.revision = ActionState.PROPOSED, action.revision + 1
        await schedule(session, action, now)
        keys += await shown_in_retro(session, action, before)
        intents.append(action_message.asked(action, heir, left=before))
    await ledger.refresh(session, workspace_id, keys)
    await ledger.plan(session, workspace_id, intents)
