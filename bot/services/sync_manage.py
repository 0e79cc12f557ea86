"""Managing syncs that exist: what else can be done to one than to any ritual."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.domain.ritual_list import Doing, RitualDone
from bot.domain.sync_list import SyncRow
from bot.services.audit import Audit
from bot.services.channel_invite import channel_facts
from bot.services.draft import Drafts
from bot.services.ritual_kind import SYNC
from bot.services.ritual_manage import RitualManage
from bot.services.role import Rights
from bot.services.sync_list import sync_rows
from bot.services.sync_lock import lock_sync
from bot.services.sync_round import SyncRounds
from bot.services.sync_sight import may_see
from models import Person, Ritual, Round


class SyncManage(RitualManage[Ritual, SyncRow]):
    """Changes the state of syncs; a round is run or closed at once."""

    kind = SYNC

    def __init__(self, database: Database, clock: Clock, rounds: SyncRounds, drafts: Drafts, audit: Audit) -> None:
        """Keep what it works with."""
        super().__init__(database, clock, drafts, audit)
        self._rounds = rounds

    async def run_now(self, workspace_id: str, slack_id: str, ritual_id: int) -> RitualDone:
        """Open today's round at once. Raises UserError where it took place today already."""
        async with self._changing(workspace_id, slack_id, ritual_id, Doing.RUN) as (session, rights, ritual):
            opened = await self._rounds.run_now(session, ritual)
            self._note(session, rights, "run", ritual)
            return self._done(Doing.RUN, rights, ritual, at=opened.closes_at)

    async def close_now(self, workspace_id: str, slack_id: str, ritual_id: int) -> RitualDone:
        """Close the open round and post its summary. Raises UserError where none is open."""
        async with self._changing(workspace_id, slack_id, ritual_id, Doing.CLOSED) as (session, rights, ritual):
            await self._rounds.close_now(session, ritual)
            self._note(session, rights, "closed", ritual)
            channel = await channel_facts(session, ritual.channel_id)
            return self._done(Doing.CLOSED, rights, ritual, posts=channel.can_post)

    async def delete(self, workspace_id: str, slack_id: str, ritual_id: int) -> RitualDone:
        """Delete a sync: nobody is asked again, its open round ends without a summary, all answers stay stored."""
        async with self._changing(workspace_id, slack_id, ritual_id, Doing.DELETED) as (session, rights, ritual):
            await self._turn(session, rights, ritual, "deleted", "deleted")
            await self._rounds.drop_open_rounds(session, ritual)
            await self._drafts.drop_all(session, SYNC.subject(ritual.id))
            return self._done(Doing.DELETED, rights, ritual)

    def _may_see(self, person: Person) -> sa.ColumnElement[bool]:
        return may_see(person)

    async def _rows(self, session: AsyncSession, rights: Rights, ritual_ids: Sequence[int] | None) -> list[SyncRow]:
        return await sync_rows(session, rights, self._clock.now(), ritual_ids)

    async def _lock(self, session: AsyncSession, ritual_id: int) -> Ritual | None:
        return await lock_sync(session, ritual_id)

    async def _schedule(self, session: AsyncSession, ritual: Ritual) -> None:
        await self._rounds.schedule(session, ritual)

    async def _open_now(self, session: AsyncSession, ritual: Ritual) -> dict[str, Any]:
        closes = sa.select(sa.func.max(Round.closes_at)).where(Round.ritual_id == ritual.id, Round.state == "open")
        return {"at": await session.scalar(closes)}

    async def _before_asking(self, session: AsyncSession, ritual: Ritual, doing: Doing) -> None:
        if doing is Doing.RUN:
            await self._rounds.missed_today(session, ritual)
