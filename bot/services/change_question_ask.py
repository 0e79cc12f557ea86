"""Asking and suggesting, with a name and without: the form, what was asked before, and who has it then."""

import secrets
from collections.abc import Sequence
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.domain.answer import text as checked
from bot.domain.change_question import (
    LONGEST,
    About,
    Asked,
    AskForm,
    Kind,
    Question,
    Receipt,
    State,
    Subject,
)
from bot.domain.change_question_alike import alike
from bot.domain.decision_due import usual_due
from bot.errors import UserError
from bot.services import change_question_message as messages
from bot.services.announcement_message import reader_key
from bot.services.anonymous import receipts
from bot.services.change_question_about import Matter, matter_of, without_a_name
from bot.services.change_question_box import Sealed, open_box, write_anew
from bot.services.change_question_owner import owner_for
from bot.services.change_question_read import QUESTIONS, shown
from bot.services.change_question_timer import schedule, working_of
from bot.services.change_sight import visible_to
from bot.services.guest_sight import is_narrow
from bot.services.role import acting
from models import AnnouncementReader, Change, ChangeQuestion, Person

TEXT, SUBJECT, WHO = "text", "about", "who"
"""Fields of the form, by which errors name them."""

MOST_SUBJECTS = 98
"""Changes among which one can be chosen."""

MOST_COMPARED = 500
"""Answered questions, the newest, with which a new one is compared."""

_GOES_ON = Change.state.in_(("announced", "in_progress"))
_SUBJECTS = sa.select(Change.id, Change.name).where(_GOES_ON).order_by(Change.name).limit(MOST_SUBJECTS)
_ANSWERED = (
    QUESTIONS.where(
        ChangeQuestion.kind == sa.bindparam("kind"),
        ChangeQuestion.state.in_((State.ANSWERED, State.UNKNOWN, State.WILL_DO, State.WONT)),
        ChangeQuestion.public,
    )
    .order_by(ChangeQuestion.settled_at.desc(), ChangeQuestion.id)
    .limit(MOST_COMPARED)
)


class ChangeAsking:
    """Takes questions and ideas."""

    def __init__(self, database: Database, clock: Clock, ledger: Ledger, command: str) -> None:
        """Work on `database`; whoever answers hears of what has a name through `ledger`, of all else in the night."""
        self._database, self._clock, self._ledger, self._command = database, clock, ledger, command

    async def form(
        self, workspace_id: str, slack_id: str, kind: Kind, about: About | None = None, text: str = ""
    ) -> AskForm:
        """Return the form: about a change, or (None) about one that is chosen in it. Raises NotFound, NotAllowed."""
        async with self._database.reading(workspace_id) as session:
            person = await acting(session, slack_id)
            if about is None:
                rows = await session.execute(_SUBJECTS.where(visible_to(person)))
                return AskForm(kind, About(), text=text[:LONGEST], subjects=tuple(Subject(*row) for row in rows))
            matter = await matter_of(session, person, about)
            owner = await owner_for(session, matter.change_id, matter.group_id)
            bare = await without_a_name(session, matter)
            unnamed = await owner_for(session, bare.change_id, bare.group_id)
            return AskForm(
                kind,
                about,
                name=matter.name,
                owner=owner.name,
                text=text[:LONGEST],
                hidden=bool(bare.hidden),
                unnamed_owner=unnamed.name,
            )

    async def before(self, workspace_id: str, slack_id: str, asked: Asked) -> Sequence[Question]:
        """Return what all may read that probably says the same, of the same change, the likest first.

        Raises UserError with the field.
        """
        text = _typed(asked)
        async with self._database.reading(workspace_id) as session:
            person = await acting(session, slack_id)
            rows = _ANSWERED
            if is_narrow(person):
                rows = rows.where(ChangeQuestion.change_id.in_(sa.select(Change.id).where(visible_to(person))))
            if asked.about.change_id:
                rows = rows.where(ChangeQuestion.change_id == asked.about.change_id)
            found = [shown(row) for row in await session.execute(rows, {"kind": asked.kind})]
        return alike(text, found)

    async def ask(self, workspace_id: str, slack_id: str, asked: Asked) -> Receipt:
        """Keep what somebody asks or suggests; sent twice it is kept once.

        Raises UserError with the field, NotFound, NotAllowed.
        """
        text = _typed(asked)
        async with self._database.transaction(workspace_id) as session:
            person = await acting(session, slack_id)
            matter = await matter_of(session, person, asked.about)
            if asked.anonymous:
                matter = await without_a_name(session, matter)
            owner = await owner_for(session, matter.change_id, matter.group_id)
            receipt = Receipt(asked.kind, matter.name, owner.name, command=self._command, hidden=matter.hidden)
            if asked.anonymous:
                return await self._seal(session, workspace_id, asked, text, receipt, matter)
            return await self._keep(session, person, owner, asked, text, receipt, matter)

    async def _keep(
        self,
        session: AsyncSession,
        person: Person,
        owner: Person,
        asked: Asked,
        text: str,
        receipt: Receipt,
        matter: Matter,
    ) -> Receipt:
        """Store it with its author's name; its owner hears of it at once."""
        now = self._clock.now()
        working = await working_of(session, owner)
        due_on = usual_due(working, working.local_date(now))
        same = sa.select(ChangeQuestion.due_on).where(
            ChangeQuestion.asked_by_id == person.id,
            ChangeQuestion.kind == asked.kind,
            ChangeQuestion.text == text,
            ChangeQuestion.change_id.is_not_distinct_from(matter.change_id),
            ChangeQuestion.state.in_((State.OPEN, State.UNKNOWN)),
        )
        # Of two that are sent at once the second waits here, and finds the first.
        await session.execute(sa.select(Person.id).where(Person.id == person.id).with_for_update())
        if (there := await session.scalar(same.limit(1))) is not None:
            return replace(receipt, due_on=there)
        question = ChangeQuestion(
            id=secrets.token_hex(16),
            kind=asked.kind,
            change_id=matter.change_id,
            group_id=matter.group_id,
            about=receipt.about,
            text=text,
            asked_by_id=person.id,
            owner_id=owner.id,
            due_on=due_on,
            asked_at=now,
            state="open",
            revision=1,
        )
        session.add(question)
        await session.flush()
        await self._ledger.plan(session, question.workspace_id, [messages.asked(question, owner)])
        await schedule(session, question, now)
        if asked.about.reader_id and asked.kind is Kind.QUESTION:
            await self._replied(session, person, asked.about.reader_id)
        return replace(receipt, due_on=due_on)

    async def _replied(self, session: AsyncSession, person: Person, reader_id: int) -> None:
        """Note that a reader has asked, and show it in what they got; whom it does not affect may ask as well."""
        mine = (AnnouncementReader.id == reader_id, AnnouncementReader.person_id == person.id)
        affected = AnnouncementReader.answer != "not_affected"
        await session.execute(sa.update(AnnouncementReader).where(*mine, affected).values(answer="asked"))
        await self._ledger.refresh(session, person.workspace_id, [reader_key(reader_id)])

    async def _seal(
        self,
        session: AsyncSession,
        workspace_id: str,
        asked: Asked,
        text: str,
        receipt: Receipt,
        matter: Matter,
    ) -> Receipt:
        """Put it into the box, and nothing anywhere else: whatever had a person or a time beside it would tell."""
        [of_code] = receipts(asked.code, 1)
        new = Sealed(asked.kind, matter.change_id, matter.group_id, matter.name, text, of_code)
        box = await open_box(session, workspace_id)
        if not any(one.receipt == of_code for one in box) and not await _handed_over(session, of_code):
            await write_anew(session, workspace_id, [*box, new])
        return replace(receipt, code=asked.code)


async def _handed_over(session: AsyncSession, receipt: str) -> bool:
    return await session.scalar(sa.select(ChangeQuestion.id).where(ChangeQuestion.receipt == receipt)) is not None


def typed(words: str, field: str, none: str) -> str:
    """Return what was typed. Raises UserError, of `field`, for what is too long, or (saying `none`) for nothing."""
    try:
        said = checked(words, LONGEST)
    except UserError as error:
        raise UserError(error.sentence, field=field) from None
    if not said:
        raise UserError(none, field=field)
    return said


def _typed(asked: Asked) -> str:
    what = "what you suggest" if asked.kind is Kind.IDEA else "what you would like to know"
    return typed(asked.text, TEXT, f"Please write {what}.")
