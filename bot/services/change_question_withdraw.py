"""Taking back what one asked or suggested: its words are gone, and whoever asked the same still gets the answer."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import keep_no_log
from bot.delivery.ledger import Ledger
from bot.domain.change_question import State
from bot.services import change_question_message as messages
from bot.services.change_question_timer import schedule
from models import ChangeQuestion, ChangeQuestionWord, Person

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
    """Take back a question that the caller holds, with what its author wrote below it. Safe to repeat."""
    if question.state == State.WITHDRAWN:
        return
    told: list[str] = []
    if question.same_as_id and question.asked_by_id:
        original = await session.get_one(ChangeQuestion, question.same_as_id)
        told += messages.news_keys(original, [question.asked_by_id])
    await _hand_on(session, ledger, question, now)
    # Of one without a name nothing says when its author was here.
    at = now if question.receipt is None else question.asked_at
    question.state, question.settled_at, question.same_as_id = State.WITHDRAWN, at, None
    question.text, question.wording, question.answer, question.answered_by_id = "", "", "", None
    question.next_word_on, question.revision = None, question.revision + 1
    await session.flush()
    told += await messages.word_keys(session, question)
    keep_no_log(session)
    words = sa.delete(ChangeQuestionWord).where(ChangeQuestionWord.question_id == question.id)
    await session.execute(words)
    told += [*messages.all_keys(question), *await messages.posted_keys(session, question)]
    await ledger.refresh(session, question.workspace_id, told)


async def _hand_on(session: AsyncSession, ledger: Ledger, question: ChangeQuestion, now: datetime) -> None:
    """Let another one that asked the same stand for all of these."""
    same = sa.select(ChangeQuestion).where(ChangeQuestion.same_as_id == question.id).order_by(ChangeQuestion.id)
    others = list(await session.scalars(same.with_for_update()))
    if not others:
        return
    first = others[0]
    for name in _HANDED_ON:
        setattr(first, name, getattr(question, name))
    first.same_as_id, first.revision = None, first.revision + 1
    for other in others[1:]:
        other.same_as_id = first.id
    await session.flush()
    if State(first.state).waits:
        owner = await session.get_one(Person, first.owner_id)
        await ledger.plan(session, first.workspace_id, [messages.asked(first, owner)])
        await schedule(session, first, now)
    await ledger.refresh(session, first.workspace_id, messages.shown_keys(first))
