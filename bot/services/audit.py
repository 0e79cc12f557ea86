"""The audit: who changed what others see, and when."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from models import AuditEntry, Person


class Audit:
    """Writes a row for every action that changes what others see, in the transaction of the action."""

    def __init__(self, clock: Clock) -> None:
        """Keep the clock."""
        self._clock = clock

    def record(self, session: AsyncSession, actor: str, action: str, subject: str, **details: Any) -> None:
        """Note that `actor` (a Slack id, or *file*) did `action` (*sync_created*) to `subject` (*sync:7*)."""
        entry = AuditEntry(at=self._clock.now(), actor=actor, action=action, subject=subject, details=details)
        session.add(entry)


async def last_actor(session: AsyncSession, subject: str, *actions: str) -> str:
    """Return the name of who last did one of `actions` to `subject`; "" where nobody is known."""
    statement = (
        sa.select(Person.name)
        .join(AuditEntry, AuditEntry.actor == Person.slack_id)
        .where(AuditEntry.subject == subject, AuditEntry.action.in_(actions))
        .order_by(AuditEntry.id.desc())
        .limit(1)
    )
    return await session.scalar(statement) or ""


async def last_subject(session: AsyncSession, slack_id: str, action: str) -> str:
    """Return what somebody last did `action` to; "" where they never did."""
    statement = (
        sa.select(AuditEntry.subject)
        .where(AuditEntry.actor == slack_id, AuditEntry.action == action)
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(1)
    )
    return await session.scalar(statement) or ""
