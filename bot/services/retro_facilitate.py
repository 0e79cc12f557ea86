"""What the facilitator does with a round at once, and how somebody else of the team takes over."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.domain.retro import RUNNING, RetroState
from bot.domain.retro_prompt import RetroPromptFacts
from bot.errors import NotAllowed, NotFound
from bot.services import retro_message
from bot.services.audit import Audit
from bot.services.retro_board import prompt_facts
from bot.services.retro_lock import lock_round
from bot.services.retro_phase import RetroPhases
from bot.services.retro_right import may_facilitate, must_facilitate, must_take_part
from bot.services.retro_round import must_be
from bot.services.role import acting
from bot.services.working import working_times
from models import Person, Retro, RetroPart, RetroRound

GONE = "This retro is not there any more. Nothing was changed."
DELETED = "This retro was deleted. Nothing was changed."

REVEALED = (RetroState.GROUPING, RetroState.FEW, RetroState.CLOSED)
"""What may have come of *Reveal now*."""


class RetroFacilitation:
    """Each action returns the sentence that says what was done; pressed twice it is done once, and said twice."""

    def __init__(self, database: Database, clock: Clock, phases: RetroPhases, audit: Audit) -> None:
        """Keep what it works with."""
        self._database, self._clock, self._phases, self._audit = database, clock, phases, audit

    async def reveal(self, workspace_id: str, slack_id: str, round_id: int) -> str:
        """Show the cards now."""
        async with self._running(
            workspace_id,
            slack_id,
            round_id,
            RetroState.COLLECTING,
            RetroState.GROUPING,
            RetroState.FEW,
            RetroState.CLOSED,
        ) as (session, retro, current):
            if current.state == RetroState.COLLECTING:
                await self._phases.reveal(session, [(retro, current)], self._clock.now(), by_hand=True)
                self._note(session, slack_id, "retro_revealed", current)
            if current.state == RetroState.FEW:
                return (
                    "Fewer than three people have written, so that cards would have names all the same. You have got a "
                    "message in which you choose how to go on."
                )
            if current.state == RetroState.CLOSED:
                return "Nobody has written anything, so this retro is over."
            return "The cards are shown in the thread of the board."

    async def start_vote(self, workspace_id: str, slack_id: str, round_id: int) -> str:
        """Let people vote now."""
        async with self._running(workspace_id, slack_id, round_id, RetroState.GROUPING, RetroState.VOTING) as (
            session,
            retro,
            current,
        ):
            if current.state == RetroState.GROUPING:
                await self._phases.start_vote(session, [(retro, current)], self._clock.now())
                self._note(session, slack_id, "retro_vote_started", current)
            return "The vote is open; the board has the button for it."

    async def end_vote(self, workspace_id: str, slack_id: str, round_id: int) -> str:
        """Count now."""
        async with self._running(workspace_id, slack_id, round_id, RetroState.VOTING, RetroState.ACTING) as (
            session,
            retro,
            current,
        ):
            if current.state == RetroState.VOTING:
                await self._phases.end_vote(session, [(retro, current)], self._clock.now(), by_hand=True)
                self._note(session, slack_id, "retro_vote_ended", current)
            return "The vote is over, and the board shows what came of it."

    async def wait(self, workspace_id: str, slack_id: str, round_id: int) -> str:
        """Let people write for a working day more."""
        async with self._running(workspace_id, slack_id, round_id, RetroState.FEW, RetroState.COLLECTING) as (
            session,
            retro,
            current,
        ):
            if current.state == RetroState.FEW:
                _names_not_asked(current)
                await self._phases.wait_a_day(session, retro, current, self._clock.now())
                self._note(session, slack_id, "retro_waits", current)
            return (
                "People can write for one working day more; then you hear again. Drumbeat reminds nobody twice: a word "
                "of yours in the channel helps."
            )

    async def discard(self, workspace_id: str, slack_id: str, round_id: int) -> str:
        """Throw the cards away unseen."""
        async with self._running(workspace_id, slack_id, round_id, RetroState.FEW, RetroState.DISCARDED) as (
            session,
            retro,
            current,
        ):
            if current.state == RetroState.FEW:
                _names_not_asked(current)
                await self._phases.discard(session, [(retro, current)], self._clock.now())
                self._note(session, slack_id, "retro_discarded", current)
            return "The cards were thrown away unseen, and this retro is over."

    async def close(self, workspace_id: str, slack_id: str, round_id: int) -> str:
        """End a round that waits for its actions."""
        async with self._running(workspace_id, slack_id, round_id, RetroState.ACTING, RetroState.CLOSED) as (
            session,
            retro,
            current,
        ):
            if current.state == RetroState.ACTING:
                await self._phases.end(session, [(retro, current)], self._clock.now())
                self._note(session, slack_id, "retro_closed", current)
            return "This retro is over."

    async def take_over(self, workspace_id: str, slack_id: str, round_id: int) -> str:
        """Let somebody of the team run the round; whoever did so until now is told, if they are there."""
        async with self._holding(workspace_id, slack_id, round_id) as (session, person, retro, current):
            must_be(current, *RUNNING)
            if current.facilitator_id == person.id:
                return f"You run {retro.name} already. The buttons below its board are yours."
            if not await may_facilitate(session, person, retro):
                await must_take_part(session, person, retro)
            before = await session.get_one(Person, current.facilitator_id)
            await self._phases.facilitate(session, retro, current, person)
            self._note(session, slack_id, "retro_facilitated", current)
            now = self._clock.now()
            working = (await working_times(session, [before]))[before.id]
            if before.deactivated or working.is_away(working.local_date(now)):
                return f"You run {retro.name} now; {before.name} is not there. The buttons below its board are yours."
            told = retro_message.taken(current, before.slack_id)
            await self._phases.ledger.plan(session, workspace_id, [told])
            return f"You run {retro.name} now, and {before.name} is told. The buttons below its board are yours."

    async def skip(self, workspace_id: str, slack_id: str, part_id: int) -> RetroPromptFacts:
        """Note that somebody has nothing this time, so that they are not reminded; return what they are shown now."""
        async with self._database.transaction(workspace_id) as session:
            person = await acting(session, slack_id)
            part = await session.get(RetroPart, part_id, with_for_update=True)
            if part is None:
                raise NotFound(GONE)
            if part.person_id != person.id:
                raise NotAllowed("This question was for somebody else. Nothing was changed.")
            current = await session.get_one(RetroRound, part.round_id)
            must_be(current, RetroState.COLLECTING)
            part.state = "skipped"
            keys = [retro_message.prompt_key(part.id), retro_message.nudge_key(part.id)]
            await self._phases.ledger.refresh(session, workspace_id, keys)
            await session.flush()
            facts = await prompt_facts(session, part.id, self._clock.now())
            if facts is None:
                raise NotFound(GONE)
            return facts

    @asynccontextmanager
    async def _running(
        self, workspace_id: str, slack_id: str, round_id: int, state: RetroState, *done: RetroState
    ) -> AsyncIterator[tuple[AsyncSession, Retro, RetroRound]]:
        """Open the transaction of a step that its facilitator takes, from the one state in which it can be taken.

        Who has just taken it and presses again finds it in one of those that are `done`, and hears the same again.
        """
        async with self._holding(workspace_id, slack_id, round_id) as (session, person, retro, current):
            if current.facilitator_id != person.id or current.state not in done:
                must_be(current, state)
            await must_facilitate(session, person, retro, current)
            yield session, retro, current

    @asynccontextmanager
    async def _holding(
        self, workspace_id: str, slack_id: str, round_id: int
    ) -> AsyncIterator[tuple[AsyncSession, Person, Retro, RetroRound]]:
        async with self._database.transaction(workspace_id) as session:
            person = await acting(session, slack_id)
            # Of two presses at once the second waits here and then sees what the first has done.
            found = await lock_round(session, round_id)
            if found is None:
                raise NotFound(GONE)
            retro, current = found
            if retro.state == "deleted":
                raise NotFound(DELETED)
            yield session, person, retro, current

    def _note(self, session: AsyncSession, slack_id: str, action: str, current: RetroRound) -> None:
        self._audit.record(session, slack_id, action, f"retro_round:{current.id}")


def _names_not_asked(current: RetroRound) -> None:
    """Raise NotFound where people are asked already whether their cards may be shown with their names."""
    if current.by_consent:
        raise NotFound(
            "People are asked whether their cards may be shown with their names. What they agree to is shown when "
            "their time is over, and the rest stays sealed. Nothing was changed."
        )
