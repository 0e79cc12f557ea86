"""Rounds of a retro as they come: opened, missed, asked, and handed from phase to phase."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.domain.retro import RUNNING, Hindrance, RetroRoundPlan, RetroState
from bot.domain.retro_format import to_json
from bot.engine.port import DueTimer
from bot.errors import NotFound, UserError
from bot.ids import new_id
from bot.services import retro_message, retro_schedule, retro_step
from bot.services.anonymous import Seal
from bot.services.channel_invite import channel_facts
from bot.services.pause_read import running
from bot.services.retro_lock import lock_rows
from bot.services.retro_phase import RetroPhases, phase_end
from bot.services.retro_plan import RetroOutlook, retro_outlook
from models import Person, Retro, RetroRound

NOTHING = "Nothing was changed."


class RetroRounds:
    """What happens in the rounds of retros, inside the transaction of whoever calls, which holds the retro."""

    def __init__(self, clock: Clock, phases: RetroPhases, seal: Seal) -> None:
        """Keep what it works with; without a key in `seal` no retro without names is opened."""
        self.clock, self.phases, self.ledger, self._seal = clock, phases, phases.ledger, seal

    async def open_due(self, session: AsyncSession, timer: DueTimer, now: datetime) -> None:
        """Plan what a due `retro.open` timer asks for: open the round, or mark it as missed and tell the owner.

        A round before it that waits for its actions is closed; one that people still write, sort or vote in goes on,
        and the new date is left out.
        """
        retro, current = await lock_rows(session, int(timer.subject))
        if retro is None or retro.state != "active" or retro.next_on is None:
            return
        due = await retro_schedule.due_of(session, retro, now)
        await retro_schedule.set_next(session, retro, due.coming)
        await self._miss(session, retro, due.outlook, due.missed, now, Hindrance.DOWN)
        await self._miss(session, retro, due.outlook, due.paused, now)
        if due.opening is None:
            return
        why = _hindered(current, due.outlook)
        if why is None and retro.anonymous and not self._seal.ready:
            why = Hindrance.KEY
        if why is not None:
            await self._miss(session, retro, due.outlook, [due.opening], now, why)
            return
        if current is not None:
            await self.phases.end(session, retro, current, now)
        await self._open(session, retro, due.outlook, due.opening, now)

    async def step(self, session: AsyncSession, timer: DueTimer, now: datetime) -> None:
        """Do what is due in a round: ask, remind, go on to the next phase; and set the timer for what comes next."""
        of = await session.scalar(sa.select(RetroRound.retro_id).where(RetroRound.id == int(timer.subject)))
        retro, current = (None, None) if of is None else await lock_rows(session, of)
        if retro is None or current is None or str(current.id) != timer.subject:
            return
        await self._go_on(session, retro, current, now)

    async def run_now(
        self, session: AsyncSession, retro: Retro, *, live: bool = False, facilitator_id: int | None = None
    ) -> RetroRound:
        """Open today's round at once, `live` without asking anybody apart. Raises UserError where it cannot be.

        `facilitator_id`: who runs a live one, since they are there.
        """
        now = self.clock.now()
        pause = await running(session, now)
        if pause is not None:
            raise UserError(
                f"{pause.by} paused everything, so nothing was opened. *Resume everything* on the home tab of the PMO "
                "lets retros run again."
            )
        if await running_round(session, retro.id) is not None:
            raise UserError(f"{retro.name} is going on already, so nothing was opened.")
        if retro.anonymous:
            self._seal.must()
        seen = await retro_outlook(session, retro)
        today = now.astimezone(seen.plan.board_zone).date()
        found = await session.scalar(
            sa.select(RetroRound).where(RetroRound.retro_id == retro.id, RetroRound.local_date == today)
        )
        if found is not None and found.state != RetroState.MISSED:
            raise UserError(f"{retro.name} took place today already, so nothing was opened.")
        if not seen.people:
            raise UserError(f"Nobody takes part in {retro.name} any more. Choose a team with members by *Edit* first.")
        if found is not None:
            # Missed while Drumbeat was down: this is that round.
            await session.delete(found)
            await session.flush()
        current = await self._open(session, retro, seen, seen.round_of(today, now=now, live=live), now, live=live)
        if live and facilitator_id is not None:
            current.facilitator_id = facilitator_id
        await retro_schedule.schedule(session, retro, now)
        return current

    async def _miss(
        self,
        session: AsyncSession,
        retro: Retro,
        seen: RetroOutlook,
        missed: Sequence[RetroRoundPlan],
        now: datetime,
        why: Hindrance | None = None,
    ) -> None:
        """Mark rounds as missed, and tell the owner why; without a reason, since somebody paused everything, nobody."""
        for planned in missed:
            session.add(await self._row(session, retro, planned, RetroState.MISSED, seen, now))
            await session.flush()
        if missed and why:
            owner = await session.get_one(Person, retro.owner_id)
            told = retro_message.missed(retro, owner.slack_id, [one.day for one in missed], why)
            await self.ledger.plan(session, retro.workspace_id, [told])

    async def _open(
        self,
        session: AsyncSession,
        retro: Retro,
        seen: RetroOutlook,
        planned: RetroRoundPlan,
        now: datetime,
        *,
        live: bool = False,
    ) -> RetroRound:
        current = await self._row(session, retro, planned, RetroState.COLLECTING, seen, now)
        current.live = live
        session.add(current)
        await session.flush()
        await retro_step.write_parts(session, current, planned)
        await self.phases.hooks.call(session, current, self.phases.hooks.opened)
        intents = [retro_message.board(retro, current)]
        if not (await channel_facts(session, retro.channel_id)).can_post:
            owner = await session.get_one(Person, retro.owner_id)
            today = now.astimezone(seen.plan.board_zone).date()
            intents.append(retro_message.channel(retro, owner.slack_id, today))
        intents += await retro_step.ask_due(session, current, now, seen.people)
        await self.ledger.plan(session, retro.workspace_id, intents)
        await self.phases.set_timer(session, current)
        return current

    async def _row(
        self,
        session: AsyncSession,
        retro: Retro,
        planned: RetroRoundPlan,
        state: RetroState,
        seen: RetroOutlook,
        now: datetime,
    ) -> RetroRound:
        numbers = sa.select(sa.func.max(RetroRound.number), sa.func.min(RetroRound.number))
        highest, lowest = (await session.execute(numbers.where(RetroRound.retro_id == retro.id))).one()
        return RetroRound(
            id=new_id(),
            workspace_id=retro.workspace_id,
            retro_id=retro.id,
            number=min(lowest or 0, 0) - 1 if state is RetroState.MISSED else max(highest or 0, 0) + 1,
            local_date=planned.day,
            state=state,
            opens_at=planned.opens_at,
            reveal_at=planned.reveal_at,
            vote_at=planned.vote_at,
            ends_at=planned.ends_at,
            columns=to_json(seen.plan.columns),
            anonymous=retro.anonymous,
            votes=retro.votes,
            facilitator_id=retro.owner_id,
            created_at=now,
        )

    async def _go_on(self, session: AsyncSession, retro: Retro, current: RetroRound, now: datetime) -> None:
        steps: dict[str, Step] = {
            RetroState.COLLECTING: self.phases.reveal,
            RetroState.FEW: self.phases.reveal,
            RetroState.GROUPING: self.phases.start_vote,
            RetroState.VOTING: self.phases.end_vote,
        }
        end = phase_end(current)
        if end is not None and end <= now:
            await steps[current.state](session, retro, current, now)
        elif current.state == RetroState.COLLECTING:
            intents = await retro_step.nudge_due(session, current, self.phases.hooks, now)
            intents += await retro_step.ask_due(session, current, now)
            await self.ledger.plan(session, retro.workspace_id, intents)
            await self.phases.set_timer(session, current)


Step = Callable[[AsyncSession, Retro, RetroRound, datetime], Awaitable[None]]


def _hindered(current: RetroRound | None, seen: RetroOutlook) -> Hindrance | None:
    """Return what keeps a round from being opened; `current` is the one that goes on."""
    if current is not None and RetroState(current.state) not in {RetroState.FEW, RetroState.ACTING}:
        return Hindrance.RUNNING
    return None if seen.people else Hindrance.NOBODY


async def running_round(session: AsyncSession, retro_id: int) -> RetroRound | None:
    """Return the round of a retro that goes on, as it is now."""
    rows = sa.select(RetroRound).where(RetroRound.retro_id == retro_id, RetroRound.state.in_(RUNNING))
    found: RetroRound | None = await session.scalar(
        rows.order_by(RetroRound.id), execution_options={"populate_existing": True}
    )
    return found


def must_be(current: RetroRound, *states: RetroState) -> None:
    """Raise NotFound, with what has happened meanwhile, for a round that is in none of these states."""
    if current.state not in states:
        raise NotFound(f"This retro has gone on meanwhile: {SINCE[RetroState(current.state)]}. {NOTHING}")


SINCE = {
    RetroState.COLLECTING: "cards are being written",
    RetroState.FEW: "its facilitator decides how to go on",
    RetroState.GROUPING: "its cards are shown and sorted",
    RetroState.VOTING: "people vote",
    RetroState.ACTING: "the vote is over",
    RetroState.CLOSED: "it is over",
    RetroState.DISCARDED: "its cards were thrown away unseen",
    RetroState.MISSED: "it did not take place",
}
"""What has become of a round, to whoever presses an old button."""
