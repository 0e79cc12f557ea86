"""A sync that moves to another channel takes the summaries along that its old channel did not let in."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Ledger
from bot.services.sync_message import DETAILS, ROLLUP
from models import Delivery, Ritual, Round

STILL_NEWS = timedelta(days=7)
"""An older summary is not posted by itself any more."""


async def post_what_waited(session: AsyncSession, ledger: Ledger, ritual: Ritual, now: datetime) -> int:
    """Post in the channel of `ritual` what could not be posted in another one before; return how many messages."""
    rounds = set(await session.scalars(sa.select(Round.id).where(Round.ritual_id == ritual.id)))
    rows = sa.select(Delivery).where(
        Delivery.state == "failed",
        Delivery.kind.in_((ROLLUP, DETAILS)),
        Delivery.ts == "",
        Delivery.target != ritual.channel_id,
        Delivery.created_at > now - STILL_NEWS,
    )
    waiting = [one for one in await session.scalars(rows) if one.subject.get("round") in rounds]
    for one in waiting:
        one.target = ritual.channel_id
    await session.flush()
    return await ledger.retry(session, [one.key for one in waiting])
