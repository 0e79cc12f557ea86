"""Managing rituals that exist: found, listed, paused, resumed; what else can be done differs between the kinds."""

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.domain.matching import did_you_mean, folded
from bot.domain.ritual_list import Doing, ListFacts, RitualDone, RitualRow
from bot.domain.words import listing, short
from bot.errors import NotFound, UserError
from bot.services.audit import Audit, last_actor
from bot.services.draft import Drafts
from bot.services.pause_read import running
from bot.services.ritual_kind import RitualKind, Row, is_theirs
from bot.services.role import Rights, acting, refusal, rights_of
from models import Person

MOST_NAMED = 6
LONGEST = 500
"""Characters that are read of a name."""

_VERBS = {
    Doing.PAUSED: "Pausing",
    Doing.RESUMED: "Resuming",
    Doing.RUN: "Running",
    Doing.RUN_LIVE: "Running",
    Doing.CLOSED: "Closing",
    Doing.DELETED: "Deleting",
}

Shown = TypeVar("Shown", bound=RitualRow)


class RitualManage(ABC, Generic[Row, Shown]):
    """Changes the state of rituals; each action returns what was done; pressed twice it is done once.

    What is abstract here is what differs between the kinds of rituals.
    """

    kind: RitualKind[Row]

    def __init__(self, database: Database, clock: Clock, drafts: Drafts, audit: Audit) -> None:
        """Keep what it works with."""
        self._database, self._clock, self._drafts, self._audit = database, clock, drafts, audit

    @abstractmethod
    def _may_see(self, person: Person) -> sa.ColumnElement[bool]:
        """Return the condition for those that `person` may see."""

    @abstractmethod
    async def _rows(self, session: AsyncSession, rights: Rights, ritual_ids: Sequence[int] | None) -> list[Shown]:
        """Return those that the reader may see, or of them those asked for, by name."""

    @abstractmethod
    async def _lock(self, session: AsyncSession, ritual_id: int) -> Row | None:
        """Hold a ritual with its timers until the end of the transaction; None where there is none."""

    @abstractmethod
    async def _schedule(self, session: AsyncSession, ritual: Row) -> None:
        """Set the timer for its next round, or take it away where it is not active."""

    @abstractmethod
    async def _open_now(self, session: AsyncSession, ritual: Row) -> dict[str, Any]:
        """Return what is said of the round that goes on while its ritual is paused, as fields of `RitualDone`."""

    async def facts(
        self,
        workspace_id: str,
        slack_id: str,
        *,
        only: int | None = None,
        done: RitualDone | None = None,
        first: int = 0,
    ) -> ListFacts[Shown]:
        """Return the list, or the one with the id `only`, as this person sees it."""
        async with self._database.reading(workspace_id) as session:
            rights = await rights_of(session, await acting(session, slack_id))
            return ListFacts(
                rows=tuple(await self._rows(session, rights, None if only is None else [only])),
                zone=rights.person.zone,
                now=self._clock.now(),
                can_set_up=rights.any,
                done=done,
                first=first,
                paused=await running(session, self._clock.now()),
            )

    async def find(self, workspace_id: str, words: str, *, slack_id: str = "") -> int:
        """Return the id of the ritual that `words` name; without words the only one there is.

        With `slack_id` it is looked for, and guessed, among those that this person may see. Raises NotFound with a
        guess for a name that is not known, UserError where several could be meant.
        """
        noun, table = self.kind.noun, self.kind.table
        async with self._database.reading(workspace_id) as session:
            rows = sa.select(table.id, table.name).where(self.kind.live()).order_by(table.name)
            if slack_id:
                rows = rows.where(self._may_see(await acting(session, slack_id)))
            known = [(ritual_id, name) for ritual_id, name in await session.execute(rows)]
        words = words.strip()[:LONGEST]
        wanted = folded(" ".join(words.strip("\"'“”").split()))
        exact = [one for one in known if folded(one[1]) == wanted]
        found = exact or [one for one in known if wanted in folded(one[1])]
        if len(found) == 1:
            return found[0][0]
        if not known:
            raise NotFound(f"There is no {noun} yet. *New {noun}* on the *Home* tab sets one up in three clicks.")
        if found:
            names = listing([name for _, name in found[:MOST_NAMED]], "or")
            raise UserError(f"Which {noun} do you mean: {names}? Please write its name. Nothing was changed.")
        guess = did_you_mean(words, [name for _, name in known])
        hint = f"Did you mean {guess}?" if guess else f"There is {listing([name for _, name in known[:MOST_NAMED]])}."
        raise NotFound(f"There is no {noun} called “{short(words)}”. {hint} Nothing was changed.")

    async def asking(self, workspace_id: str, slack_id: str, ritual_id: int, doing: Doing) -> Shown:
        """Return the ritual about which is asked before it is done; who may not do it is told so instead."""
        async with self._changing(workspace_id, slack_id, ritual_id, doing) as (session, rights, ritual):
            await self._before_asking(session, ritual, doing)
            [row] = await self._rows(session, rights, [ritual.id])
            return row

    async def pause(self, workspace_id: str, slack_id: str, ritual_id: int) -> RitualDone:
        """Plan no more rounds; one that goes on goes on to its end."""
        async with self._changing(workspace_id, slack_id, ritual_id, Doing.PAUSED) as (session, rights, ritual):
            again = not await self._turn(session, rights, ritual, "paused", "paused")
            return self._done(Doing.PAUSED, rights, ritual, again=again, **await self._open_now(session, ritual))

    async def resume(self, workspace_id: str, slack_id: str, ritual_id: int) -> RitualDone:
        """Plan rounds again, from now on; what was left out is not caught up."""
        async with self._changing(workspace_id, slack_id, ritual_id, Doing.RESUMED) as (session, rights, ritual):
            again = not await self._turn(session, rights, ritual, "active", "resumed")
            return self._done(Doing.RESUMED, rights, ritual, at=ritual.next_opens_at, again=again)

    async def _before_asking(self, session: AsyncSession, ritual: Row, doing: Doing) -> None:
        """Refuse what would be refused after the question; nothing would be here."""

    async def _turn(self, session: AsyncSession, rights: Rights, ritual: Row, state: str, action: str) -> bool:
        """Bring a ritual into another state, with its next round; tell whether it was not in it already."""
        if ritual.state == state:
            return False
        ritual.state = state
        await self._schedule(session, ritual)
        self._note(session, rights, action, ritual)
        return True

    @asynccontextmanager
    async def _changing(
        self, workspace_id: str, slack_id: str, ritual_id: int, doing: Doing
    ) -> AsyncIterator[tuple[AsyncSession, Rights, Row]]:
        """Open the transaction of an action on one ritual, after checking that this person may do it."""
        noun = self.kind.noun
        async with self._database.transaction(workspace_id) as session:
            rights = await rights_of(session, await acting(session, slack_id))
            # Of two clicks at once the second waits here and then sees what the first has done.
            ritual = await self._lock(session, ritual_id)
            if ritual is None or ritual.state == "deleted":
                by = await last_actor(session, self.kind.subject(ritual_id), f"{noun}_deleted")
                raise NotFound(f"This {noun} was deleted{f' by {by}' if by else ''}. Nothing was changed.")
            if not is_theirs(rights, ritual, await self.kind.teams_of(session, ritual.id)):
                raise await refusal(session, f"{_VERBS[doing]} {ritual.name} is")
            yield session, rights, ritual

    def _done(self, doing: Doing, rights: Rights, ritual: Row, **what: Any) -> RitualDone:
        return RitualDone(doing, ritual.name, zone=rights.person.zone, now=self._clock.now(), **{"at": None, **what})

    def _note(self, session: AsyncSession, rights: Rights, action: str, ritual: Row) -> None:
        subject = self.kind.subject(ritual.id)
        self._audit.record(session, rights.person.slack_id, f"{self.kind.noun}_{action}", subject, name=ritual.name)
