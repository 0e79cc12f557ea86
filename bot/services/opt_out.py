"""*Leave me out* of a sync or retro: somebody asks for it, the owner or the PMO decides, and brings them back."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.domain.answer import LONG_TEXT, text
from bot.domain.opt_out import OptOut, OptOutForm, OptOutList, OptOutOf, OptOutState
from bot.errors import NotAllowed, NotFound, UserError
from bot.ids import new_id
from bot.services import opt_out_message
from bot.services.audit import Audit
from bot.services.opt_out_read import COLUMN, may_decide, opt_out_of, opt_out_with, opt_outs
from bot.services.opt_out_side import Asking, Side
from bot.services.role import acting
from models import OptOut as OptOutRow
from models import Person

REASON, WORD = "reason", "word"
"""Fields of the forms, by which errors name them."""

GONE = "This request is not there any more: it was asked anew, or erased. Nothing was changed."


@dataclass(frozen=True, slots=True)
class _Held:
    """A request and what it is about, held until the end of the transaction, by somebody who may decide on it."""

    person: Person
    side: Side
    ritual: Asking
    row: OptOutRow
    facts: OptOut


class OptOuts:
    """Leaves people out of syncs and retros, and brings them back."""

    def __init__(self, database: Database, clock: Clock, ledger: Ledger, audit: Audit, *sides: Side) -> None:
        """Work on `database`; `sides` are what people can be left out of."""
        self._database, self._clock, self._ledger, self._audit = database, clock, ledger, audit
        self._sides = {side.of: side for side in sides}

    async def form(self, workspace_id: str, slack_id: str, asked: OptOutOf) -> OptOutForm:
        """Return the form that asks to be left out of the sync or retro that asked by this turn or part.

        Raises UserError for somebody who is left out or has asked already, and as `Side.asked` does.
        """
        async with self._database.reading(workspace_id) as session:
            found = await self._sides[asked.of].asked(session, slack_id, asked.id)
            _may_ask(await opt_out_of(session, OptOutOf(asked.of, found.ritual.id), found.person.id))
            return OptOutForm(asked, found.ritual.name, found.owner, own=found.own)

    async def ask(self, workspace_id: str, slack_id: str, asked: OptOutOf, reason: str) -> OptOut:
        """Ask the owner; owners themselves are left out at once. Raises the errors of `form`.

        Pressed twice the second hears that it was asked already, and nobody is asked twice.
        """
        why = _typed(reason, REASON)
        async with self._database.transaction(workspace_id) as session:
            side = self._sides[asked.of]
            found = await side.asked(session, slack_id, asked.id)
            person, own = found.person, found.own
            ritual = await _locked(session, side, found.ritual.id)
            before = await opt_out_of(session, OptOutOf(asked.of, ritual.id), person.id)
            _may_ask(before)
            if before is not None:
                # Asked anew it is another request: buttons of the old one decide nothing.
                await session.execute(sa.delete(OptOutRow).where(OptOutRow.id == before.id))
            row = OptOutRow(
                id=new_id(),
                person_id=person.id,
                reason=why,
                asked_at=self._clock.now(),
                state=OptOutState.ASKED,
                **{COLUMN[asked.of].key: ritual.id},
            )
            session.add(row)
            await session.flush()
            facts = await _facts(session, row.id)
            self._note(session, person, "opt_out_asked", facts)
            if not own:
                intents = await opt_out_message.asked(session, asked.of, [ritual.id])
                await self._ledger.plan(session, workspace_id, intents)
                return facts
            held = _Held(person, side, ritual, row, facts)
            await _others_left(session, held, person)
            await self._set(session, held, OptOutState.OUT, "")
            self._note(session, person, "opt_out_left", facts)
            return await _facts(session, row.id)

    async def request(self, workspace_id: str, slack_id: str, opt_out_id: int) -> OptOut:
        """Return a request that waits to somebody who may decide. Raises UserError, NotFound, NotAllowed."""
        async with self._database.reading(workspace_id) as session:
            facts = await _facts(session, opt_out_id)
            _must_decide(await acting(session, slack_id), facts)
            _must_be_asked(facts)
            return facts

    async def decide(self, workspace_id: str, slack_id: str, opt_out_id: int, state: OptOutState, word: str) -> OptOut:
        """Leave somebody out (`OUT`) or keep asking them (`KEPT`), with a word to them; sent twice it is done once.

        Of two who decide at once the first wins, and the other reads who did. Raises UserError for the last one who is
        asked, NotFound, NotAllowed.
        """
        said = _typed(word, WORD)
        async with self._holding(workspace_id, slack_id, opt_out_id) as (session, held):
            if held.facts.state is state and held.row.decided_by_id == held.person.id:
                return held.facts
            _must_be_asked(held.facts)
            if state is OptOutState.OUT:
                asked = await session.get_one(Person, held.row.person_id)
                await _others_left(session, held, asked)
            await self._set(session, held, state, said)
            action = "opt_out_left" if state is OptOutState.OUT else "opt_out_kept"
            self._note(session, held.person, action, held.facts)
            keys = [opt_out_message.asked_key(held.row.id, held.ritual.owner_id)]
            await self._ledger.refresh(session, workspace_id, keys)
            await self._tell(session, workspace_id, held)
            return await _facts(session, opt_out_id)

    async def bring_back(self, workspace_id: str, slack_id: str, opt_out_id: int) -> OptOut:
        """Ask somebody again who was left out, pressed twice once: what they asked for they take back themselves.

        Raises NotFound, NotAllowed, UserError.
        """
        async with self._holding(workspace_id, slack_id, opt_out_id, own=True) as (session, held):
            if held.facts.state is OptOutState.BACK:
                return held.facts
            if held.facts.state is not OptOutState.OUT or held.facts.gone:
                raise UserError(f"{held.facts.gone or held.facts.name + ' is not left out'}. Nothing was changed.")
            await self._set(session, held, OptOutState.BACK, "")
            self._note(session, held.person, "opt_out_back", held.facts)
            keys = [opt_out_message.asked_key(held.row.id, held.ritual.owner_id)]
            await self._ledger.refresh(session, workspace_id, keys)
            await self._tell(session, workspace_id, held)
            return await _facts(session, opt_out_id)

    async def of_ritual(self, workspace_id: str, slack_id: str, which: OptOutOf) -> OptOutList:
        """Return who is left out of a sync or retro or asks to be, to who may decide. Raises NotFound, NotAllowed."""
        async with self._database.reading(workspace_id) as session:
            person = await acting(session, slack_id)
            ritual = await self._sides[which.of].find(session, which.id)
            if ritual is None:
                raise NotFound(f"This {which.of} was deleted. Nothing was changed.")
            if not may_decide(person, ritual.owner_id):
                raise NotAllowed(f"Who is left out of {ritual.name} is for its owner and the PMO. Nothing was changed.")
            in_force = (COLUMN[which.of] == which.id, OptOutRow.state.in_((OptOutState.ASKED, OptOutState.OUT)))
            rows = tuple(await opt_outs(session, *in_force))
            return OptOutList(which.of, ritual.name, rows, person.zone, self._clock.now())

    @asynccontextmanager
    async def _holding(
        self, workspace_id: str, slack_id: str, opt_out_id: int, *, own: bool = False
    ) -> AsyncIterator[tuple[AsyncSession, _Held]]:
        """Hold a request that somebody decided or may decide on; `own`: whom it is about may act on it, too.

        What a company file says is not theirs to take back.
        """
        async with self._database.transaction(workspace_id) as session:
            person = await acting(session, slack_id)
            # Of two who decide at once the second waits here, and then sees what the first has done.
            about = await _facts(session, opt_out_id)
            side = self._sides[about.of]
            ritual = await _locked(session, side, about.ritual_id)
            facts = await _facts(session, opt_out_id)
            if not (own and facts.slack_id == person.slack_id and facts.decider):
                _must_decide(person, facts)
            row = await session.get_one(OptOutRow, opt_out_id, populate_existing=True)
            yield session, _Held(person, side, ritual, row, facts)

    async def _set(self, session: AsyncSession, held: _Held, state: OptOutState, word: str) -> None:
        held.row.state, held.row.word = state, word
        held.row.decided_by_id, held.row.decided_at = held.person.id, self._clock.now()
        await session.flush()
        await held.side.changed(session, held.ritual)

    async def _tell(self, session: AsyncSession, workspace_id: str, held: _Held) -> None:
        """Let the person hear of it, unless they did it themselves."""
        if held.row.person_id != held.person.id:
            await self._ledger.plan(session, workspace_id, await opt_out_message.told(session, held.row))

    def _note(self, session: AsyncSession, by: Person, action: str, facts: OptOut) -> None:
        self._audit.record(session, by.slack_id, action, f"{facts.of}:{facts.ritual_id}", person=facts.slack_id)


async def _facts(session: AsyncSession, opt_out_id: int) -> OptOut:
    facts = await opt_out_with(session, opt_out_id)
    if facts is None:
        raise NotFound(GONE)
    return facts


async def _locked(session: AsyncSession, side: Side, ritual_id: int) -> Asking:
    ritual = await side.lock(session, ritual_id)
    if ritual is None:
        raise NotFound(GONE)
    return ritual


async def _others_left(session: AsyncSession, held: _Held, person: Person) -> None:
    """Raise UserError where nobody would be left to ask without `person`."""
    refused = await held.side.refused(session, held.ritual, person)
    if refused:
        raise UserError(refused)


def _must_decide(person: Person, facts: OptOut) -> None:
    if not may_decide(person, facts.owner_id):
        raise NotAllowed(f"{facts.owner} decides this, or the PMO. Nothing was changed.")


def _must_be_asked(facts: OptOut) -> None:
    if facts.gone or facts.became:
        raise UserError(f"{facts.gone + '.' if facts.gone else facts.became} Nothing was changed.")


def _may_ask(before: OptOut | None) -> None:
    """Raise UserError for whoever is left out, or whose request still waits."""
    if before is None or before.state in {OptOutState.KEPT, OptOutState.BACK}:
        return
    if before.state is OptOutState.OUT:
        raise UserError(f"You are left out of {before.ritual} already: you are not asked from the next time on.")
    raise UserError(f"{before.owner} has your request already, and has not decided yet. You hear either way.")


def _typed(words: str, field: str) -> str:
    try:
        return text(words, LONG_TEXT) or ""
    except UserError as error:
        raise UserError(error.sentence, field=field) from None
