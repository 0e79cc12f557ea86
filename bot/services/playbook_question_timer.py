"""Questions by time: who is to answer is reminded once, and whoever asked hears when there is no answer."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Intent, Ledger
from bot.domain.decision_due import remind_at
from bot.domain.playbook_question import late_at
from bot.engine.port import DueTimer
from bot.engine.timers import set_timer
from bot.services.playbook_message import DUE, LATE, question_key
from bot.services.working import working_times
from models import Person, PlaybookQuestion

REMINDS, TELLS = "playbook.due", "playbook.late"
"""Kinds of the timers; their subject is the question with its revision: what was set before a change is passed over."""


async def schedule_question(session: AsyncSession, question: PlaybookQuestion, now: datetime) -> None:
    """Set the timers of an open question."""
    await session.flush()
    owner = await session.get_one(Person, question.owner_id)
    asker = await session.get_one(Person, question.asked_by_id)
    working = await working_times(session, [owner, asker])
    subject = f"{question.id}:{question.revision}"
    due, late = remind_at(working[owner.id], question.due_on, now), late_at(working[asker.id], question.due_on)
    for kind, at in ((REMINDS, due), (TELLS, late)):
        if at is not None:
            await set_timer(session, question.workspace_id, kind, subject, at)


async def plan_reminder(session: AsyncSession, ledger: Ledger, timer: DueTimer, now: datetime) -> None:  # noqa: ARG001 (as every planner)
    """Remind who is to answer, unless they asked it themselves."""
    question = await _of(session, timer)
    if question is not None and question.owner_id != question.asked_by_id:
        await _tell(session, ledger, question, DUE, question.owner_id)


async def plan_late(session: AsyncSession, ledger: Ledger, timer: DueTimer, now: datetime) -> None:  # noqa: ARG001 (as every planner)
    """Tell whoever asked that there is no answer yet, and what they can do."""
    question = await _of(session, timer)
    if question is not None:
        await _tell(session, ledger, question, LATE, question.asked_by_id)


async def _tell(session: AsyncSession, ledger: Ledger, question: PlaybookQuestion, kind: str, person_id: int) -> None:
    person = await session.get_one(Person, person_id)
    if not person.deactivated:
        subject = {"question": question.id, "owner": question.owner_id}
        intent = Intent(question_key(kind, question), kind, subject, person.slack_id)
        await ledger.plan(session, question.workspace_id, [intent])


async def _of(session: AsyncSession, timer: DueTimer) -> PlaybookQuestion | None:
    question = await session.get(PlaybookQuestion, int(timer.subject.partition(":")[0]))
    if question is None or question.state != "open" or timer.subject != f"{question.id}:{question.revision}":
        return None
    return question
