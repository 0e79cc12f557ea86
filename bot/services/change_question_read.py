"""Reading questions and ideas about changes: one row, and all that is shown of it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.domain.change_question import Kind, Question, State, Word
from bot.errors import NotFound
from models import ChangeQuestion, ChangeQuestionWord, Person, StakeholderGroup

GONE = "This is not kept any more, or was taken back, so nothing was changed."

_ASKER, _OWNER, _ANSWERER = aliased(Person), aliased(Person), aliased(Person)
QUESTIONS = (
    sa.select(
        ChangeQuestion,
        _ASKER.name.label("asker"),
        _OWNER.name.label("owner"),
        _ANSWERER.name.label("answerer"),
        StakeholderGroup.name.label("group"),
    )
    .outerjoin(_ASKER, _ASKER.id == ChangeQuestion.asked_by_id)
    .join(_OWNER, _OWNER.id == ChangeQuestion.owner_id)
    .outerjoin(_ANSWERER, _ANSWERER.id == ChangeQuestion.answered_by_id)
    .outerjoin(StakeholderGroup, StakeholderGroup.id == ChangeQuestion.group_id)
)
"""Rows of questions for `shown`, in no order."""

_ONE = QUESTIONS.where(ChangeQuestion.id == sa.bindparam("question_id"))
_OWNER_ID = sa.select(ChangeQuestion.owner_id).where(ChangeQuestion.id == sa.bindparam("question_id"))
_TALK = (
    sa.select(ChangeQuestionWord.question_id, ChangeQuestionWord.text, ChangeQuestionWord.by_asker, Person.name)
    .outerjoin(Person, Person.id == ChangeQuestionWord.written_by_id)
    .where(ChangeQuestionWord.question_id.in_(sa.bindparam("questions", expanding=True)))
    .order_by(ChangeQuestionWord.at, ChangeQuestionWord.id)
)


async def question_of(session: AsyncSession, question_id: str, *, locked: bool = False) -> ChangeQuestion:
    """Return the row of a question. Raises NotFound."""
    row = sa.select(ChangeQuestion).where(ChangeQuestion.id == question_id)
    if locked:
        row = row.with_for_update().execution_options(populate_existing=True)
    question: ChangeQuestion | None = await session.scalar(row)
    if question is None:
        raise NotFound(GONE)
    return question


async def hold(session: AsyncSession, question_ids: Collection[str]) -> None:
    """Hold questions, and what stands for them, until the end of the transaction.

    By their ids: of two who put two questions together, each the other way round, neither waits for the other.
    """
    stands = sa.select(ChangeQuestion.same_as_id).where(
        ChangeQuestion.id.in_(question_ids), ChangeQuestion.same_as_id.is_not(None)
    )
    wanted = {*question_ids, *await session.scalars(stands)}
    rows = sa.select(ChangeQuestion).where(ChangeQuestion.id.in_(wanted)).order_by(ChangeQuestion.id)
    await session.execute(rows.with_for_update())


async def question_facts(session: AsyncSession, question_id: str) -> Question:
    """Return a question as it is shown, with its talk; of one that says the same as another, what came of that.

    Raises NotFound.
    """
    row = (await session.execute(_ONE, {"question_id": question_id})).one_or_none()
    if row is None:
        raise NotFound(GONE)
    talk = await talk_of(session, [question_id])
    original = None
    if row.ChangeQuestion.same_as_id:
        original = (await session.execute(_ONE, {"question_id": row.ChangeQuestion.same_as_id})).one_or_none()
    return shown(row, talk[question_id], original)


async def talk_of(session: AsyncSession, question_ids: Collection[str]) -> dict[str, Sequence[Word]]:
    """Return the further messages of each question, in their order."""
    found: dict[str, list[Word]] = defaultdict(list)
    for question_id, text, by_asker, name in await session.execute(_TALK, {"questions": list(question_ids)}):
        found[question_id].append(Word(text, by_asker, name or ""))
    return {one: found[one] for one in question_ids}


async def is_owner(session: AsyncSession, question_id: str, person_id: int) -> bool:
    """Tell whether somebody is still the one who answers."""
    return await session.scalar(_OWNER_ID, {"question_id": question_id}) == person_id


async def name_of(session: AsyncSession, person_id: int | None) -> str:
    """Return the name of a person; "" for nobody."""
    person = await session.get(Person, person_id) if person_id else None
    return person.name if person else ""


async def word_facts(session: AsyncSession, word_id: str) -> Word:
    """Return a further message of a talk. Raises NotFound."""
    said = await session.scalar(sa.select(ChangeQuestionWord).where(ChangeQuestionWord.id == word_id))
    if said is None:
        raise NotFound(GONE)
    return Word(said.text, said.by_asker, await name_of(session, said.written_by_id))


def shown(row: Any, talk: Sequence[Word] = (), original: Any = None) -> Question:
    """Return a row of `QUESTIONS` as it is shown; `original`: the row of the one that says the same."""
    one: ChangeQuestion = row.ChangeQuestion
    said = original if original is not None else row
    stands: ChangeQuestion = said.ChangeQuestion
    return Question(
        id=one.id,
        kind=Kind(one.kind),
        state=State(stands.state),
        text=one.text,
        about=one.about,
        owner=said.owner,
        due_on=stands.due_on,
        asker=row.asker or "",
        answer=stands.answer,
        answered_by=said.answerer or "",
        next_word_on=stands.next_word_on,
        public=stands.public,
        wording=one.wording,
        group=row.group or "",
        words=tuple(talk),
        no_news=stands.no_news,
        change_id=one.change_id,
        revision=one.revision,
    )
