"""Rounds of a sync as they go: opened, asked step by step, nudged, closed, summed up."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database, after_commit
from bot.delivery.ledger import Ledger
from bot.domain.round import CatchUp, catch_up
from bot.domain.sync import RoundPlan, found_late
from bot.engine.port import DueTimer
from bot.engine.timers import cancel_timer, set_timer
from bot.errors import NotFound, UserError
from bot.metrics import UNCOUNTED, Metrics, RoundEvent
from bot.services import sync_message, sync_schedule
from bot.services.sync_lock import STEP, lock_all_openings, lock_prompts, lock_round
from bot.services.sync_opening import carry_on, open_round
from bot.services.sync_step import ask_due, next_instant, nudge_due
from models import Person, Prompt, Ritual, Round


class SyncRounds:
    """What happens in the rounds of syncs, inside the transaction of whoever calls."""

    def __init__(self, database: Database, clock: Clock, ledger: Ledger, metrics: Metrics = UNCOUNTED) -> None:
        """Keep what it works with; rounds are counted."""
        self.database = database
        self.clock = clock
        self.ledger = ledger
        self._metrics = metrics

    async def schedule(self, session: AsyncSession, ritual: Ritual) -> None:
        """Set or move the timer of the next round, after a sync was saved, resumed, paused or deleted."""
        await sync_schedule.schedule(session, ritual, self.clock.now())

    async def move_all(self, session: AsyncSession) -> None:
        """Set the next round of every sync anew, after people, teams, zones or working times may have changed."""
        await lock_all_openings(session)
        active = sa.select(Ritual).where(Ritual.kind == "sync", Ritual.state == "active").order_by(Ritual.id)
        for ritual in await session.scalars(active, execution_options={"populate_existing": True}):
            await sync_schedule.move(session, ritual, self.clock.now())

    async def open_due(self, session: AsyncSession, timer: DueTimer, now: datetime) -> None:
        """Plan what a due `sync.open` timer asks for.

        After downtime every round that is overdue follows one rule (domain/round.py, `catch_up`): opened where enough
        answering time is left, else marked missed; the owner hears once of all that were missed. Where people have
        changed so that the round opens later than its timer said, the timer is set again.
        """
        ritual = await session.get(Ritual, int(timer.subject))
        if ritual is None or ritual.state != "active" or ritual.next_on is None:
            return
        missed: list[date] = []
        taken = await sync_schedule.dates_taken(session, ritual, ritual.next_on)
        outlook = await sync_schedule.outlook(session, ritual)
        day: date | None = ritual.next_on
        coming: RoundPlan | None = None
        while day is not None:
            coming = None if day in taken else outlook.round_of(day)
            if coming is not None and coming.opens_at > now:
                break
            if coming is not None and catch_up(coming.opens_at, coming.closes_at, now) is CatchUp.OPEN:
                people = outlook.audience.people
                late = found_late(outlook.plan, coming, people, now)
                opened = await self._open(session, ritual, late, now)
                await self._go_on(session, ritual, opened, now)
            elif coming is not None:
                session.add(_missed_round(ritual, coming, now))
                self._count(session, "missed")
                missed.append(day)
            day = outlook.rule.next(day)
        await sync_schedule.set_next(session, ritual, coming)
        if missed:
            owner = await session.get_one(Person, ritual.owner_id)
            await self.ledger.plan(session, ritual.workspace_id, [sync_message.missed(ritual, owner.slack_id, missed)])

    async def step(self, session: AsyncSession, timer: DueTimer, now: datetime) -> None:
        """Do what is due in a round: ask, nudge, close; and set the timer for what comes next."""
        current = await session.get(Round, int(timer.subject))
        if current is None or current.state != "open":
            return
        ritual = await session.get_one(Ritual, current.ritual_id)
        await self._go_on(session, ritual, current, now)

    async def run_now(self, session: AsyncSession, ritual: Ritual) -> Round:
        """Open today's round at once (today as its owner's calendar has it). Raises UserError where it is there."""
        now = self.clock.now()
        if ritual.state == "deleted":
            raise NotFound("This sync was deleted. *New sync* on the *Home* tab sets up another one.")
        today, found = await self.missed_today(session, ritual)
        outlook = await sync_schedule.outlook(session, ritual)
        planned = outlook.round_of(today, now=now)
        if not planned.turns:
            raise UserError(
                "Nobody who takes part works in the next 24 hours, so nobody was asked. "
                "Please try again on a working day."
            )
        if found is not None:
            # Missed while Drumbeat was down: this is that round.
            await session.delete(found)
            await session.flush()
        opened = await self._open(session, ritual, planned, now)
        await self._go_on(session, ritual, opened, now)
        await self.schedule(session, ritual)
        return opened

    async def missed_today(self, session: AsyncSession, ritual: Ritual) -> tuple[date, Round | None]:
        """Return today's date and the round of it that was missed, if any. Raises UserError where one took place."""
        owner = await session.get_one(Person, ritual.owner_id)
        today = self.clock.now().astimezone(ZoneInfo(ritual.zone or owner.zone)).date()
        found = await session.scalar(sa.select(Round).where(Round.ritual_id == ritual.id, Round.local_date == today))
        if found is not None and found.state != "missed":
            stands = "is open already" if found.state == "open" else "took place today already"
            raise UserError(f"{ritual.name} {stands}, so nobody was asked again.")
        return today, found

    async def close_now(self, session: AsyncSession, ritual: Ritual) -> None:
        """Close what is open of a sync (a daily one may have two rounds open). Raises UserError where nothing is."""
        rounds = await self._open_rounds(session, ritual)
        if not rounds:
            raise UserError(f"{ritual.name} is not open now, so there is nothing to close.")
        for current in rounds:
            await self._close(session, ritual, current, self.clock.now())

    async def drop_open_rounds(self, session: AsyncSession, ritual: Ritual) -> None:
        """Close what is open of a deleted sync without a summary; what was answered stays stored.

        Whoever was asked and has not answered sees in their message that nothing is left to do.
        """
        now = self.clock.now()
        for current in await self._open_rounds(session, ritual):
            current.state, current.closed_at = "closed", now
            self._count(session, "closed")
            await cancel_timer(session, ritual.workspace_id, STEP, str(current.id))
            keys = await sync_message.asked_keys(session, current, unanswered=True)
            await self.ledger.refresh(session, ritual.workspace_id, keys)

    async def settle(self, session: AsyncSession, prompt: Prompt) -> None:
        """Show what changed in `prompt` (its state, answer or additions): in its messages and in the roll-up.

        Where its party is asked again already, the newer prompt carries the changed plan. Call it in the transaction
        of the change. When all have answered the roll-up is planned at once.
        """
        await session.flush()
        current = await session.get_one(Round, prompt.round_id)
        keys = await sync_message.prompt_keys(session, prompt)
        for later in await carry_on(session, prompt, current):
            keys += await sync_message.prompt_keys(session, later)
        # Of the last two to answer at once the second must see the first.
        current, ritual = await lock_round(session, current.id)
        await self.ledger.refresh(session, prompt.workspace_id, keys)
        if ritual.state != "deleted":
            await self._roll_up(session, ritual, current, [prompt])

    async def _open(self, session: AsyncSession, ritual: Ritual, planned: RoundPlan, now: datetime) -> Round:
        opened = await open_round(session, ritual, planned, now)
        self._count(session, "opened")
        if opened.state == "closed":
            self._count(session, "closed")
        return opened

    def _count(self, session: AsyncSession, event: RoundEvent) -> None:
        after_commit(session, partial(self._metrics.round, event))

    async def _go_on(self, session: AsyncSession, ritual: Ritual, current: Round, now: datetime) -> None:
        await session.flush()
        if current.state == "open" and now >= current.closes_at:
            await self._close(session, ritual, current, now)
        if current.state == "closed":
            if current.rolled_up_at is None:
                await self._roll_up(session, ritual, current)
            return
        intents = await nudge_due(session, ritual, current, now)
        intents += await ask_due(session, current, now)
        await self.ledger.plan(session, ritual.workspace_id, intents)
        await session.flush()
        await set_timer(session, ritual.workspace_id, STEP, str(current.id), await next_instant(session, current))

    async def _close(self, session: AsyncSession, ritual: Ritual, current: Round, now: datetime) -> None:
        await session.flush()
        await lock_prompts(session, current.id)
        await lock_round(session, current.id)
        current.state, current.closed_at = "closed", now
        self._count(session, "closed")
        current.closes_at = min(current.closes_at, now)
        # Answered ones too: what they say of editing is over.
        keys = await sync_message.asked_keys(session, current)
        await session.execute(
            sa.update(Prompt).where(Prompt.round_id == current.id, Prompt.state == "pending").values(state="missed")
        )
        await session.flush()
        await cancel_timer(session, ritual.workspace_id, STEP, str(current.id))
        await self._roll_up(session, ritual, current)
        await self.ledger.refresh(session, ritual.workspace_id, keys)

    async def _roll_up(
        self, session: AsyncSession, ritual: Ritual, current: Round, changed: Sequence[Prompt] = ()
    ) -> None:
        """Plan the roll-up when the round is closed or nobody is left to answer; refresh one that is there."""
        if current.rolled_up_at is None:
            pending = await session.scalar(
                sa.select(sa.func.count()).where(Prompt.round_id == current.id, Prompt.state == "pending")
            )
            if current.state == "open" and pending:
                return
            current.rolled_up_at = self.clock.now()
            await self.ledger.plan(session, ritual.workspace_id, await sync_message.rollup(session, ritual, current))
        else:
            thread = await self.ledger.below(session, sync_message.rollup_key(current.id))
            more, keys = await sync_message.rollup_anew(session, ritual, current, changed, thread)
            await self.ledger.plan(session, ritual.workspace_id, more)
            await self.ledger.refresh(session, ritual.workspace_id, keys)

    async def _open_rounds(self, session: AsyncSession, ritual: Ritual) -> list[Round]:
        rows = sa.select(Round).where(Round.ritual_id == ritual.id, Round.state == "open").order_by(Round.local_date)
        return list(await session.scalars(rows))


def _missed_round(ritual: Ritual, planned: RoundPlan, now: datetime) -> Round:
    return Round(
        ritual_id=ritual.id,
        local_date=planned.day,
        state="missed",
        opens_at=planned.opens_at,
        closes_at=planned.closes_at,
        questions=ritual.questions,
        created_at=now,
    )
