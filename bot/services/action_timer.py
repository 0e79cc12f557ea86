"""Actions by time: before the day its owner is reminded once, and after it asked once what became of it."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Ledger
from bot.domain.action import LIVE
from bot.domain.action_due import late_at, remind_at
from bot.domain.working_time import WorkingTime
from bot.engine.port import DueTimer
from bot.engine.timers import set_timer
from bot.services import action_message
from bot.services.pause_read import running
from bot.services.working import working_times
from models import Action, Person

REMINDS, ASKS = "action.due", "action.late"
"""Kinds of the timers; their subject is the action as it was when they were set."""


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
        await set_timer(session, timer.workspace_id, ASKS, timer.subject, max(later, now + timedelta(hours=1)))
        return
    await ledger.plan(session, action.workspace_id, [action_message.late(action, owner)])


async def _of(session: AsyncSession, timer: DueTimer) -> tuple[Action, Person, WorkingTime] | None:
    """Return the action of a timer with its owner; None where it was changed or settled since, or is gone."""
    rows = sa.select(Action, Person).join(Person, Person.id == Action.owner_id)
    mine = (Action.workspace_id == timer.workspace_id, Action.id == int(timer.subject.partition(":")[0]))
    found = (await session.execute(rows.where(*mine))).one_or_none()
    if found is None:
        return None
    action, owner = found
    if subject_of(action) != timer.subject or action.state not in LIVE or owner.deactivated:
        return None
    return action, owner, await _working(session, owner)


async def _working(session: AsyncSession, person: Person) -> WorkingTime:
    return (await working_times(session, [person]))[person.id]
