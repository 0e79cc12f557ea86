"""Rounds of a retro as they come: opened, missed, asked, and handed from phase to phase."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import IDS, rows_of
from bot.domain.retro import RUNNING, Hindrance, RetroState
from bot.engine.port import DueTimer
from bot.errors import NotFound, UserError
from bot.services import retro_message, retro_schedule, retro_step
from bot.services.anonymous import Seal
from bot.services.pause_read import running
from bot.services.retro_lock import lock_many
from bot.services.retro_open import Missing, Opening, miss_rounds, open_rounds
from bot.services.retro_phase import RetroPhases, phase_end
from bot.services.retro_plan import RetroOutlook, retro_outlook
from bot.services.retro_step import Intents
from bot.services.retro_turn import Going
from models import Retro, RetroRound

NOTHING = "Nothing was changed."

_RETROS_OF = sa.select(RetroRound.retro_id).where(RetroRound.id.in_(IDS))


class RetroRounds:
    """What happens in the rounds of retros, inside the transaction of whoever calls, which holds the retro."""

    def __init__(self, clock: Clock, phases: RetroPhases, seal: Seal) -> None:
        """Keep what it works with; without a key in `seal` no retro without names is opened."""
        self.clock, self.phases, self.ledger, self._seal = clock, phases, phases.ledger, seal

    async def open_due(self, session: AsyncSession, timers: Sequence[DueTimer], now: datetime) -> None:
        """Plan what due `retro.open` timers ask for, of however many retros and workspaces by the same few statements.

        Each round is opened, or marked as missed and its owner told. One before it that waits for its actions is
        closed; one that people still write, sort or vote in goes on, and the new date is left out.
        """
        held = _of(await lock_many(session, [int(one.subject) for one in timers]), timers)
        going = {retro.id: current for retro, current in held}
        active = [retro for retro, _ in held if retro.state == "active" and retro.next_on is not None]
        due = await retro_schedule.due(session, active, now)
        await retro_schedule.set_next(session, [(one.retro, one.coming) for one in due])
        missing = [Missing(one.retro, one.outlook, one.missed, Hindrance.DOWN) for one in due]
        missing += [Missing(one.retro, one.outlook, one.paused) for one in due]
        openings = []
        for one in due:
            if one.opening is None:
                continue
            why = self._hindered(one.retro, going[one.retro.id], one.outlook)
            if why is not None:
                missing.append(Missing(one.retro, one.outlook, [one.opening], why))
            else:
                openings.append(Opening(one.retro, one.outlook, one.opening))
        intents: Intents = defaultdict(list)
        await miss_rounds(session, missing, now, intents)
        before = [(one.retro, going[one.retro.id]) for one in openings]
        await self.phases.end(session, [(retro, current) for retro, current in before if current is not None], now)
        await self._open(session, openings, now, intents)
        await self.ledger.plan_all(session, intents)

    async def step(self, session: AsyncSession, timers: Sequence[DueTimer], now: datetime) -> None:
        """Do what is due in rounds: ask, remind, go on to the next phase; and set the timers for what comes next."""
        ids = {int(one.subject): one.workspace_id for one in timers}
        retros = {retro_id for (retro_id,) in await rows_of(session, _RETROS_OF, ids)}
        held = [(retro, current) for retro, current in await lock_many(session, retros) if current is not None]
        rounds = [(retro, current) for retro, current in held if ids.get(current.id) == current.workspace_id]
        await self._go_on(session, rounds, now)

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
        intents: Intents = defaultdict(list)
        opening = Opening(retro, seen, seen.round_of(today, now=now, live=live), live)
        [(_, current)] = await self._open(session, [opening], now, intents)
        await self.ledger.plan_all(session, intents)
        if live and facilitator_id is not None:
            current.facilitator_id = facilitator_id
        await retro_schedule.schedule(session, retro, now)
        return current

    async def _open(self, session: AsyncSession, openings: Sequence[Opening], now: datetime, intents: Intents) -> Going:
        opened = await open_rounds(session, openings, now, intents)
        rounds = [current for _, current in opened]
        await self.phases.hooks.call(session, rounds, self.phases.hooks.opened)
        await self.phases.set_timers(session, rounds)
        return opened

    async def _go_on(self, session: AsyncSession, rounds: Going, now: datetime) -> None:
        due: dict[str, list[tuple[Retro, RetroRound]]] = defaultdict(list)
        writing = []
        for retro, current in rounds:
            end = phase_end(current)
            if end is not None and end <= now:
                due[current.state].append((retro, current))
            elif current.state == RetroState.COLLECTING:
                writing.append(current)
        await self.phases.reveal(session, due[RetroState.COLLECTING] + due[RetroState.FEW], now)
        await self.phases.start_vote(session, due[RetroState.GROUPING], now)
        await self.phases.end_vote(session, due[RetroState.VOTING], now)
        intents: Intents = defaultdict(list)
        await retro_step.nudge_due(session, writing, self.phases.hooks, now, intents)
        asked = await retro_step.ask_due(session, writing, now, intents)
        for workspace_id, rounds_asked in asked.items():
            # *Reveal now* says how many are still to be asked.
            await self.ledger.refresh(session, workspace_id, [retro_message.board_key(one) for one in rounds_asked])
        await self.phases.set_timers(session, writing)
        await self.ledger.plan_all(session, intents)

    def _hindered(self, retro: Retro, current: RetroRound | None, seen: RetroOutlook) -> Hindrance | None:
        """Return what keeps a round from being opened; `current` is the one that goes on."""
        if current is not None and RetroState(current.state) not in {RetroState.FEW, RetroState.ACTING}:
            return Hindrance.RUNNING
        if not seen.people:
            return Hindrance.NOBODY
        return Hindrance.KEY if retro.anonymous and not self._seal.ready else None


def _of(
    held: Sequence[tuple[Retro, RetroRound | None]], timers: Sequence[DueTimer]
) -> list[tuple[Retro, RetroRound | None]]:
    """Return those that timers are about: one about something of another workspace is about nothing."""
    wanted = {(one.workspace_id, one.subject) for one in timers}
    return [one for one in held if (one[0].workspace_id, str(one[0].id)) in wanted]


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
