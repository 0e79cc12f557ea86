"""Answering questions and ideas about changes: what is known, what is promised, and what came of it."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.domain.change_question import FARTHEST, ONE_DAY, OUTCOMES, AnswerForm, Kind, Question, Said, State
from bot.domain.change_question_alike import alike
from bot.errors import NotAllowed, UserError
from bot.services import change_question_message as messages
from bot.services.audit import Audit
from bot.services.change_question_answers import schedule_answers
from bot.services.change_question_ask import typed
from bot.services.change_question_owner import give
from bot.services.change_question_read import QUESTIONS, hold, question_facts, question_of, shown
from bot.services.change_question_timer import askers_of, next_day, schedule, working_of
from bot.services.change_question_withdraw import take_back
from bot.services.playbook_write import somebody
from bot.services.role import acting
from models import Change, ChangeQuestion, ChangeQuestionWord, Person

ANSWER, STATE, NEXT, WORDING, SAME, WHO, WORDS = "answer", "state", "next", "wording", "same", "who", "words"
"""Fields of the forms, by which errors name them."""

MOST_ALIKE = 8
"""Questions that are proposed as the same one."""

MOST_SHOWN = 100
"""Questions that whoever runs a change can choose among; a menu of Slack's has no more."""

_OF_CHANGE = (
    QUESTIONS.where(
        ChangeQuestion.change_id.is_not_distinct_from(sa.bindparam("change_id")),
        ChangeQuestion.kind == sa.bindparam("kind"),
        ChangeQuestion.id != sa.bindparam("question_id"),
        ChangeQuestion.state.not_in((State.WITHDRAWN, State.SAME)),
    )
    .order_by(ChangeQuestion.asked_at.desc(), ChangeQuestion.id)
    .limit(500)
)


class ChangeQuestions:
    """Answers, promises, passes on and takes back; everybody concerned hears through `ledger`."""

    def __init__(self, database: Database, clock: Clock, ledger: Ledger, audit: Audit) -> None:
        """Work on `database`."""
        self._database, self._clock, self._ledger, self._audit = database, clock, ledger, audit

    async def facts(self, workspace_id: str, slack_id: str, question_id: str) -> AnswerForm:
        """Return a question to whoever may answer it, with those of the same change that may say the same.

        Two can ask the same in other words: whoever runs the change can choose among all of them, those that are alike
        first. Whom one question was handed over to is shown those alone. Raises NotFound, NotAllowed.
        """
        async with self._database.reading(workspace_id) as session:
            row = await question_of(session, question_id)
            person = await _may_answer(session, slack_id, row)
            working = await working_of(session, person)
            one = await question_facts(session, question_id)
            which = {"change_id": row.change_id, "kind": row.kind, "question_id": row.id}
            others = [shown(other) for other in await session.execute(_OF_CHANGE, which)]
            today = working.local_date(self._clock.now())
            proposed = one.next_word_on or next_day(working, today)
            same = alike(one.text, others, MOST_ALIKE)
            if await _runs(session, person, row):
                near = {other.id for other in same}
                same = [*same, *(other for other in others if other.id not in near)][:MOST_SHOWN]
            return AnswerForm(one, tuple(same), max(proposed, today + ONE_DAY))

    async def own(self, workspace_id: str, slack_id: str, question_id: str) -> tuple[Question, bool]:
        """Return a question to whoever asked it, or may answer it, and whether it is theirs.

        Raises NotFound, NotAllowed.
        """
        async with self._database.reading(workspace_id) as session:
            _, mine = await _may_talk(session, slack_id, await question_of(session, question_id))
            return await question_facts(session, question_id), mine

    async def say(self, workspace_id: str, slack_id: str, question_id: str, said: Said) -> Question:
        """Answer, promise the next word, or say that it was asked before; whoever asked with a name hears of it.

        Of two who do so at once the second is told. What was answered already is corrected where it was read, without
        telling anybody again. Raises UserError with the field of the form, NotFound, NotAllowed.
        """
        async with self._changing(workspace_id, question_id, said.same_as) as (session, question):
            person = await _may_answer(session, slack_id, question)
            _must_be_there(question)
            if question.revision != said.revision:
                now_said = await question_facts(session, question_id)
                if now_said.answer == said.answer.strip() and now_said.state == said.state:
                    return now_said
                raise UserError(_meanwhile(now_said), field=ANSWER)
            if said.same_as:
                await self._merge(session, question, said.same_as)
            else:
                await self._answer(session, question, person, said)
            self._audit.record(session, slack_id, f"change_{question.kind}_{question.state}", f"asked:{question.id}")
            return await question_facts(session, question_id)

    async def hand(self, workspace_id: str, slack_id: str, question_id: str, to: str) -> Question:
        """Let somebody else answer. Raises as `say` does."""
        async with self._changing(workspace_id, question_id) as (session, question):
            person = await _may_answer(session, slack_id, question)
            _must_be_there(question)
            heir = await somebody(session, to, WHO)
            if heir.id != question.owner_id:
                await give(session, self._ledger, question, heir, person, self._clock.now())
                what = f"change_{question.kind}_handed_over"
                self._audit.record(session, slack_id, what, f"asked:{question.id}", to=heir.slack_id)
            return await question_facts(session, question_id)

    async def withdraw(self, workspace_id: str, slack_id: str, question_id: str) -> None:
        """Take back what one asked with a name. Raises NotFound, NotAllowed."""
        async with self._changing(workspace_id, question_id) as (session, question):
            person = await acting(session, slack_id)
            if question.asked_by_id != person.id:
                raise NotAllowed("Taking this back is for whoever wrote it. Nothing was changed.")
            await take_back(session, self._ledger, question, self._clock.now())

    async def write(self, workspace_id: str, slack_id: str, question_id: str, words: str) -> Question:
        """Add a message to the talk; the other side hears of it, without a name they read it by their code.

        Raises UserError with the field of the form, NotFound, NotAllowed.
        """
        text = typed(words, WORDS, "Please write a message.")
        async with self._changing(workspace_id, question_id) as (session, question):
            person, mine = await _may_talk(session, slack_id, question)
            _must_be_there(question)
            same = sa.select(ChangeQuestionWord.id).where(
                ChangeQuestionWord.question_id == question_id,
                ChangeQuestionWord.written_by_id == person.id,
                ChangeQuestionWord.text == text,
            )
            if await session.scalar(same.limit(1)) is None:
                word = ChangeQuestionWord(
                    id=secrets.token_hex(16),
                    question_id=question_id,
                    text=text,
                    by_asker=mine,
                    written_by_id=person.id,
                    at=self._clock.now(),
                )
                session.add(word)
                await session.flush()
                other = question.owner_id if mine else question.asked_by_id
                to = await session.get(Person, other) if other else None
                if to is not None and not to.deactivated and to.id != person.id:
                    await self._ledger.plan(session, workspace_id, [messages.word(word, to)])
                await self._ledger.refresh(session, workspace_id, messages.shown_keys(question))
            return await question_facts(session, question_id)

    async def _answer(self, session: AsyncSession, question: ChangeQuestion, person: Person, said: Said) -> None:
        if said.state not in OUTCOMES[Kind(question.kind)]:
            raise UserError("Please choose what there is to say.", field=STATE)
        now, state = self._clock.now(), State(said.state)
        waited, next_on = State(question.state).waits, None
        if state is State.UNKNOWN:
            # By the calendar of whoever answers, whose day it is that must not have passed.
            working = await working_of(session, await session.get_one(Person, question.owner_id))
            next_on = _promised(said.next_word_on, working.local_date(now))
            answer = typed(said.answer, ANSWER, "") if said.answer.strip() else ""
        else:
            none = "Please write why: an idea gets an outcome with its reason." if question.kind == Kind.IDEA else ""
            answer = typed(said.answer, ANSWER, none or "Please write the answer.")
        question.state, question.answer, question.answered_by_id = state, answer, person.id
        question.next_word_on, question.no_news = next_on, False
        question.public = said.public
        question.wording = "" if said.wording.strip() == question.text else said.wording.strip()
        question.settled_at = None if state.waits else question.settled_at or now
        askers = await askers_of(session, question)
        told = [*messages.all_keys(question), *messages.news_keys(question, [one.id for one, _ in askers])]
        told += await messages.posted_keys(session, question)
        question.revision += 1
        await session.flush()
        await self._ledger.refresh(session, question.workspace_id, list(dict.fromkeys(told)))
        if waited:
            wanted = [messages.news(question, one, own) for one, own in askers if one.id != person.id]
            await self._ledger.plan(session, question.workspace_id, wanted)
        await schedule(session, question, now)
        if state.has_outcome and question.public and question.change_id is not None and question.digested_at is None:
            await schedule_answers(session, question.workspace_id, question.change_id, now)

    async def _merge(self, session: AsyncSession, question: ChangeQuestion, original_id: str) -> None:
        """Let what comes of another question hold for this one, and for all that are the same as this one."""
        original = await question_of(session, original_id, locked=True)
        if original.same_as_id:
            original = await question_of(session, original.same_as_id, locked=True)
        of_another = (original.change_id, original.kind) != (question.change_id, question.kind)
        if original.id == question.id or original.state in {State.WITHDRAWN, State.SAME} or of_another:
            raise UserError("This one cannot be chosen any more. Nothing was changed.", field=SAME)
        moved = sa.update(ChangeQuestion).where(ChangeQuestion.same_as_id == question.id)
        await session.execute(moved.values(same_as_id=original.id))
        question.state, question.same_as_id, question.settled_at = State.SAME, original.id, self._clock.now()
        question.next_word_on, question.revision = None, question.revision + 1
        await session.flush()
        told = [*messages.shown_keys(question), *await messages.posted_keys(session, question)]
        await self._ledger.refresh(session, question.workspace_id, told)
        asker = await session.get(Person, question.asked_by_id) if question.asked_by_id else None
        if asker is not None and not asker.deactivated:
            await self._ledger.plan(session, question.workspace_id, [messages.news(question, asker, question.id)])

    @asynccontextmanager
    async def _changing(
        self, workspace_id: str, question_id: str, same_as: str = ""
    ) -> AsyncIterator[tuple[AsyncSession, ChangeQuestion]]:
        """Hold a question, and with it what is to stand for it (`same_as`). Raises NotFound."""
        async with self._database.transaction(workspace_id) as session:
            await hold(session, [question_id, same_as])
            yield session, await question_of(session, question_id)


async def _may_answer(session: AsyncSession, slack_id: str, question: ChangeQuestion) -> Person:
    """Return who acts, if they may answer: its owner, whoever runs the change, and the PMO. Raises NotAllowed."""
    person = await acting(session, slack_id)
    if person.id == question.owner_id or await _runs(session, person, question):
        return person
    raise NotAllowed("Somebody else answers this now. Nothing was changed.")


async def _runs(session: AsyncSession, person: Person, question: ChangeQuestion) -> bool:
    change = await session.get(Change, question.change_id) if question.change_id else None
    return person.acts_as_pmo or (change is not None and person.id in {change.owner_id, change.sponsor_id})


async def _may_talk(session: AsyncSession, slack_id: str, question: ChangeQuestion) -> tuple[Person, bool]:
    """Return who acts, and whether it is they who asked. Raises NotAllowed."""
    person = await acting(session, slack_id)
    if question.asked_by_id == person.id:
        return person, True
    return await _may_answer(session, slack_id, question), False


def _must_be_there(question: ChangeQuestion) -> None:
    if question.state == State.WITHDRAWN:
        raise UserError("This was taken back by whoever wrote it, and needs no answer. Nothing was changed.")
    if question.state == State.SAME:
        raise UserError("This says the same as another one, which stands for both. Nothing was changed.")


def _promised(day: date | None, today: date) -> date:
    if day is None:
        raise UserError("By when is there word again, even if it is “still no news”?", field=NEXT)
    if day <= today:
        raise UserError("This day is not in the future. Please choose a later one.", field=NEXT)
    if day > today + FARTHEST:
        raise UserError(
            "That is more than three months away. Please choose an earlier day; it can be moved on.", field=NEXT
        )
    return day


def _meanwhile(one: Question) -> str:
    if one.answer:
        return (
            f"{one.answered_by} has said something meanwhile: “{one.answer[:500]}”. Yours was not stored; close this "
            "form and open it once more to say yours instead."
        )
    return "Somebody has changed this meanwhile. Nothing was stored; close this form and open it once more."
