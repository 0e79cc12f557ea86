"""Blockers by time: whom they wait on is told after a moment, and their owner reminded once a date has passed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Ledger
from bot.domain.blocker import State
from bot.domain.recurrence import instant
from bot.engine.port import DueTimer
from bot.engine.timers import set_timer
from bot.services import blocker_message
from bot.services.blocker_place import tell_all
from bot.services.blocker_read import IS_LIVE, on_of
from bot.services.working import working_times
from bot.tenancy import scoped
from models import Blocker, Person, Timer

REMIND = "blocker.remind"
"""The kind of timer at which an owner is reminded; its subject is the blocker's id."""


async def remind_after(session: AsyncSession, blocker: Blocker, owner: Person) -> None:
    """Remind `owner` once in the first working hours after the blocker's date, unless it is done by then."""
    assert blocker.due_on is not None  # noqa: S101 - it has just been taken
    times = (await working_times(session, [owner]))[owner.id]
    at = times.next_working(instant(blocker.due_on + timedelta(days=1), time(0), times.zone))
    if at is not None:
        await set_timer(session, blocker.workspace_id, REMIND, str(blocker.id), at)


async def hold_reminders(session: AsyncSession, blocker_ids: Iterable[int]) -> None:
    """Hold these blockers' timers; call it before they are held: the tick holds a timer first, then its blocker."""
    subjects = [str(one) for one in blocker_ids]
    rows = sa.select(Timer.id).where(Timer.kind == REMIND, Timer.subject.in_(subjects)).order_by(Timer.id)
    await session.execute(rows.with_for_update())


async def remind_later(session: AsyncSession, blocker: Blocker, now: datetime) -> None:
    """Remind who took a blocker that now stands for itself or others, unless nobody did or its date has passed."""
    if blocker.state == State.TAKEN and blocker.owner_id is not None and blocker.due_on is not None:
        owner = await session.get_one(Person, blocker.owner_id)
        if blocker.due_on >= now.astimezone(ZoneInfo(owner.zone)).date():
            await remind_after(session, blocker, owner)


class BlockerTimes:
    """Plans what is due about blockers."""

    def __init__(self, ledger: Ledger) -> None:
        """Plan messages in `ledger`."""
        self._ledger = ledger

    async def tell(self, session: AsyncSession, timers: Sequence[DueTimer], now: datetime) -> None:
        """Tell whom blockers wait on, those of a workspace together, unless they were taken back meanwhile.

        When a whole company answers within the same minutes, they are due by the hundred.
        """
        due: defaultdict[str, list[int]] = defaultdict(list)
        for timer in timers:
            due[timer.workspace_id].append(int(timer.subject))
        for workspace_id, blocker_ids in due.items():
            with scoped(session, workspace_id):
                await self._tell(session, blocker_ids, now)
                await session.flush()
            session.expunge_all()

    async def _tell(self, session: AsyncSession, blocker_ids: Sequence[int], now: datetime) -> None:
        untold = sa.select(Blocker).where(Blocker.id.in_(blocker_ids), IS_LIVE, Blocker.told_at.is_(None))
        blockers = list(await session.scalars(untold.order_by(Blocker.id).with_for_update()))
        for one in blockers:
            one.told_at = now
        await session.flush()
        # Whoever looks themselves after what is to come from outside knows.
        telling = [one for one in blockers if on_of(one).person != one.raiser_id]
        await tell_all(session, self._ledger, telling, now)
        await blocker_message.refresh(session, self._ledger, blockers)

    async def was_reminded(self, session: AsyncSession, blocker_id: int, day: date) -> bool:
        """Tell whether the reminder of this date has been posted."""
        return await self._ledger.where(session, blocker_message.due_key(blocker_id, day)) is not None

    async def remind(self, session: AsyncSession, timer: DueTimer, now: datetime) -> None:  # noqa: ARG002 (a planner's)
        """Remind the owner of a blocker that is past its date."""
        blocker = await _locked(session, timer)
        if blocker is None or blocker.state != State.TAKEN or blocker.due_on is None or blocker.owner_id is None:
            return
        if blocker.merged_into_id is not None:
            return  # It has the date of the one that stands for it, which has a timer of its own.
        owner = await session.get_one(Person, blocker.owner_id)
        if not owner.deactivated:
            intent = blocker_message.due(blocker.id, blocker.due_on, owner.slack_id)
            await self._ledger.plan(session, blocker.workspace_id, [intent])


async def _locked(session: AsyncSession, timer: DueTimer) -> Blocker | None:
    found: Blocker | None = await session.scalar(
        sa.select(Blocker).where(Blocker.id == int(timer.subject)).with_for_update()
    )
    return found
