"""A sync that moves to another channel takes the summaries along that its old channel did not let in."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Ledger
from bot.services.sync_message import DETAILS, ROLLUP, WEEK, week
from models import Delivery, Ritual, Round

STILL_NEWS = timedelta(days=7)
"""An older summary is not posted by itself any more."""


async def post_what_waited(session: AsyncSession, ledger: Ledger, ritual: Ritual, now: datetime) -> int:
    """Post in the channel of `ritual` what could not be posted in another one before; return how many messages."""
    rounds = {one.id: one for one in await session.scalars(sa.select(Round).where(Round.ritual_id == ritual.id))}
    rows = sa.select(Delivery).where(
        # What stands below the message of a week was not even tried where that could not be posted.
        sa.or_(
            Delivery.state == "failed", sa.and_(Delivery.state == "planned", Delivery.thread_key.startswith(f"{WEEK}:"))
        ),
        Delivery.kind.in_((ROLLUP, DETAILS)),
        Delivery.ts == "",
        Delivery.target != ritual.channel_id,
        Delivery.created_at > now - STILL_NEWS,
    )
    waiting = [one for one in await session.scalars(rows) if one.subject.get("round") in rounds]
    for one in waiting:
        one.target = ritual.channel_id
        if one.thread_key.startswith(f"{WEEK}:"):
            above = week(ritual.channel_id, rounds[one.subject["round"]])
            one.thread_key = above.key
            await ledger.plan(session, ritual.workspace_id, [above])
    await session.flush()
    return await ledger.retry(session, [one.key for one in waiting])
