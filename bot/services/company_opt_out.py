"""Who is left out of a sync, as a company file says it."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Ledger
from bot.domain.opt_out import OptOutState
from bot.ids import new_id
from bot.services import opt_out_message
from models import OptOut, Ritual


async def bring_opt_outs(
    session: AsyncSession, ledger: Ledger, ritual: Ritual, wanted: Collection[int] | None, now: datetime
) -> list[str]:
    """Leave exactly the people with these ids out of a sync, and return what changed; None leaves all as it is.

    Whoever had asked, or was left out until now, hears of it.
    """
    rows = await session.scalars(sa.select(OptOut).where(OptOut.ritual_id == ritual.id).order_by(OptOut.id))
    stored = {row.person_id: row for row in rows}
    before = {person for person, row in stored.items() if row.state == OptOutState.OUT}
    if wanted is None or before == set(wanted):
        return []
    for person in sorted(set(wanted) - set(stored)):
        made = OptOut(id=new_id(), ritual_id=ritual.id, person_id=person, asked_at=now)
        session.add(_decided(made, OptOutState.OUT, now))
    for person, row in stored.items():
        if (row.state == OptOutState.OUT) == (person in wanted):
            continue
        _decided(row, OptOutState.OUT if person in wanted else OptOutState.BACK, now)
        await session.flush()
        await ledger.plan(session, ritual.workspace_id, await opt_out_message.told(session, row))
        await ledger.refresh(session, ritual.workspace_id, [opt_out_message.asked_key(row.id, ritual.owner_id)])
    await session.flush()
    return [f"left out {len(before)} → {len(wanted)}"]


def _decided(row: OptOut, state: OptOutState, now: datetime) -> OptOut:
    row.state, row.decided_at, row.decided_by_id, row.word = state, now, None, ""
    return row
