"""What pulses and short retros of a change share: asking people as their time comes, and who hears what it came to."""

from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Intent, Ledger
from bot.engine.timers import set_timer
from models import Change, ChangePulse, ChangePulseAsked, ChangeRetro, ChangeRetroAsked, Person


async def ask_due(
    session: AsyncSession,
    ledger: Ledger,
    of: ChangePulse | ChangeRetro,
    sends: str,
    asked: Callable[[int, str], Intent],
    now: datetime,
) -> None:
    """Ask those whose time has come, and look again (the timer `sends`) when the next one's is."""
    rows, of_it = (
        (ChangePulseAsked, ChangePulseAsked.pulse_id == of.id)
        if isinstance(of, ChangePulse)
        else (ChangeRetroAsked, ChangeRetroAsked.retro_id == of.id)
    )
    due = (
        sa.select(rows.id, Person.slack_id)
        .join(Person, Person.id == rows.person_id)
        .where(of_it, rows.due_at <= now, Person.deactivated.is_(False))
        .order_by(rows.id)
    )
    # Whoever was asked before keeps it: the ledger knows its key.
    await ledger.plan(session, of.workspace_id, [asked(one, slack_id) for one, slack_id in await session.execute(due)])
    after = sa.select(sa.func.min(rows.due_at)).where(of_it, rows.due_at > now)
    next_at: datetime | None = await session.scalar(after)
    if next_at is not None:
        await set_timer(session, of.workspace_id, sends, str(of.id), next_at)


async def hears(session: AsyncSession, of: ChangePulse | ChangeRetro) -> Person:
    """Return who hears what it came to: who began it; once they don't run its change any more, its owner."""
    asker = await session.get_one(Person, of.asked_by_id)
    change = await session.get_one(Change, of.change_id)
    owner = await session.get_one(Person, change.owner_id)
    runs_it = asker.acts_as_pmo or asker.id in {change.owner_id, change.sponsor_id}
    return asker if runs_it and not asker.deactivated else owner
