"""The plan of a change by time.

Owners are asked when a step is due, whoever answers for the change hears once it is late, and those who come to a
session are reminded.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Ledger
from bot.domain.action_due import late_at
from bot.domain.change_step import LIVE, Answer
from bot.domain.recurrence import instant
from bot.domain.working_time import LOOK_AHEAD, WorkingTime
from bot.engine.port import DueTimer
from bot.engine.timers import set_timer
from bot.services import change_step_message as messages
from bot.services.change_step_read import GOES_ON
from bot.services.pause_read import running
from bot.services.role import pmo_to_tell, pmos
from bot.services.working import working_times
from models import Change, ChangeStep, ChangeStepPerson, Person

DUE, LATE, TOMORROW, SOON = "change_step.due", "change_step.late", "change_step.tomorrow", "change_step.soon"
"""Kinds of the timers; their subject is the step as it was when they were set, of reminders with which date."""

PMO = "pmo"
"""Behind the step in the subject of a `LATE` timer: whoever answers for the change knows, and the PMO hears now."""

STILL = 3
"""Working days after which a step that is still late goes to the PMO."""

QUARTER = timedelta(minutes=15)
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_DATES: Mapping[Answer, str] = {Answer.FIRST: "starts_at", Answer.SECOND: "second_at"}


def subject_of(step: ChangeStep, date: str = "") -> str:
    """Return what the timers of a step as it is now are known by; what is due for an earlier one is passed over."""
    return f"{step.id}:{step.revision}:{date}"


async def schedule(session: AsyncSession, step: ChangeStep, now: datetime) -> None:
    """Set the timers that a step needs as it is now; call it once its revision has grown."""
    await session.flush()
    if step.state not in LIVE:
        return
    owner = await session.get_one(Person, step.owner_id)
    due = _asks_at(await _working(session, owner), step)
    if due > now:
        await set_timer(session, step.workspace_id, DUE, subject_of(step), due)
    if (late := await _late_at(session, step)) > now:
        await set_timer(session, step.workspace_id, LATE, subject_of(step), late)
    else:
        # Whoever answers for the change knows; something was done about it, which may be all that it needs.
        await _tell_pmo_later(session, step, now)
    await schedule_reminders(session, step, now)


async def schedule_reminders(session: AsyncSession, step: ChangeStep, now: datetime) -> None:
    """Set the timers of a session to which people were asked; set again they are moved to the same instants."""
    if step.invited_at is None:
        return
    for answer, column in _DATES.items():
        at: datetime | None = getattr(step, column)
        if at is None or at <= now:
            continue
        for kind, when in ((TOMORROW, at - 4 * _DAY), (SOON, at - QUARTER)):
            await set_timer(session, step.workspace_id, kind, subject_of(step, answer), max(when, now))


async def plan_due(session: AsyncSession, ledger: Ledger, timer: DueTimer, now: datetime) -> None:
    """Ask the owner once when the step is due; whoever is away, and everybody while all is paused, is asked later."""
    step = await _of(session, timer)
    owner = await session.get(Person, step.owner_id) if step else None
    if step is None or owner is None or owner.deactivated:
        return
    working = await _working(session, owner)
    if await running(session, now) is not None or not working.works_on(working.local_date(now)):
        later = late_at(working, working.local_date(now))
        await set_timer(session, timer.workspace_id, DUE, timer.subject, max(later, now + _HOUR))
        return
    await ledger.plan(session, step.workspace_id, [messages.due(step, owner)])


async def plan_late(session: AsyncSession, ledger: Ledger, timer: DueTimer, now: datetime) -> None:
    """Tell whoever answers for the change, once, that a step is late, and some working days later the PMO.

    The page and the home tab show it besides.
    """
    step = await _of(session, timer)
    first = await _answers_for(session, step) if step else None
    if step is None or first is None:
        return
    working = await _working(session, first)
    if await running(session, now) is not None or not working.works_on(working.local_date(now)):
        later = late_at(working, working.local_date(now))
        await set_timer(session, timer.workspace_id, LATE, timer.subject, max(later, now + _HOUR))
        return
    if timer.subject == subject_of(step, PMO):
        told = [one for one in await pmo_to_tell(session) if one.id not in {first.id, step.owner_id}]
        await ledger.plan(session, step.workspace_id, [messages.late(step, one, first) for one in told])
        return
    keys = await messages.shown_in(session, [step.id], (messages.DUE,))
    await ledger.refresh(session, step.workspace_id, keys)
    await ledger.plan(session, step.workspace_id, [messages.late(step, first)])
    await _tell_pmo_later(session, step, now)


async def plan_tomorrow(session: AsyncSession, ledger: Ledger, timer: DueTimer, now: datetime) -> None:
    """Remind those who come of a session as they begin to work on the working day before; come back until it is on."""
    found = await _session_of(session, timer)
    if found is None:
        return
    step, at, answer = found
    if at <= now:
        return
    if await running(session, now) is not None:
        await set_timer(session, timer.workspace_id, TOMORROW, timer.subject, min(now + _HOUR, at))
        return
    people = await _coming(session, step, answer)
    working = await working_times(session, people)
    waits: list[datetime] = []
    intents = []
    for one in people:
        when = day_before(working[one.id], at)
        if when is None or working[one.id].local_date(when) >= working[one.id].local_date(at):
            continue
        if when <= now:
            intents.append(messages.before(step, messages.TOMORROW, one, at.isoformat()))
        else:
            waits.append(when)
    await ledger.plan(session, step.workspace_id, intents)
    # Who answers later is looked for again: each is told once, by the key.
    again = min([*waits, now + 4 * _HOUR])
    if again < at:
        await set_timer(session, timer.workspace_id, TOMORROW, timer.subject, max(again, now + timedelta(minutes=1)))


async def plan_soon(session: AsyncSession, ledger: Ledger, timer: DueTimer, now: datetime) -> None:
    """Remind those who come a quarter of an hour before it begins; never after it has begun."""
    found = await _session_of(session, timer)
    if found is None or found[1] <= now or await running(session, now) is not None:
        return
    step, at, answer = found
    people = await _coming(session, step, answer)
    await ledger.plan(
        session, step.workspace_id, [messages.before(step, messages.SOON, one, at.isoformat()) for one in people]
    )


def day_before(working: WorkingTime, at: datetime) -> datetime | None:
    """Return when somebody begins their last working day before a session; None where there is none near."""
    day = working.local_date(at) - _DAY
    for back in range(4):
        one = day - back * _DAY
        if working.works_on(one):
            return instant(one, working.starts, working.zone)
    return None


def _asks_at(working: WorkingTime, step: ChangeStep) -> datetime:
    """Return when the owner is asked: as the day begins on which it is due, of a session once it is over."""
    last = step.second_at or step.starts_at
    if last is not None:
        return working.next_working(last + timedelta(minutes=step.minutes)) or last + LOOK_AHEAD
    begins = instant(step.due_on, working.starts, working.zone)
    return working.next_working(begins) or begins


async def _late_at(session: AsyncSession, step: ChangeStep) -> datetime:
    reader = await _answers_for(session, step)
    owner = await session.get_one(Person, step.owner_id)
    return late_at(await _working(session, reader or owner), step.due_on)


async def _answers_for(session: AsyncSession, step: ChangeStep) -> Person | None:
    """Return who hears of a late step: the change's owner, else its sponsor, else the PMO; not the step's own owner."""
    change = await session.get_one(Change, step.change_id)
    named = [await session.get_one(Person, one) for one in (change.owner_id, change.sponsor_id)]
    everybody = [*named, *await pmos(session)]
    return next((one for one in everybody if one.id != step.owner_id and not one.deactivated), None)


async def _tell_pmo_later(session: AsyncSession, step: ChangeStep, now: datetime) -> None:
    """Let the PMO hear of a late step, unless something becomes of it; not where they heard of it first."""
    first = await _answers_for(session, step)
    if first is None or first.acts_as_pmo:
        return
    working = await _working(session, first)
    at = now
    for _ in range(STILL):
        at = late_at(working, working.local_date(at))
    await set_timer(session, step.workspace_id, LATE, subject_of(step, PMO), at)


async def _coming(session: AsyncSession, step: ChangeStep, answer: Answer) -> list[Person]:
    rows = (
        sa.select(Person)
        .join(ChangeStepPerson, ChangeStepPerson.person_id == Person.id)
        .where(
            ChangeStepPerson.workspace_id == step.workspace_id,
            ChangeStepPerson.step_id == step.id,
            ChangeStepPerson.answer == answer,
            ChangeStepPerson.did.is_(False),
            Person.workspace_id == step.workspace_id,
            Person.deactivated.is_(False),
        )
        .order_by(Person.id)
    )
    return list(await session.scalars(rows))


async def _session_of(session: AsyncSession, timer: DueTimer) -> tuple[ChangeStep, datetime, Answer] | None:
    step = await _of(session, timer)
    answer = Answer(timer.subject.rpartition(":")[2])
    at: datetime | None = getattr(step, _DATES[answer]) if step is not None else None
    return None if step is None or at is None else (step, at, answer)


async def _of(session: AsyncSession, timer: DueTimer) -> ChangeStep | None:
    """Return the step of a timer; None where it was changed or settled since, or its change does not go on."""
    step_id, revision, _ = timer.subject.split(":")
    rows = (
        sa.select(ChangeStep)
        .join(Change, sa.and_(Change.workspace_id == ChangeStep.workspace_id, Change.id == ChangeStep.change_id))
        .where(ChangeStep.workspace_id == timer.workspace_id, ChangeStep.id == int(step_id), GOES_ON)
    )
    step = (await session.scalars(rows)).one_or_none()
    return step if step is not None and step.revision == int(revision) and step.state in LIVE else None


async def _working(session: AsyncSession, person: Person) -> WorkingTime:
    return (await working_times(session, [person]))[person.id]
