"""Taking back what one asked or suggested: its words are gone, and whoever asked the same still gets the answer."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import keep_no_log
from bot.delivery.ledger import Ledger
from bot.domain.change_question import State
from bot.services import change_question_message as messages
from bot.services.change_question_timer import tell_when_working
from models import ChangeQuestion, ChangeQuestionWord

_HANDED_ON = (
    "state",
    "answer",
    "answered_by_id",
    "next_word_on",
    "no_news",
    "public",
    "owner_id",
    "due_on",
    "settled_at",
    "digested_at",
)
"""What the first of those who asked the same takes over."""


async def take_back(session: AsyncSession, ledger: Ledger, question: ChangeQuestion, now: datetime) -> None:
    """Take back a question that the caller holds, with what its author wrote below it. Safe to repeat.

    Its words are gone at once; messages to others say so at once only where it has a name.
    """
    if question.state == State.WITHDRAWN:
        return
    if question.same_as_id and question.asked_by_id:
        original = await session.get_one(ChangeQuestion, question.same_as_id)
        keys = messages.news_keys(original, [question.asked_by_id])
        await ledger.refresh(session, question.workspace_id, keys)
    heir = await _hand_on(session, question)
    # Of one without a name nothing says when its author was here.
    at = now if question.receipt is None else question.asked_at
    question.state, question.settled_at, question.same_as_id = State.WITHDRAWN, at, None
    question.text, question.wording, question.answer, question.answered_by_id = "", "", "", None
    question.next_word_on, question.revision = None, question.revision + 1
    await session.flush()
    keep_no_log(session)
    await session.execute(sa.delete(ChangeQuestionWord).where(ChangeQuestionWord.question_id == question.id))
    for one in [question, *([heir] if heir else [])]:
        if question.receipt is None:
            await _say(session, ledger, one, now)
        else:
            one.tonight = True


async def say_tonight(session: AsyncSession, ledger: Ledger, now: datetime) -> None:
    """Let messages say what was taken back since the last night. Safe to repeat."""
    rows = sa.select(ChangeQuestion).where(ChangeQuestion.tonight).order_by(ChangeQuestion.id)
    for question in list(await session.scalars(rows.with_for_update())):
        question.tonight = False
        await _say(session, ledger, question, now)


async def _say(session: AsyncSession, ledger: Ledger, question: ChangeQuestion, now: datetime) -> None:
    """Let messages say that a question was taken back, or that it stands for others now."""
    await session.flush()
    keys = [*messages.all_keys(question)]
    if question.state == State.WITHDRAWN:
        talk = await messages.word_keys(session, question)
        keys = [*keys, *await messages.posted_keys(session, question), *talk]
    await ledger.refresh(session, question.workspace_id, keys)
    if State(question.state).waits:
        await tell_when_working(session, question, now)


async def _hand_on(session: AsyncSession, question: ChangeQuestion) -> ChangeQuestion | None:
    """Let another one that asked the same stand for all of these, and return it; None where there is none."""
    same = sa.select(ChangeQuestion).where(ChangeQuestion.same_as_id == question.id).order_by(ChangeQuestion.id)
    others = list(await session.scalars(same.with_for_update()))
    if not others:
        return None
    first = others[0]
    for name in _HANDED_ON:
        setattr(first, name, getattr(question, name))
    first.same_as_id, first.revision = None, first.revision + 1
    for other in others[1:]:
        other.same_as_id = first.id
    await session.flush()
    return first
