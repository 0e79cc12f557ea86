"""Managing retros that exist: listed, paused, resumed, run at once, deleted."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.domain.matching import did_you_mean, folded
from bot.domain.retro import RetroState
from bot.domain.retro_list import RetroDoing, RetroDone, RetroListFacts, RetroRow
from bot.domain.words import listing
from bot.errors import NotFound, UserError
from bot.services import retro_schedule
from bot.services.audit import Audit, last_actor
from bot.services.channel_invite import channel_facts
from bot.services.draft import Drafts
from bot.services.pause_read import running
from bot.services.retro_list import may_see, retro_rows
from bot.services.retro_lock import lock_retro
from bot.services.retro_right import may_change, teams_of
from bot.services.retro_round import RetroRounds
from bot.services.role import Rights, acting, refusal, rights_of
from models import Retro, RetroCard, RetroRound

MOST_NAMED = 6
_VERBS = {
    RetroDoing.PAUSED: "Pausing",
    RetroDoing.RESUMED: "Resuming",
    RetroDoing.RUN: "Running",
    RetroDoing.RUN_LIVE: "Running",
    RetroDoing.DELETED: "Deleting",
}


class RetroManage:
    """Changes the state of retros; each action returns what was done; pressed twice it is done once."""

    def __init__(self, database: Database, clock: Clock, rounds: RetroRounds, drafts: Drafts, audit: Audit) -> None:
        """Keep what it works with."""
        self._database, self._clock, self._rounds = database, clock, rounds
        self._drafts, self._audit = drafts, audit

    async def facts(
        self,
        workspace_id: str,
        slack_id: str,
        *,
        only: int | None = None,
        done: RetroDone | None = None,
        first: int = 0,
    ) -> RetroListFacts:
        """Return the list of retros, or the one with the id `only`, as this person sees it."""
        async with self._database.reading(workspace_id) as session:
            rights = await rights_of(session, await acting(session, slack_id))
            return RetroListFacts(
                rows=tuple(await retro_rows(session, rights, None if only is None else [only])),
                zone=rights.person.zone,
                now=self._clock.now(),
                can_set_up=rights.any,
                done=done,
                first=first,
                paused=await running(session, self._clock.now()),
            )

    async def find(self, workspace_id: str, words: str, *, slack_id: str) -> int:
        """Return the id of the retro that `words` name, of those that this person may see; without words the only one.

        Raises NotFound with a guess for a name that is not known, UserError where several could be meant.
        """
        async with self._database.reading(workspace_id) as session:
            rows = sa.select(Retro.id, Retro.name).where(Retro.state != "deleted").order_by(Retro.name)
            rows = rows.where(may_see(await acting(session, slack_id)))
            retros = [(retro_id, name) for retro_id, name in await session.execute(rows)]
        wanted = folded(" ".join(words.strip().strip("\"'“”").split()))
        exact = [one for one in retros if folded(one[1]) == wanted]
        found = exact or [one for one in retros if wanted in folded(one[1])]
        if len(found) == 1:
            return found[0][0]
        if not retros:
            raise NotFound("There is no retro yet. *New retro* on the *Home* tab sets one up in three clicks.")
        if found:
            names = listing([name for _, name in found[:MOST_NAMED]], "or")
            raise UserError(f"Which retro do you mean: {names}? Please write its name. Nothing was changed.")
        guess = did_you_mean(words, [name for _, name in retros])
        hint = f"Did you mean {guess}?" if guess else f"There is {listing([name for _, name in retros[:MOST_NAMED]])}."
        raise NotFound(f"There is no retro called “{words.strip()}”. {hint} Nothing was changed.")

    async def asking(self, workspace_id: str, slack_id: str, retro_id: int, doing: RetroDoing) -> RetroRow:
        """Return the retro about which is asked before it is done; who may not do it is told so instead."""
        async with self._changing(workspace_id, slack_id, retro_id, doing) as (session, rights, retro, _):
            [row] = await retro_rows(session, rights, [retro.id])
            return row

    async def pause(self, workspace_id: str, slack_id: str, retro_id: int) -> RetroDone:
        """Plan no more rounds; one that goes on goes on to its end."""
        async with self._changing(workspace_id, slack_id, retro_id, RetroDoing.PAUSED) as (session, rights, retro, one):
            again = retro.state == "paused"
            if not again:
                retro.state = "paused"
                await retro_schedule.schedule(session, retro, self._clock.now())
                self._note(session, slack_id, "retro_paused", retro)
            return self._done(RetroDoing.PAUSED, rights, retro, going=one is not None, again=again)

    async def resume(self, workspace_id: str, slack_id: str, retro_id: int) -> RetroDone:
        """Plan rounds again, from now on; what was left out is not caught up."""
        async with self._changing(workspace_id, slack_id, retro_id, RetroDoing.RESUMED) as (session, rights, retro, _):
            again = retro.state == "active"
            if not again:
                retro.state = "active"
                await retro_schedule.schedule(session, retro, self._clock.now())
                self._note(session, slack_id, "retro_resumed", retro)
            return self._done(RetroDoing.RESUMED, rights, retro, again=again)

    async def run_now(self, workspace_id: str, slack_id: str, retro_id: int) -> RetroDone:
        """Open today's round at once. Raises UserError where one goes on, or took place today already."""
        return await self._run(workspace_id, slack_id, retro_id, RetroDoing.RUN)

    async def run_live(self, workspace_id: str, slack_id: str, retro_id: int) -> RetroDone:
        """Open today's round for a call: nobody is asked apart, and whoever runs it goes on from phase to phase."""
        return await self._run(workspace_id, slack_id, retro_id, RetroDoing.RUN_LIVE)

    async def delete(self, workspace_id: str, slack_id: str, retro_id: int) -> RetroDone:
        """Delete a retro: nobody is asked again, what was shown stays, and what nobody has seen is thrown away."""
        doing = RetroDoing.DELETED
        async with self._changing(workspace_id, slack_id, retro_id, doing) as (session, rights, retro, current):
            retro.state = "deleted"
            if current is not None:
                phases, now = self._rounds.phases, self._clock.now()
                unseen = current.state in {RetroState.COLLECTING, RetroState.FEW}
                await (phases.discard if unseen else phases.end)(session, [(retro, current)], now)
            await session.execute(
                sa.delete(RetroCard).where(RetroCard.retro_id == retro.id, RetroCard.round_id.is_(None))
            )
            await retro_schedule.schedule(session, retro, self._clock.now())
            await self._drafts.drop_all(session, f"retro:{retro.id}")
            self._note(session, slack_id, "retro_deleted", retro)
            return self._done(RetroDoing.DELETED, rights, retro)

    async def _run(self, workspace_id: str, slack_id: str, retro_id: int, doing: RetroDoing) -> RetroDone:
        live = doing is RetroDoing.RUN_LIVE
        async with self._changing(workspace_id, slack_id, retro_id, doing) as (session, rights, retro, _):
            opened = await self._rounds.run_now(session, retro, live=live, facilitator_id=rights.person.id)
            self._note(session, slack_id, "retro_run", retro)
            channel = await channel_facts(session, retro.channel_id)
            return RetroDone(
                doing,
                retro.name,
                opened.reveal_at,
                rights.person.zone,
                self._clock.now(),
                posts=channel.can_post,
                channel=channel.label or "its channel",
            )

    @asynccontextmanager
    async def _changing(
        self, workspace_id: str, slack_id: str, retro_id: int, doing: RetroDoing
    ) -> AsyncIterator[tuple[AsyncSession, Rights, Retro, RetroRound | None]]:
        """Open the transaction of an action on one retro, after checking that this person may do it."""
        async with self._database.transaction(workspace_id) as session:
            rights = await rights_of(session, await acting(session, slack_id))
            # Of two clicks at once the second waits here and then sees what the first has done.
            retro, current = await lock_retro(session, retro_id)
            if retro is None or retro.state == "deleted":
                by = await last_actor(session, f"retro:{retro_id}", "retro_deleted")
                raise NotFound(f"This retro was deleted{f' by {by}' if by else ''}. Nothing was changed.")
            if not may_change(rights, retro, await teams_of(session, retro.id)):
                raise await refusal(session, f"{_VERBS[doing]} {retro.name} is")
            yield session, rights, retro, current

    def _done(
        self, doing: RetroDoing, rights: Rights, retro: Retro, *, going: bool = False, again: bool = False
    ) -> RetroDone:
        zone, now = rights.person.zone, self._clock.now()
        return RetroDone(doing, retro.name, retro.next_opens_at, zone, now, going=going, again=again)

    def _note(self, session: AsyncSession, slack_id: str, action: str, retro: Retro) -> None:
        self._audit.record(session, slack_id, action, f"retro:{retro.id}", name=retro.name)
