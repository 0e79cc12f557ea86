"""New answers of a change go to all whom it affects, together and at most once a week.

Whoever asked without a name reads theirs there, too.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Ledger
from bot.domain.change_question import Question, State
from bot.engine.port import DueTimer
from bot.engine.timers import set_timer
from bot.errors import NotFound
from bot.services import change_question_message as messages
from bot.services.change_question_read import QUESTIONS, shown
from bot.services.pause_read import running
from bot.services.stakeholder import members_of
from bot.services.working import working_times
from models import Change, ChangeQuestion, Person, StakeholderGroup, Timer

GATHERS = "change_question.answers"
"""Kind of the timer. Its subject is the change; of answers that are going out, with the instant at which they began to,
and the one at which those begin to work who read them now."""

GATHERED = timedelta(days=1)
"""How long the first answer waits for others."""

APART = timedelta(days=7)

_TOLD = (
    ChangeQuestion.public,
    ChangeQuestion.state.in_((State.ANSWERED, State.WILL_DO, State.WONT)),
    ChangeQuestion.change_id == sa.bindparam("of_change"),
)


async def schedule_answers(session: AsyncSession, workspace_id: str, change_id: int, now: datetime) -> None:
    """Let the new answers of a change go out: a day from the first one, but never within a week of those before."""
    waits = sa.select(Timer.id).where(Timer.kind == GATHERS, Timer.subject == str(change_id), Timer.state == "pending")
    if await session.scalar(waits) is not None:
        return
    last = sa.select(sa.func.max(ChangeQuestion.digested_at)).where(ChangeQuestion.change_id == change_id)
    before = await session.scalar(last)
    at = max(now + GATHERED, before + APART) if before else now + GATHERED
    await set_timer(session, workspace_id, GATHERS, str(change_id), at)


async def plan_answers(session: AsyncSession, ledger: Ledger, timer: DueTimer, now: datetime) -> None:
    """Say which answers go out together, and plan their message for everybody as their next working hours begin."""
    change_id, _, run = timer.subject.partition(":")
    change = await session.get(Change, int(change_id))
    if change is None or change.state not in {"announced", "in_progress", "embedded"}:
        return
    if await running(session, now) is not None:
        await set_timer(session, timer.workspace_id, GATHERS, timer.subject, now + GATHERED)
        return
    began, _, when = run.partition(":")
    at = _instant(began) if began else now.replace(microsecond=0)
    if not began:
        fresh = sa.update(ChangeQuestion).where(*_TOLD, ChangeQuestion.digested_at.is_(None))
        await session.execute(fresh.values(digested_at=at), {"of_change": change.id})
    readers = await _readers(session, change.id)
    working = await working_times(session, readers)
    begins = {one.id: working[one.id].next_working(at) for one in readers}
    if not began:
        for each in {one for one in begins.values() if one is not None and at < one < at + APART}:
            subject = f"{change.id}:{int(at.timestamp())}:{int(each.timestamp())}"
            await set_timer(session, timer.workspace_id, GATHERS, subject, each)
    turn = _instant(when) if when else at
    ids = await _ids(session, change.id, at)
    knows = await _who_knows(session, ids)
    here = [(one.id, one.slack_id) for one in readers if begins[one.id] == turn and one.id not in knows]
    if ids and here:
        await ledger.plan(session, timer.workspace_id, messages.answers(change.id, at.date(), ids, here))


async def new_answers(
    session: AsyncSession, change_id: int, question_ids: Sequence[str]
) -> tuple[str, Sequence[Question]]:
    """Return the change's name, and what a message about its new answers shows as it is now. Raises NotFound."""
    rows = QUESTIONS.where(ChangeQuestion.id.in_(question_ids), ChangeQuestion.public)
    found = [shown(row) for row in await session.execute(rows)]
    left = sorted((one for one in found if one.state.has_outcome), key=lambda one: question_ids.index(one.id))
    change = await session.get(Change, change_id)
    if change is None or not left:
        raise NotFound("These answers are not shown to all any more.")
    return change.name, left


async def _ids(session: AsyncSession, change_id: int, at: datetime) -> list[str]:
    rows = sa.select(ChangeQuestion.id).where(*_TOLD, ChangeQuestion.digested_at == at).order_by(ChangeQuestion.id)
    return list(await session.scalars(rows, {"of_change": change_id}))


async def _who_knows(session: AsyncSession, ids: Sequence[str]) -> set[int]:
    """Return who has nothing to learn from these answers: each of them they gave, or got when it was given."""
    rows = sa.select(ChangeQuestion.asked_by_id, ChangeQuestion.answered_by_id).where(ChangeQuestion.id.in_(ids))
    who = [{one for one in row if one is not None} for row in await session.execute(rows)]
    return set.intersection(*who) if who else set()


async def _readers(session: AsyncSession, change_id: int) -> list[Person]:
    groups = list(await session.scalars(sa.select(StakeholderGroup.id).where(StakeholderGroup.change_id == change_id)))
    members = await members_of(session, groups)
    wanted = {one for of in members.values() for one in of}
    rows = sa.select(Person).where(Person.deactivated.is_(False)).order_by(Person.id)
    return [one for one in await session.scalars(rows) if one.id in wanted]


def _instant(timestamp: str) -> datetime:
    return datetime.fromtimestamp(int(timestamp), UTC)
