"""Actions by time: reminders before the day, questions after it, and what becomes of those that are long open."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Intent, Ledger
from bot.domain.action import LIVE
from bot.domain.action import Action as Shown
from bot.domain.action_due import late_at, remind_at
from bot.domain.working_time import LOOK_AHEAD, WorkingTime
from bot.engine.port import DueTimer
from bot.engine.timers import set_timer, set_timers
from bot.services import action_message
from bot.services.pause_read import running
from bot.services.working import working_times
from models import Action, Delivery, Person, Timer

REMINDS, ASKS = "action.due", "action.late"
"""Kinds of the timers; their subject is the action as it was when they were set."""

LONG_OPEN = "action.long_open"
"""Kind of the timer that asks what becomes of an action that several retros have carried over."""

_HOUR = timedelta(hours=1)


def subject_of(action: Action) -> str:
    """Return what the timers of an action as it is now are known by.

    Each change has timers of its own, and what is due for an earlier one is passed over: nobody who changes an action
    waits for a tick that has its timer in hand.
    """
    return f"{action.id}:{action.revision}"


async def schedule(session: AsyncSession, action: Action, now: datetime) -> None:
    """Set the timers that an action needs as it is now; call it once its revision has grown."""
    await session.flush()
    if action.state not in LIVE or action.due_on is None:
        return
    working = await _working(session, await session.get_one(Person, action.owner_id))
    at = remind_at(working, action.due_on, now)
    if at is not None:
        await set_timer(session, action.workspace_id, REMINDS, subject_of(action), at)
    asks = late_at(working, action.due_on)
    if asks > now:
        await set_timer(session, action.workspace_id, ASKS, subject_of(action), asks)


async def plan_reminder(session: AsyncSession, ledger: Ledger, timer: DueTimer, now: datetime) -> None:
    """Plan the one message before the day; whoever is away by now hears of it as they are back, if that is in time."""
    found = await _of(session, timer)
    if found is None:
        return
    action, owner, working = found
    paused = await running(session, now) is not None
    if paused or not working.works_on(working.local_date(now)):
        at = remind_at(working, action.due_on, now) if action.due_on else None
        if at is not None:
            await set_timer(session, timer.workspace_id, REMINDS, timer.subject, at)
        return
    await ledger.plan(session, action.workspace_id, [action_message.due(action, owner)])


async def plan_question(session: AsyncSession, ledger: Ledger, timer: DueTimer, now: datetime) -> None:
    """Plan the one question after the day; whoever is away, and everybody while all is paused, is asked later."""
    found = await _of(session, timer)
    if found is None:
        return
    action, owner, working = found
    paused = await running(session, now) is not None
    if paused or not working.works_on(working.local_date(now)):
        later = late_at(working, working.local_date(now))
        await set_timer(session, timer.workspace_id, ASKS, timer.subject, max(later, now + _HOUR))
        return
    await ledger.plan(session, action.workspace_id, [action_message.late(action, owner)])


async def ask_long_open(
    session: AsyncSession, ledger: Ledger, long_open: Sequence[tuple[Action, Person]], now: datetime
) -> None:
    """Ask owners what becomes of what is open for long: those who work at once, the others as they begin to."""
    if not long_open:
        return
    working = await working_times(session, [owner for _, owner in long_open])
    asked: dict[str, list[Intent]] = defaultdict(list)
    later = {}
    for action, owner in long_open:
        at = _begins(working[owner.id], now)
        if at <= now:
            asked[action.workspace_id].append(action_message.carried(action, owner))
        else:
            later[action.workspace_id, _long_open_subject(action.id, action.carried, owner)] = at
    await set_timers(session, LONG_OPEN, later)
    await ledger.plan_all(session, asked)


async def plan_long_open(session: AsyncSession, ledger: Ledger, timer: DueTimer, now: datetime) -> None:
    """Plan the question that waited for its owner to work; never while all is paused."""
    action_id, carried, owner_id = (int(one) for one in timer.subject.split(":"))
    found = await _owned(session, timer.workspace_id, action_id)
    if found is None:
        return
    action, owner = found
    if (action.carried, owner.id) != (carried, owner_id) or action.state not in LIVE or owner.deactivated:
        return
    working = await _working(session, owner)
    paused = await running(session, now) is not None
    at = _begins(working, now + _HOUR) if paused else _begins(working, now)
    if paused or at > now:
        await set_timer(session, timer.workspace_id, LONG_OPEN, timer.subject, at)
        return
    await ledger.plan(session, action.workspace_id, [action_message.carried(action, owner)])


async def still_asked(session: AsyncSession, owner: Person, long_open: Sequence[Shown]) -> set[int]:
    """Return about which of somebody's long open actions they are asked, or will be as they begin to work.

    Not about those that they have changed since, or that another was asked about and gave them.
    """
    if not long_open:
        return set()
    keys = {action_message.carried_key(one.id, owner, one.carried): one for one in long_open}
    sent = sa.select(Delivery.key, Delivery.subject).where(Delivery.workspace_id == owner.workspace_id)
    asked = [
        keys[key]
        for key, subject in await session.execute(sent.where(Delivery.key.in_(keys)))
        if keys[key].revision == subject.get("revision", keys[key].revision)
    ]
    subjects = {_long_open_subject(one.id, one.carried, owner): one for one in long_open}
    waits = sa.select(Timer.subject).where(Timer.workspace_id == owner.workspace_id, Timer.kind == LONG_OPEN)
    waiting = await session.scalars(waits.where(Timer.state == "pending", Timer.subject.in_(subjects)))
    return {one.id for one in [*asked, *(subjects[subject] for subject in waiting)]}


def _long_open_subject(action_id: int, carried: int, owner: Person) -> str:
    return f"{action_id}:{carried}:{owner.id}"


def _begins(working: WorkingTime, at: datetime) -> datetime:
    """Return when somebody works from `at` on; where that is further ahead than can be counted, when to look again."""
    return working.next_working(at) or at + LOOK_AHEAD


async def _owned(session: AsyncSession, workspace_id: str, action_id: int) -> tuple[Action, Person] | None:
    rows = sa.select(Action, Person).join(Person, Person.id == Action.owner_id)
    mine = (Action.workspace_id == workspace_id, Action.id == action_id)
    found = (await session.execute(rows.where(*mine))).one_or_none()
    return None if found is None else (found[0], found[1])


async def _of(session: AsyncSession, timer: DueTimer) -> tuple[Action, Person, WorkingTime] | None:
    """Return the action of a timer with its owner; None where it was changed or settled since, or is gone."""
    found = await _owned(session, timer.workspace_id, int(timer.subject.partition(":")[0]))
    if found is None:
        return None
    action, owner = found
    if subject_of(action) != timer.subject or action.state not in LIVE or owner.deactivated:
        return None
    return action, owner, await _working(session, owner)


async def _working(session: AsyncSession, person: Person) -> WorkingTime:
    return (await working_times(session, [person]))[person.id]
