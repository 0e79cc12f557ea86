"""What was let go goes, also where Drumbeat breaks off between the last word that it waited for and its sending.

Whoever has that word (the last signature, the sponsor's leave) leaves a timer in the transaction that notes it, and
takes it away once the announcement went or was said to be stuck. A timer that comes carries on from there.
"""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.engine.timers import cancel_timer, set_timer
from models import Announcement

CARRIES = "announcement.carry"
"""Kind of the timer; its subject names the announcement, its revision, and who signed last (0: it was no signature)."""

AFTER = timedelta(minutes=2)
"""Long after a click has done its work; Slack may have been asked who is in the groups meanwhile."""


async def remember(session: AsyncSession, row: Announcement, now: datetime, *, signer: int = 0) -> None:
    """Let an announcement be carried on unless somebody does it within `AFTER`."""
    await set_timer(session, row.workspace_id, CARRIES, _subject(row.id, row.revision, signer), now + AFTER)


async def done(session: AsyncSession, workspace_id: str, announcement_id: int, revision: int, signer: int = 0) -> None:
    """Note that nothing is to be carried on."""
    await cancel_timer(session, workspace_id, CARRIES, _subject(announcement_id, revision, signer))


def _subject(announcement_id: int, revision: int, signer: int) -> str:
    return f"{announcement_id}:{revision}:{signer}"
