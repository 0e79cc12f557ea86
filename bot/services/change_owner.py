"""Whose changes are once their owner or sponsor has left: the other of the two, else the PMO, who hears of it."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Ledger
from bot.services.change_hand import COLUMNS, handed, roles_of
from bot.services.role import pmos
from models import Change, Person

_GONE = sa.select(Person.id).where(Person.deactivated.is_(True))
_LEFT = (
    sa.select(Change)
    .where(Change.state.in_(["draft", "announced", "in_progress"]))
    .where(sa.or_(Change.owner_id.in_(_GONE), Change.sponsor_id.in_(_GONE)))
    .order_by(Change.id)
)


async def pass_changes_on(session: AsyncSession, ledger: Ledger, now: datetime) -> None:
    """Let somebody who is here own and sponsor every change that is not over.

    Where nobody can take one, it stays as it is until somebody does.
    """
    left = list(await session.scalars(_LEFT))
    if not left:
        return
    gone = set(await session.scalars(_GONE))
    first = next(iter(await pmos(session)), None)
    for change in left:
        here = [one for one in (change.owner_id, change.sponsor_id) if one not in gone]
        heir = here[0] if here else first.id if first else None
        if heir is None:
            continue
        before = roles_of(change)
        for role, person_id in before.items():
            if person_id in gone:
                setattr(change, COLUMNS[role], heir)
        change.revision += 1
        await handed(session, ledger, change, before, None, now)
