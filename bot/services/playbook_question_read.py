"""Reading questions: one row, and all that is shown of it."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.domain.playbook_question import Question
from bot.errors import NotFound
from models import Channel, Person, Playbook, PlaybookQuestion

GONE = "This question is not kept any more, so nothing was changed."

_ASKER, _OWNER, _ANSWERER = aliased(Person), aliased(Person), aliased(Person)
QUESTIONS = (
    sa.select(
        PlaybookQuestion,
        _ASKER.name.label("asker"),
        _OWNER.name.label("owner"),
        _ANSWERER.name.label("answerer"),
        _ANSWERER.slack_id.label("answerer_slack"),
        Channel.name.label("channel"),
        Playbook.title.label("page"),
        Playbook.id.label("page_id"),
    )
    .join(_ASKER, _ASKER.id == PlaybookQuestion.asked_by_id)
    .join(_OWNER, _OWNER.id == PlaybookQuestion.owner_id)
    .outerjoin(_ANSWERER, _ANSWERER.id == PlaybookQuestion.answered_by_id)
    .outerjoin(Channel, Channel.slack_id == PlaybookQuestion.channel_id)
    .outerjoin(Playbook, Playbook.source == sa.literal("question:") + sa.cast(PlaybookQuestion.id, sa.Text))
)
"""Rows of questions for `shown`, in no order."""

_ONE = QUESTIONS.where(PlaybookQuestion.id == sa.bindparam("question_id"))


async def asked_of(session: AsyncSession, question_id: int, *, locked: bool = False) -> PlaybookQuestion:
    """Return the row of a question. Raises NotFound."""
    wanted = sa.select(PlaybookQuestion).where(PlaybookQuestion.id == question_id)
    question: PlaybookQuestion | None = await session.scalar(wanted.with_for_update() if locked else wanted)
    if question is None:
        raise NotFound(GONE)
    return question


async def question_facts(session: AsyncSession, question_id: int) -> Question:
    """Return a question as it is shown. Raises NotFound."""
    row = (await session.execute(_ONE, {"question_id": question_id})).one_or_none()
    if row is None:
        raise NotFound(GONE)
    return shown(row)


def shown(row: Any) -> Question:
    """Return a row of `QUESTIONS` as it is shown."""
    one: PlaybookQuestion = row.PlaybookQuestion
    return Question(
        id=one.id,
        text=one.text,
        asker=row.asker,
        owner=row.owner,
        channel=(f"#{row.channel}" if row.channel else "a channel") if one.channel_id else "",
        due_on=one.due_on,
        answer=one.answer,
        answered_by=row.answerer or "",
        answerer_slack=row.answerer_slack or "",
        dropped=one.state == "dropped",
        page=row.page or "",
        page_id=row.page_id or 0,
        revision=one.revision,
    )
