"""What keeps going wrong is told to the owner of the ritual, who can act on it; details stand on the home tab."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.delivery.ledger import Intent, Ledger
from bot.domain.trouble import TroubleFacts
from bot.engine.port import DueTimer
from bot.errors import NotFound
from bot.services import announcement_message, retro_message
from bot.services.announcement_progress import unreached
from bot.services.channel_invite import KIND as INVITE
from bot.services.channel_invite import ask_where_needed, channel_facts
from bot.services.retro_notice import board_failed
from bot.services.sync_lock import STEP
from bot.services.sync_schedule import OPENS
from models import Delivery, Person, Ritual, Round, Turn

FAILED, STUCK = "delivery_failed", "timer_stuck"


class Trouble:
    """Hears of messages that failed for good, and of timers that failed three times in a row."""

    def __init__(self, database: Database, clock: Clock, ledger: Ledger) -> None:
        """Keep what it works with."""
        self._database, self._clock, self._ledger = database, clock, ledger

    async def delivery_failed(self, session: AsyncSession, workspace_id: str, delivery: Delivery) -> None:
        """Tell the owner of a summary that could not be posted; a prompt that failed is shown on the home tab only.

        Where Drumbeat is not in the channel the owner gets the sentence how to invite it instead.
        """
        if delivery.kind in announcement_message.TO_READERS:
            await unreached(session, delivery)
            return
        if delivery.target.startswith("U") or delivery.kind in {FAILED, STUCK, INVITE} or delivery.thread_key:
            return
        if delivery.kind == retro_message.BOARD:
            await board_failed(session, self._ledger, delivery)
            return
        ritual = await _ritual_of(session, delivery)
        if ritual is None:
            return
        channel = await channel_facts(session, delivery.target)
        if not channel.can_post and not channel.archived:
            await ask_where_needed(session, self._ledger, ritual, self._clock.now())
            return
        owner = await session.get_one(Person, ritual.owner_id)
        key = f"{FAILED}:{delivery.key}:{self._clock.now().isoformat()}"
        await self._ledger.plan(session, workspace_id, [Intent(key, FAILED, {"key": delivery.key}, owner.slack_id)])

    async def timer_failed(self, session: AsyncSession, timer: DueTimer, reason: str) -> None:
        """Tell the owner of a sync whose next step could not be planned."""
        ritual = await self._ritual_of_timer(session, timer)
        if ritual is None:
            return
        owner = await session.get_one(Person, ritual.owner_id)
        subject = {"ritual": ritual.id, "reason": reason}
        key = f"{STUCK}:{timer.kind}:{timer.subject}:{timer.due_at:%Y%m%d%H%M}"
        await self._ledger.plan(session, timer.workspace_id, [Intent(key, STUCK, subject, owner.slack_id)])

    async def failed_facts(self, workspace_id: str, key: str) -> TroubleFacts:
        """Return what went wrong with the message `key`."""
        async with self._database.reading(workspace_id) as session:
            delivery = await session.scalar(sa.select(Delivery).where(Delivery.key == key))
            ritual = await _ritual_of(session, delivery) if delivery else None
            if delivery is None or ritual is None:
                raise NotFound("This message is not wanted any more.")
            channel = await channel_facts(session, delivery.target)
            return TroubleFacts(
                ritual.name,
                channel.label or "its channel",
                delivery.reason,
                ritual_id=ritual.id if ritual.state != "deleted" else None,
                archived=channel.archived,
                posted=bool(delivery.ts),
            )

    async def stuck_facts(self, workspace_id: str, ritual_id: int, reason: str) -> TroubleFacts:
        """Return what went wrong with the timers of a ritual."""
        async with self._database.reading(workspace_id) as session:
            ritual = await session.get_one(Ritual, ritual_id)
            return TroubleFacts(ritual.name, "", reason)

    async def _ritual_of_timer(self, session: AsyncSession, timer: DueTimer) -> Ritual | None:
        if timer.kind == OPENS:
            return await session.get(Ritual, int(timer.subject))
        if timer.kind == STEP:
            current = await session.get(Round, int(timer.subject))
            return await session.get(Ritual, current.ritual_id) if current else None
        return None


async def _ritual_of(session: AsyncSession, delivery: Delivery) -> Ritual | None:
    subject = delivery.subject
    if "ritual" in subject:
        return await session.get(Ritual, subject["ritual"])
    round_id = subject.get("round")
    if "turn" in subject:
        turn = await session.get(Turn, subject["turn"])
        round_id = turn.round_id if turn else None
    current = await session.get(Round, round_id) if round_id else None
    return await session.get(Ritual, current.ritual_id) if current else None
