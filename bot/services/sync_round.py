"""Rounds of a sync as they go: opened, asked step by step, nudged, closed, summed up."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import IDS, AnyRow, Database, after_commit, rows_of
from bot.delivery.ledger import Intent, Ledger
from bot.domain.sync import RoundPlan
from bot.engine.port import DueTimer
from bot.engine.timers import cancel_timer, set_timers
from bot.engine.upsert import insert_rows
from bot.errors import NotFound, UserError
from bot.metrics import UNCOUNTED, Metrics, RoundEvent
from bot.services import retro_schedule, sync_due, sync_message, sync_schedule
from bot.services.participation import count_closed
from bot.services.pause_read import running
from bot.services.sync_due import Due
from bot.services.sync_lock import STEP, lock_all_openings, lock_prompts, lock_round
from bot.services.sync_opening import carry_on, open_rounds, round_row
from bot.services.sync_step import Intents, ask_due, next_instants, nudge_due
from bot.services.sync_week import thread_of
from bot.tenancy import scoped
from models import Person, Prompt, Ritual, Round

MOST_ANSWERING = 400
"""People who can be answering in the very same moment: ten processes get clicks from Slack, as many may be ending what
they began, and each has up to twenty connections to the database. While more are pending nobody is the last, so that
nobody waits for the others."""

# Put together once: every tick with a sync in it reads these.
_RITUALS = sa.select(Ritual).where(Ritual.id.in_(IDS), Ritual.state == "active", Ritual.next_on.is_not(None))
_ROUNDS = (
    sa.select(Ritual, Round)
    .join(Round, sa.and_(Round.workspace_id == Ritual.workspace_id, Round.ritual_id == Ritual.id))
    .where(Round.id.in_(IDS), Round.state == "open")
)
_SOME_PENDING = sa.select(Prompt.id).where(Prompt.round_id == sa.bindparam("round_id"), Prompt.state == "pending")
_PENDING = sa.select(sa.func.count()).select_from(_SOME_PENDING.limit(MOST_ANSWERING + 1).subquery())
_SLACK_IDS = sa.select(Person.id, Person.slack_id).where(Person.id.in_(IDS))


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
        """Set the next round of every sync and retro anew, after people, teams, zones or working times have changed."""
        await lock_all_openings(session)
        active = sa.select(Ritual).where(Ritual.kind == "sync", Ritual.state == "active").order_by(Ritual.id)
        rituals = await session.scalars(active, execution_options={"populate_existing": True})
        await sync_schedule.move(session, rituals.all(), self.clock.now())
        await retro_schedule.move_all(session, self.clock.now())

    async def open_due(self, session: AsyncSession, timers: Sequence[DueTimer], now: datetime) -> None:
        """Plan what due `sync.open` timers ask for, of however many syncs and workspaces by the same few statements.

        After downtime every round that is overdue follows one rule (domain/round.py, `catch_up`): opened where enough
        answering time is left, else marked missed; the owner hears once of all that were missed. Where people have
        changed so that the round opens later than its timer said, the timer is set again.
        """
        rituals = [ritual for (ritual,) in await _of(session, _RITUALS, timers)]
        due = await sync_due.due(session, rituals, now)
        await sync_schedule.set_next(session, [(one.ritual, one.coming) for one in due])
        await self._miss(session, [one for one in due if one.missed or one.paused], now)
        await self._open(session, [(one.ritual, planned) for one in due for planned in one.opening], now)

    async def step(self, session: AsyncSession, timers: Sequence[DueTimer], now: datetime) -> None:
        """Do what is due in rounds: ask, nudge, close; and set the timers for what comes next."""
        rounds = [(ritual, current) for ritual, current in await _of(session, _ROUNDS, timers)]
        await self._go_on(session, rounds, now, defaultdict(list))

    async def run_now(self, session: AsyncSession, ritual: Ritual) -> Round:
        """Open today's round at once (today as its owner's calendar has it). Raises UserError where it is there."""
        now = self.clock.now()
        if ritual.state == "deleted":
            raise NotFound("This sync was deleted. *New sync* on the *Home* tab sets up another one.")
        today, found = await self.missed_today(session, ritual)
        outlook = await sync_schedule.outlook(session, ritual)
        planned = outlook.round_now(today, now)
        if not planned.turns:
            raise UserError(
                "Nobody who takes part works in the next 24 hours, so nobody was asked. "
                "Please try again on a working day."
            )
        if found is not None:
            # Missed while Drumbeat was down: this is that round.
            await session.delete(found)
            await session.flush()
        [(_, current)] = await self._open(session, [(ritual, planned)], now)
        await self.schedule(session, ritual)
        return current

    async def missed_today(self, session: AsyncSession, ritual: Ritual) -> tuple[date, Round | None]:
        """Return today's date and the round of it that was missed, if any.

        Raises UserError where one took place, and while everything is paused.
        """
        pause = await running(session, self.clock.now())
        if pause is not None:
            raise UserError(
                f"{pause.by} paused everything, so nobody was asked. *Resume everything* on the home tab of the PMO "
                "lets syncs run again."
            )
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

        Whoever was asked sees in their message that nothing is left to do, and that no summary comes.
        """
        now = self.clock.now()
        for current in await self._open_rounds(session, ritual):
            current.state, current.closed_at = "closed", now
            self._count(session, "closed")
            await cancel_timer(session, ritual.workspace_id, STEP, str(current.id))
            keys = await sync_message.asked_keys(session, current)
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
        if await _pending(session, current) > MOST_ANSWERING:
            await self.ledger.refresh(session, prompt.workspace_id, keys)
            return
        # Of the last two to answer at once the second must see the first.
        current, ritual = await lock_round(session, current.id)
        await self.ledger.refresh(session, prompt.workspace_id, keys)
        if ritual.state != "deleted":
            await self._roll_up(session, ritual, current, [prompt])

    async def _open(
        self, session: AsyncSession, planned: Sequence[tuple[Ritual, RoundPlan]], now: datetime
    ) -> list[tuple[Ritual, Round]]:
        intents: dict[str, list[Intent]] = defaultdict(list)
        opened = await open_rounds(session, planned, now, intents)
        for _, current in opened:
            self._count(session, "opened")
            if current.state == "closed":
                self._count(session, "closed")
        await self._go_on(session, opened, now, intents)
        return opened

    def _count(self, session: AsyncSession, event: RoundEvent) -> None:
        after_commit(session, partial(self._metrics.round, event))

    async def _go_on(
        self, session: AsyncSession, rounds: Sequence[tuple[Ritual, Round]], now: datetime, intents: Intents
    ) -> None:
        # Nothing may be left to write when a session that saw several workspaces is to see one of them only.
        await session.flush()
        going = [(ritual, one) for ritual, one in rounds if one.state == "open" and now < one.closes_at]
        for ritual, current in rounds:
            if current.state == "open" and now >= current.closes_at:
                with scoped(session, ritual.workspace_id):
                    await self._close(session, ritual, current, now)
                    await session.flush()
            elif current.state == "closed" and current.rolled_up_at is None:
                with scoped(session, ritual.workspace_id):
                    await self._roll_up(session, ritual, current)
                    await session.flush()
        await nudge_due(session, going, now, intents)
        await ask_due(session, going, now, intents)
        await set_timers(session, STEP, await next_instants(session, going))
        await self.ledger.plan_all(session, intents)

    async def _miss(self, session: AsyncSession, due: Sequence[Due], now: datetime) -> None:
        """Mark rounds as missed, and tell the owners of their syncs, unless somebody paused everything."""
        rows = [round_row(one.ritual, planned, "missed", now) for one in due for planned in (*one.missed, *one.paused)]
        if not rows:
            return
        await session.execute(insert_rows(session, Round, rows))
        for _ in rows:
            self._count(session, "missed")
        due = [one for one in due if one.missed]
        ids = {one.ritual.owner_id for one in due}
        owners = {person.id: person.slack_id for person in await rows_of(session, _SLACK_IDS, ids)}
        told: dict[str, list[Intent]] = defaultdict(list)
        for one in due:
            days = [planned.day for planned in one.missed]
            told[one.ritual.workspace_id].append(sync_message.missed(one.ritual, owners[one.ritual.owner_id], days))
        await self.ledger.plan_all(session, told)

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
        await count_closed(session, current)
        await cancel_timer(session, ritual.workspace_id, STEP, str(current.id))
        await self._roll_up(session, ritual, current)
        await self.ledger.refresh(session, ritual.workspace_id, keys)

    async def _roll_up(
        self, session: AsyncSession, ritual: Ritual, current: Round, changed: Sequence[Prompt] = ()
    ) -> None:
        """Plan the roll-up when the round is closed or nobody is left to answer; refresh one that is there."""
        if current.rolled_up_at is None:
            if current.state == "open" and await _pending(session, current):
                return
            current.rolled_up_at = self.clock.now()
            intents = await sync_message.rollup(session, ritual, current)
            await self.ledger.plan(session, ritual.workspace_id, intents)
            # Where it is there already, it gets a line.
            weeks = [one.key for one in intents if one.kind == sync_message.WEEK]
            await self.ledger.refresh(session, ritual.workspace_id, weeks)
        else:
            thread = await thread_of(session, current.id)
            more, keys = await sync_message.rollup_anew(session, ritual, current, changed, thread)
            await self.ledger.plan(session, ritual.workspace_id, more)
            await self.ledger.refresh(session, ritual.workspace_id, keys)

    async def _open_rounds(self, session: AsyncSession, ritual: Ritual) -> list[Round]:
        rows = sa.select(Round).where(Round.ritual_id == ritual.id, Round.state == "open").order_by(Round.local_date)
        return list(await session.scalars(rows))


async def _pending(session: AsyncSession, current: Round) -> int:
    """Return how many of a round's parties have neither answered nor skipped; of many, more than `MOST_ANSWERING`."""
    return await session.scalar(_PENDING, {"round_id": current.id}) or 0


async def _of(session: AsyncSession, statement: sa.Executable, timers: Sequence[DueTimer]) -> list[AnyRow]:
    """Return the rows that timers are about, in the order of the timers; a row's last entity has the timer's subject.

    A timer about something of another workspace is about nothing.
    """
    found = {row[-1].id: row for row in await rows_of(session, statement, {int(timer.subject) for timer in timers})}
    about = [(timer, found.get(int(timer.subject))) for timer in timers]
    return [row for timer, row in about if row is not None and row[-1].workspace_id == timer.workspace_id]
