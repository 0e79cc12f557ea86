"""Managing syncs that exist: listed, paused, resumed, run and closed at once, deleted."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.domain.matching import did_you_mean, folded
from bot.domain.sync_list import Doing, SyncDone, SyncListFacts, SyncRow
from bot.domain.words import listing, short
from bot.errors import NotFound, UserError
from bot.services.audit import Audit, last_actor
from bot.services.channel_invite import channel_facts
from bot.services.draft import Drafts
from bot.services.pause_read import running
from bot.services.role import Rights, acting, refusal, rights_of
from bot.services.sync_audience import sync_plan
from bot.services.sync_list import is_theirs, sync_rows
from bot.services.sync_lock import lock_sync
from bot.services.sync_round import SyncRounds
from bot.services.sync_sight import may_see
from models import Ritual, Round

MOST_NAMED = 6
_VERBS = {
    Doing.PAUSED: "Pausing",
    Doing.RESUMED: "Resuming",
    Doing.RUN: "Running",
    Doing.CLOSED: "Closing",
    Doing.DELETED: "Deleting",
}


class SyncManage:
    """Changes the state of syncs; each action returns what was done; pressed twice it is done once."""

    def __init__(self, database: Database, clock: Clock, rounds: SyncRounds, drafts: Drafts, audit: Audit) -> None:
        """Keep what it works with."""
        self._database, self._clock, self._rounds = database, clock, rounds
        self._drafts, self._audit = drafts, audit

    async def facts(
        self,
        workspace_id: str,
        slack_id: str,
        *,
        only: int | None = None,
        done: SyncDone | None = None,
        first: int = 0,
    ) -> SyncListFacts:
        """Return the list of syncs, or the one with the id `only`, as this person sees it."""
        async with self._database.reading(workspace_id) as session:
            rights = await rights_of(session, await acting(session, slack_id))
            rows = await sync_rows(session, rights, self._clock.now(), None if only is None else [only])
            return SyncListFacts(
                rows=tuple(rows),
                zone=rights.person.zone,
                now=self._clock.now(),
                can_set_up=rights.any,
                done=done,
                first=first,
                paused=await running(session, self._clock.now()),
            )

    async def find(self, workspace_id: str, words: str, *, slack_id: str = "") -> int:
        """Return the id of the sync that `words` name; without words the only one there is.

        With `slack_id` it is looked for, and guessed, among those that this person may see. Raises NotFound with a
        guess for a name that is not known, UserError where several could be meant.
        """
        async with self._database.reading(workspace_id) as session:
            rows = sa.select(Ritual.id, Ritual.name).where(Ritual.state != "deleted").order_by(Ritual.name)
            if slack_id:
                rows = rows.where(may_see(await acting(session, slack_id)))
            syncs = [(ritual_id, name) for ritual_id, name in await session.execute(rows)]
        wanted = folded(" ".join(words.strip().strip("\"'“”").split()))
        exact = [one for one in syncs if folded(one[1]) == wanted]
        found = exact or [one for one in syncs if wanted in folded(one[1])]
        if len(found) == 1:
            return found[0][0]
        if not syncs:
            raise NotFound("There is no sync yet. *New sync* on the *Home* tab sets one up in three clicks.")
        if found:
            names = listing([name for _, name in found[:MOST_NAMED]], "or")
            raise UserError(f"Which sync do you mean: {names}? Please write its name. Nothing was changed.")
        guess = did_you_mean(words, [name for _, name in syncs])
        hint = f"Did you mean {guess}?" if guess else f"There is {listing([name for _, name in syncs[:MOST_NAMED]])}."
        raise NotFound(f"There is no sync called “{short(words)}”. {hint} Nothing was changed.")

    async def asking(self, workspace_id: str, slack_id: str, ritual_id: int, doing: Doing) -> SyncRow:
        """Return the sync about which is asked before it is done; who may not do it is told so instead."""
        async with self._changing(workspace_id, slack_id, ritual_id, doing) as (session, rights, ritual):
            if doing is Doing.RUN:
                await self._rounds.missed_today(session, ritual)
            [row] = await sync_rows(session, rights, self._clock.now(), [ritual.id])
            return row

    async def pause(self, workspace_id: str, slack_id: str, ritual_id: int) -> SyncDone:
        """Plan no more rounds; one that is open goes on to its end."""
        async with self._changing(workspace_id, slack_id, ritual_id, Doing.PAUSED) as (session, rights, ritual):
            again = ritual.state == "paused"
            if not again:
                ritual.state = "paused"
                await self._rounds.schedule(session, ritual)
                self._note(session, slack_id, "sync_paused", ritual)
            running = sa.select(sa.func.max(Round.closes_at)).where(Round.ritual_id == ritual.id, Round.state == "open")
            return self._done(Doing.PAUSED, rights, ritual, at=await session.scalar(running), again=again)

    async def resume(self, workspace_id: str, slack_id: str, ritual_id: int) -> SyncDone:
        """Plan rounds again, from now on; what was left out is not caught up."""
        async with self._changing(workspace_id, slack_id, ritual_id, Doing.RESUMED) as (session, rights, ritual):
            again = ritual.state == "active"
            if not again:
                ritual.state = "active"
                await self._rounds.schedule(session, ritual)
                self._note(session, slack_id, "sync_resumed", ritual)
            return self._done(Doing.RESUMED, rights, ritual, at=ritual.next_opens_at, again=again)

    async def run_now(self, workspace_id: str, slack_id: str, ritual_id: int) -> SyncDone:
        """Open today's round at once. Raises UserError where it took place today already."""
        async with self._changing(workspace_id, slack_id, ritual_id, Doing.RUN) as (session, rights, ritual):
            opened = await self._rounds.run_now(session, ritual)
            self._note(session, slack_id, "sync_run", ritual)
            return self._done(Doing.RUN, rights, ritual, at=opened.closes_at)

    async def close_now(self, workspace_id: str, slack_id: str, ritual_id: int) -> SyncDone:
        """Close the open round and post its summary. Raises UserError where none is open."""
        async with self._changing(workspace_id, slack_id, ritual_id, Doing.CLOSED) as (session, rights, ritual):
            await self._rounds.close_now(session, ritual)
            self._note(session, slack_id, "sync_closed", ritual)
            channel = await channel_facts(session, ritual.channel_id)
            return replace(self._done(Doing.CLOSED, rights, ritual), posts=channel.can_post)

    async def delete(self, workspace_id: str, slack_id: str, ritual_id: int) -> SyncDone:
        """Delete a sync: nobody is asked again, its open round ends without a summary, all answers stay stored."""
        async with self._changing(workspace_id, slack_id, ritual_id, Doing.DELETED) as (session, rights, ritual):
            ritual.state = "deleted"
            await self._rounds.drop_open_rounds(session, ritual)
            await self._rounds.schedule(session, ritual)
            await self._drafts.drop_all(session, f"sync:{ritual.id}")
            self._note(session, slack_id, "sync_deleted", ritual)
            return self._done(Doing.DELETED, rights, ritual)

    @asynccontextmanager
    async def _changing(
        self, workspace_id: str, slack_id: str, ritual_id: int, doing: Doing
    ) -> AsyncIterator[tuple[AsyncSession, Rights, Ritual]]:
        """Open the transaction of an action on one sync, after checking that this person may do it."""
        async with self._database.transaction(workspace_id) as session:
            rights = await rights_of(session, await acting(session, slack_id))
            # Of two clicks at once the second waits here and then sees what the first has done.
            ritual = await lock_sync(session, ritual_id)
            if ritual is None or ritual.state == "deleted":
                by = await last_actor(session, f"sync:{ritual_id}", "sync_deleted")
                raise NotFound(f"This sync was deleted{f' by {by}' if by else ''}. Nothing was changed.")
            plan = await sync_plan(session, ritual)
            if not is_theirs(rights, ritual, plan.team_ids):
                raise await refusal(session, f"{_VERBS[doing]} {ritual.name} is")
            yield session, rights, ritual

    def _done(
        self, doing: Doing, rights: Rights, ritual: Ritual, *, at: datetime | None = None, again: bool = False
    ) -> SyncDone:
        return SyncDone(doing, ritual.name, at, rights.person.zone, self._clock.now(), again=again)

    def _note(self, session: AsyncSession, slack_id: str, action: str, ritual: Ritual) -> None:
        self._audit.record(session, slack_id, action, f"sync:{ritual.id}", name=ritual.name)
