"""Questions that no page answers: asked of somebody or in a channel, followed, and answered to whoever asked."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.delivery.ledger import Intent, Ledger
from bot.domain.answer import LONG_TEXT, text
from bot.domain.decision_due import usual_due
from bot.domain.playbook_question import AskForm, Question
from bot.errors import NotAllowed, UserError
from bot.ids import new_id
from bot.services.audit import Audit
from bot.services.playbook_message import ANSWERED, ASKED, IN_CHANNEL, question_key, shown_in
from bot.services.playbook_question_read import asked_of, question_facts
from bot.services.playbook_question_timer import schedule_question
from bot.services.playbook_read import today_of
from bot.services.playbook_write import somebody
from bot.services.role import acting, pmos
from bot.services.working import working_times
from models import Channel, Membership, Person, PlaybookQuestion, Team

QUESTION, WHO, ANSWER = "question", "who", "answer"
"""Fields of the forms, by which errors name them."""


class PlaybookQuestions:
    """Asks, answers and passes on; everybody concerned hears through `ledger`."""

    def __init__(self, database: Database, clock: Clock, ledger: Ledger, audit: Audit) -> None:
        """Work on `database`."""
        self._database, self._clock, self._ledger, self._audit = database, clock, ledger, audit

    async def ask_form(
        self, workspace_id: str, slack_id: str, words: str, to: str = "", channel_id: str = ""
    ) -> AskForm:
        """Return what the form of a question begins with. Raises UserError where Drumbeat cannot ask in the channel."""
        async with self._database.reading(workspace_id) as session:
            await acting(session, slack_id)
            channel = await _channel(session, channel_id) if channel_id else None
            name = f"#{channel.name}" if channel else ""
            return AskForm(words[:LONG_TEXT], to, name, channel_id, slack_id)

    async def ask(
        self, workspace_id: str, slack_id: str, typed: str, *, to: str = "", channel_id: str = ""
    ) -> Question:
        """Ask somebody (`to`: Slack id), or a channel; sent twice it is asked once.

        A channel's question is seen to by the lead of its team, else by the PMO. Raises UserError with the field.
        """
        said = _typed(typed, QUESTION, "Please write what you would like to know.")
        now = self._clock.now()
        async with self._database.transaction(workspace_id) as session:
            person = await acting(session, slack_id)
            if channel_id:
                await _channel(session, channel_id)
                owner = await _keeper_of(session, channel_id, person)
            else:
                owner = await somebody(session, to, WHO)
            if owner.id == person.id and not channel_id:
                raise UserError("That is you. Please choose somebody else who may know.", field=WHO)
            same = sa.select(PlaybookQuestion.id).where(
                PlaybookQuestion.asked_by_id == person.id,
                PlaybookQuestion.text == said,
                PlaybookQuestion.channel_id == channel_id,
                PlaybookQuestion.owner_id == owner.id,
                PlaybookQuestion.state == "open",
            )
            if (there := await session.scalar(same.limit(1))) is not None:
                return await question_facts(session, there)
            working = (await working_times(session, [owner]))[owner.id]
            question = PlaybookQuestion(
                id=new_id(),
                text=said,
                asked_by_id=person.id,
                owner_id=owner.id,
                channel_id=channel_id,
                due_on=usual_due(working, today_of(owner, now)),
                asked_at=now,
                state="open",
                revision=1,
            )
            session.add(question)
            await session.flush()
            kind, target = (IN_CHANNEL, channel_id) if channel_id else (ASKED, owner.slack_id)
            await self._plan(session, question, kind, target)
            await schedule_question(session, question, now)
            return await question_facts(session, question.id)

    async def facts(self, workspace_id: str, slack_id: str, question_id: int) -> Question:
        """Return a question to somebody who may answer it. Raises NotFound, NotAllowed, UserError once settled."""
        async with self._database.reading(workspace_id) as session:
            await _may_answer(session, slack_id, await asked_of(session, question_id))
            return _must_be_open(await question_facts(session, question_id))

    async def settled(self, workspace_id: str, slack_id: str, question_id: int, *, open_: bool = False) -> Question:
        """Return a question to whoever asked, answered or acts as PMO; with `open_` only one that waits still.

        Raises NotFound, NotAllowed, UserError.
        """
        async with self._database.reading(workspace_id) as session:
            person = await acting(session, slack_id)
            row = await asked_of(session, question_id)
            if person.id not in {row.asked_by_id, row.owner_id, row.answered_by_id} and not person.acts_as_pmo:
                raise NotAllowed("This is for whoever asked or was asked. Nothing was changed.")
            facts = await question_facts(session, question_id)
            return _must_be_open(facts) if open_ else facts

    async def answer(self, workspace_id: str, slack_id: str, question_id: int, typed: str) -> Question:
        """Answer; whoever asked gets it at once. Of two who answer at once the second reads the first's.

        Raises UserError with the field of the form, NotFound, NotAllowed.
        """
        said = _typed(typed, ANSWER, "Please write an answer; “I don't know, Legal may” is one, too.")
        async with self._changing(workspace_id, question_id) as (session, question):
            person = await _may_answer(session, slack_id, question)
            if question.answered_by_id == person.id and question.answer == said:
                return await question_facts(session, question_id)
            _must_be_open(await question_facts(session, question_id), ANSWER)
            question.state, question.answer, question.answered_by_id = "answered", said, person.id
            question.settled_at, question.revision = self._clock.now(), question.revision + 1
            asker = await session.get_one(Person, question.asked_by_id)
            if asker.id != person.id and not asker.deactivated:
                await self._plan(session, question, ANSWERED, asker.slack_id)
            await self._refresh(session, question)
            return await question_facts(session, question_id)

    async def pass_on(self, workspace_id: str, slack_id: str, question_id: int, to: str) -> Question:
        """Let somebody else answer, with as many days as if it had been asked now. Raises as `answer` does."""
        now = self._clock.now()
        async with self._changing(workspace_id, question_id) as (session, question):
            person = await acting(session, slack_id)
            if person.id not in {question.asked_by_id, question.owner_id} and not person.acts_as_pmo:
                raise NotAllowed("Passing a question on is for whoever asked, or was asked. Nothing was changed.")
            _must_be_open(await question_facts(session, question_id))
            heir = await somebody(session, to, WHO)
            if heir.id == question.asked_by_id:
                raise UserError("They asked it themselves. Please choose somebody else who may know.", field=WHO)
            if heir.id != question.owner_id:
                working = (await working_times(session, [heir]))[heir.id]
                question.owner_id, question.due_on = heir.id, usual_due(working, today_of(heir, now))
                question.revision += 1
                if not question.channel_id:
                    await self._plan(session, question, ASKED, heir.slack_id)
                self._audit.record(session, slack_id, "question_passed_on", f"question:{question.id}", to=heir.slack_id)
                await self._refresh(session, question)
                await schedule_question(session, question, now)
            return await question_facts(session, question_id)

    async def drop(self, workspace_id: str, slack_id: str, question_id: int) -> Question:
        """Need no answer any more. Raises NotFound, NotAllowed, UserError."""
        async with self._changing(workspace_id, question_id) as (session, question):
            person = await acting(session, slack_id)
            if person.id != question.asked_by_id and not person.acts_as_pmo:
                raise NotAllowed("Taking a question back is for whoever asked it. Nothing was changed.")
            if question.state != "dropped":
                _must_be_open(await question_facts(session, question_id))
                question.state, question.settled_at = "dropped", self._clock.now()
                question.revision += 1
                await self._refresh(session, question)
            return await question_facts(session, question_id)

    @asynccontextmanager
    async def _changing(
        self, workspace_id: str, question_id: int
    ) -> AsyncIterator[tuple[AsyncSession, PlaybookQuestion]]:
        async with self._database.transaction(workspace_id) as session:
            yield session, await asked_of(session, question_id, locked=True)

    async def _plan(self, session: AsyncSession, question: PlaybookQuestion, kind: str, target: str) -> None:
        subject = {"question": question.id, "owner": question.owner_id}
        intent = Intent(question_key(kind, question), kind, subject, target, priority=1)
        await self._ledger.plan(session, question.workspace_id, [intent])

    async def _refresh(self, session: AsyncSession, question: PlaybookQuestion) -> None:
        """Let every message that shows the question say how it stands."""
        await session.flush()
        await self._ledger.refresh(session, question.workspace_id, await shown_in(session, question.id))


async def _may_answer(session: AsyncSession, slack_id: str, question: PlaybookQuestion) -> Person:
    """Return who acts, if they may answer: anybody in the channel, else who was asked, and the PMO."""
    person = await acting(session, slack_id)
    if question.channel_id or person.id == question.owner_id or person.acts_as_pmo:
        return person
    raise NotAllowed("This question was asked of somebody else by now. Nothing was changed.")


def _must_be_open(question: Question, field: str = "") -> Question:
    if question.dropped:
        raise UserError(f"{question.asker} does not need an answer to this any more. Nothing was changed.", field=field)
    if question.answer:
        raise UserError(
            f"{question.answered_by} has answered: “{question.answer[:500]}”. Nothing was changed.", field=field
        )
    return question


def _typed(words: str, field: str, none: str) -> str:
    try:
        said = text(words, LONG_TEXT)
    except UserError as error:
        raise UserError(error.sentence, field=field) from None
    if not said:
        raise UserError(none, field=field)
    return said


async def _channel(session: AsyncSession, channel_id: str) -> Channel:
    channel: Channel | None = await session.scalar(sa.select(Channel).where(Channel.slack_id == channel_id))
    if channel is None or not channel.is_member or channel.is_archived:
        raise UserError(
            "Drumbeat is not in this channel, so it cannot ask here. `/invite` it, or ask somebody directly. "
            "Nothing was changed."
        )
    return channel


async def _keeper_of(session: AsyncSession, channel_id: str, asker: Person) -> Person:
    """Return who sees to it that a channel's question is answered: its team's lead, else the PMO, else the asker."""
    leads = (
        sa.select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .join(Team, Team.id == Membership.team_id)
        .where(Team.channel_id == channel_id, Membership.is_lead, Person.deactivated.is_(False), Person.id != asker.id)
        .order_by(Person.name)
    )
    lead: Person | None = await session.scalar(leads.limit(1))
    return lead or next((one for one in await pmos(session) if one.id != asker.id), asker)
