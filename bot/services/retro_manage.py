"""Managing retros that exist: what else can be done to one than to any ritual."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.domain.retro import RetroState
from bot.domain.retro_list import RetroRow
from bot.domain.ritual_list import Doing, RitualDone
from bot.services import retro_schedule
from bot.services.audit import Audit
from bot.services.channel_invite import channel_facts
from bot.services.draft import Drafts
from bot.services.retro_list import retro_rows
from bot.services.retro_lock import lock_retro
from bot.services.retro_round import RetroRounds, running_round
from bot.services.ritual_kind import RETRO
from bot.services.ritual_manage import RitualManage
from bot.services.role import Rights
from models import Person, Retro, RetroCard


class RetroManage(RitualManage[Retro, RetroRow]):
    """Changes the state of retros; a round is run at once, for a call too."""

    kind = RETRO

    def __init__(self, database: Database, clock: Clock, rounds: RetroRounds, drafts: Drafts, audit: Audit) -> None:
        """Keep what it works with."""
        super().__init__(database, clock, drafts, audit)
        self._rounds = rounds

    async def run_now(self, workspace_id: str, slack_id: str, ritual_id: int) -> RitualDone:
        """Open today's round at once. Raises UserError where one goes on, or took place today already."""
        return await self._run(workspace_id, slack_id, ritual_id, Doing.RUN)

    async def run_live(self, workspace_id: str, slack_id: str, ritual_id: int) -> RitualDone:
        """Open today's round for a call: nobody is asked apart, and whoever runs it goes on from phase to phase."""
        return await self._run(workspace_id, slack_id, ritual_id, Doing.RUN_LIVE)

    async def delete(self, workspace_id: str, slack_id: str, ritual_id: int) -> RitualDone:
        """Delete a retro: nobody is asked again, what was shown stays, and what nobody has seen is thrown away."""
        async with self._changing(workspace_id, slack_id, ritual_id, Doing.DELETED) as (session, rights, retro):
            await self._turn(session, rights, retro, "deleted", "deleted")
            current = await running_round(session, retro.id)
            if current is not None:
                phases, now = self._rounds.phases, self._clock.now()
                unseen = current.state in {RetroState.COLLECTING, RetroState.FEW}
                await (phases.discard if unseen else phases.end)(session, [(retro, current)], now)
            await session.execute(
                sa.delete(RetroCard).where(RetroCard.retro_id == retro.id, RetroCard.round_id.is_(None))
            )
            await self._drafts.drop_all(session, RETRO.subject(retro.id))
            return self._done(Doing.DELETED, rights, retro)

    async def _run(self, workspace_id: str, slack_id: str, ritual_id: int, doing: Doing) -> RitualDone:
        live = doing is Doing.RUN_LIVE
        async with self._changing(workspace_id, slack_id, ritual_id, doing) as (session, rights, retro):
            opened = await self._rounds.run_now(session, retro, live=live, facilitator_id=rights.person.id)
            self._note(session, rights, "run", retro)
            channel = await channel_facts(session, retro.channel_id)
            where = {"posts": channel.can_post, "channel": channel.label or "its channel"}
            return self._done(doing, rights, retro, at=opened.reveal_at, **where)

    def _may_see(self, person: Person) -> sa.ColumnElement[bool]:
        return RETRO.may_see(person)

    async def _rows(self, session: AsyncSession, rights: Rights, ritual_ids: Sequence[int] | None) -> list[RetroRow]:
        return await retro_rows(session, rights, ritual_ids)

    async def _lock(self, session: AsyncSession, ritual_id: int) -> Retro | None:
        return (await lock_retro(session, ritual_id))[0]

    async def _schedule(self, session: AsyncSession, ritual: Retro) -> None:
        await retro_schedule.schedule(session, ritual, self._clock.now())

    async def _open_now(self, session: AsyncSession, ritual: Retro) -> dict[str, Any]:
        return {"going": await running_round(session, ritual.id) is not None}
