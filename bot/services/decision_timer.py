"""Decisions by time: the day before one is due its owner is reminded once, and on its day one is looked at again."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Intent, Ledger
from bot.domain.decision import DecisionState
from bot.domain.decision_due import remind_at, review_at
from bot.domain.working_time import WorkingTime
from bot.engine.port import DueTimer
from bot.engine.timers import set_timer
from bot.services.decision_message import DUE, REVIEW, due_key, review_key
from bot.services.role import pmos
from bot.services.working import working_times
from models import Decision, Person, Ritual

REMINDS, REVIEWS = "decision.due", "decision.review"
"""Kinds of the timers; their subject is the decision as it was when they were set."""


def subject_of(decision: Decision) -> str:
    """Return what the timers of a decision as it is now are known by.

    Each change has timers of its own, and what is due for an earlier one is passed over: nobody who changes a decision
    waits for a tick that has its timer in hand, while the tick waits for the update in which the change is made.
    """
    return f"{decision.id}:{decision.revision}"


async def schedule(session: AsyncSession, decision: Decision, now: datetime) -> None:
    """Set the timers that a decision needs as it is now; call it once its revision has grown."""
    await session.flush()
    needed = decision.state == DecisionState.NEEDED and decision.due_on is not None
    owner = await session.get_one(Person, decision.owner_id)
    due = remind_at(await _working(session, owner), decision.due_on, now) if needed and decision.due_on else None
    decided = decision.state == DecisionState.DECIDED and decision.review_on is not None
    settler = await session.get(Person, decision.settled_by_id) if decided else None
    again = review_at(await _working(session, settler), decision.review_on) if settler and decision.review_on else None
    for kind, at in ((REMINDS, due), (REVIEWS, again)):
        if at is not None:
            await set_timer(session, decision.workspace_id, kind, subject_of(decision), at)


async def plan_reminder(session: AsyncSession, ledger: Ledger, timer: DueTimer, now: datetime) -> None:
    """Plan the one message to the owner of a decision that is still needed, unless they asked for it themselves."""
    decision = await _of(session, timer)
    if decision is None or decision.state != DecisionState.NEEDED or decision.owner_id == decision.raised_by_id:
        return
    owner = await session.get_one(Person, decision.owner_id)
    working = await _working(session, owner)
    if not working.works_on(working.local_date(now)):
        # Away dates that were noted meanwhile, or another owner.
        await schedule(session, decision, now)
        return
    if not owner.deactivated:
        subject = {"decision": decision.id, "owner": owner.id}
        intent = Intent(due_key(decision), DUE, subject, owner.slack_id)
        await ledger.plan(session, timer.workspace_id, [intent])


async def plan_review(session: AsyncSession, ledger: Ledger, timer: DueTimer, now: datetime) -> None:  # noqa: ARG001 (as every planner)
    """Plan the message in which whoever decided looks at it again; of somebody who left, the owner of the sync does."""
    decision = await _of(session, timer)
    if decision is None or decision.state != DecisionState.DECIDED or decision.review_on is None:
        return
    reviewer = await reviewer_of(session, decision)
    if reviewer is not None:
        subject = {"decision": decision.id, "on": decision.review_on.isoformat()}
        intent = Intent(review_key(decision), REVIEW, subject, reviewer.slack_id)
        await ledger.plan(session, timer.workspace_id, [intent])


async def reviewer_of(session: AsyncSession, decision: Decision) -> Person | None:
    """Return who looks at a decision again: whoever decided, else the owner of the sync, else the PMO; None: nobody."""
    owner = sa.select(Ritual.owner_id).where(Ritual.id == decision.ritual_id)
    for person_id in (decision.settled_by_id, await session.scalar(owner)):
        person = await session.get(Person, person_id) if person_id else None
        if person is not None and not person.deactivated:
            return person
    return next(iter(await pmos(session)), None)


async def _of(session: AsyncSession, timer: DueTimer) -> Decision | None:
    """Return the decision of a timer; None where it was changed since, or is gone."""
    decision = await session.get(Decision, int(timer.subject.partition(":")[0]))
    return decision if decision is not None and subject_of(decision) == timer.subject else None


async def _working(session: AsyncSession, person: Person) -> WorkingTime:
    return (await working_times(session, [person]))[person.id]
