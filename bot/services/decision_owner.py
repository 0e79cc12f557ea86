"""Whose a decision is once its owner has left: the owner of the sync that asked for it, else somebody of the PMO."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Ledger
from bot.domain.decision import DecisionState
from bot.services.decision_message import shown_in
from bot.services.decision_timer import schedule
from bot.services.role import pmos
from models import Decision, Person, Ritual

_LEFT = (
    sa.select(Decision, Ritual.owner_id)
    .join(Person, Person.id == Decision.owner_id)
    .outerjoin(Ritual, Ritual.id == Decision.ritual_id)
    .where(Person.deactivated.is_(True), Decision.state == DecisionState.NEEDED)
    .order_by(Decision.id)
)


async def pass_decisions_on(session: AsyncSession, ledger: Ledger, workspace_id: str, now: datetime) -> None:
    """Give every decision that somebody who left should make to another; call it after their syncs were passed on.

    Whoever gets one is reminded of it in their own working time. Where nobody can take it, it stays as it is until
    somebody does.
    """
    left = list(await session.execute(_LEFT))
    first = next((one.id for one in await pmos(session)), None) if left else None
    keys: list[str] = []
    for decision, owner_id in left:
        owner = await session.get(Person, owner_id) if owner_id else None
        heir = owner.id if owner is not None and not owner.deactivated else first
        if heir is not None:
            decision.owner_id, decision.revision = heir, decision.revision + 1
            keys += await shown_in(session, decision)
            await schedule(session, decision, now)
    await ledger.refresh(session, workspace_id, keys)
