"""Who is left out of a sync or a retro, as a company file says it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Ledger
from bot.domain.company import CompanyRitual
from bot.domain.opt_out import Asks, OptOutState
from bot.ids import new_id
from bot.services import opt_out_message
from bot.services.company_known import Known
from bot.services.opt_out_read import COLUMN
from models import OptOut, Person, Retro, Ritual


async def bring_opt_outs(
    session: AsyncSession, ledger: Ledger, ritual: Ritual | Retro, one: CompanyRitual, known: Known, now: datetime
) -> list[str]:
    """Leave exactly the people whom `one` names out of a sync or retro; where it names nobody at all, all stays.

    Whoever had asked, or was left out until now, hears of it. Returns what changed.
    """
    if one.left_out is None:
        return []
    wanted = {known.people[email].id for email in one.left_out}
    column = COLUMN[Asks.SYNC if isinstance(ritual, Ritual) else Asks.RETRO]
    rows = await session.scalars(sa.select(OptOut).where(column == ritual.id).order_by(OptOut.id))
    stored = {row.person_id: row for row in rows}
    before = {person for person, row in stored.items() if row.state == OptOutState.OUT}
    if before == wanted:
        return []
    for person in sorted(wanted - set(stored)):
        made = OptOut(id=new_id(), **{column.key: ritual.id}, person_id=person, asked_at=now)
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


async def left_out_for_file(
    session: AsyncSession, of: Asks, people: Mapping[int, Person]
) -> Mapping[int, Sequence[str]]:
    """Return the e-mails of those of `people` who are left out, by the id of the sync or retro."""
    column, found = COLUMN[of], defaultdict(list)
    out = sa.select(column, OptOut.person_id).where(OptOut.state == OptOutState.OUT, column.is_not(None))
    for ritual_id, person_id in await session.execute(out.order_by(OptOut.id)):
        if person_id in people:
            found[ritual_id].append(people[person_id].email)
    return found


def _decided(row: OptOut, state: OptOutState, now: datetime) -> OptOut:
    row.state, row.decided_at, row.decided_by_id, row.word = state, now, None, ""
    return row
