"""Which messages the approval of an announcement wants: their kinds and keys in the ledger."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Intent
from models import Delivery

ASK, NEWS = "announcement_sign_asked", "announcement_sign_news"
"""Kinds of messages: to whoever is to approve an announcement, and to its author."""

KINDS = frozenset({ASK, NEWS})

SIGNED, DECLINED, LEFT, STUCK = "signed", "declined", "left", "stuck"
"""What its author hears: all have signed and it goes; a change is asked for; somebody has left; signed, but it cannot
go."""


def ask(announcement_id: int, person_id: int, slack_id: str, revision: int) -> Intent:
    """Ask somebody to approve what an announcement says at a revision: an edit of an older message notifies nobody."""
    subject = {"announcement": announcement_id, "person": person_id, "revision": revision}
    return Intent(f"{ASK}:{announcement_id}:{person_id}:{revision}", ASK, subject, slack_id, priority=1)


def news(announcement_id: int, slack_id: str, what: str, revision: int, person_id: int) -> Intent:
    """Tell its author what came of it."""
    subject = {"announcement": announcement_id, "what": what, "person": person_id}
    key = f"{NEWS}:{announcement_id}:{what}:{person_id}:{revision}"
    return Intent(key, NEWS, subject, slack_id, priority=1)


async def ask_keys(session: AsyncSession, announcement_id: int) -> list[str]:
    """Return the keys of all messages that asked somebody to approve an announcement."""
    rows = sa.select(Delivery.key).where(Delivery.kind == ASK, Delivery.key.like(f"{ASK}:{announcement_id}:%"))
    return list(await session.scalars(rows.order_by(Delivery.id)))
