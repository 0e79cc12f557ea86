"""Answers to a sync: given once, edited until the round closes, added to ever after.

Every change and what it means for messages and roll-up is one transaction: `Rounds.settle` is called inside it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.domain import answer as reading
from bot.domain.blocker import Told
from bot.domain.plan import all_as_planned
from bot.domain.sync_form import NOTHING_BESIDE, AddFacts, Beside, Form, FormFacts, WhyFacts
from bot.domain.sync_prompt import PromptFacts
from bot.domain.sync_trend import words_in
from bot.errors import UserError
from bot.services import blocker_raise
from bot.services.blocker_message import refresh
from bot.services.blocker_outside import other_outside
from bot.services.confidence import looked_at
from bot.services.decision_raise import needs, note_needed
from bot.services.sync_answer_check import Refused, checked
from bot.services.sync_answer_text import as_text
from bot.services.sync_form import add_form, answer_form, update_form, why_facts
from bot.services.sync_message import prompt_key
from bot.services.sync_opening import plan_items
from bot.services.sync_prompt import prompt_facts
from bot.services.sync_speaker import note_speaker
from bot.services.sync_standing import Standing, standing_of_prompt, standing_of_turn
from bot.services.sync_typed import TypedWords
from models import Addition, Answer, Blocker, Prompt

ADD_FIELD = "text"
"""The field of the form in which something is added."""


class Rounds(Protocol):
    """What an answer sets going."""

    async def settle(self, session: AsyncSession, prompt: Prompt) -> None:
        """Refresh the messages of a prompt whose state changed, and the summary."""
        ...


class Kind(StrEnum):
    """What became of what somebody sent."""

    ANSWERED = "answered"
    LATE = "late"
    EDITED = "edited"
    ADDED = "added"
    SKIPPED = "skipped"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened, with a sentence where it is not what one would expect ("" otherwise)."""

    kind: Kind
    prompt_id: int
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class _Sent:
    """An update that was checked, with the blockers that its party has and those that it tells.

    `asked_about`: what its author was shown against their scores.
    """

    values: dict[str, Any]
    waiting: Sequence[Blocker]
    told: Sequence[Told] = ()
    asked_about: Sequence[str] = ()


class SyncAnswers:
    """Takes answers, and shows the forms for them."""

    def __init__(self, database: Database, clock: Clock, rounds: Rounds, ledger: Ledger) -> None:
        """Work on `database`; `rounds` is told of every change, `ledger` of what was shown meanwhile."""
        self._database, self._clock, self._rounds, self._ledger = database, clock, rounds, ledger
        self.typed = TypedWords(database, clock)

    async def form(self, workspace_id: str, slack_id: str, turn_id: int, *, text: str = "") -> Form:
        """Return the form behind *Answer* and *Edit*: to answer, to edit one's own words, or to add to what is there.

        `text`: words that the person typed, put into the field they belong to. Raises NotFound, NotAllowed, UserError.
        """
        async with self._database.reading(workspace_id) as session:
            standing = await standing_of_turn(session, slack_id, turn_id)
            return await answer_form(session, standing, turn_id, self._clock.now(), text)

    async def form_again(
        self,
        workspace_id: str,
        slack_id: str,
        turn_id: int,
        typed: Mapping[str, Any],
        beside: Beside = NOTHING_BESIDE,
    ) -> FormFacts:
        """Return the form of an update that is open, with what is `typed` in it (by question key) and `beside` it.

        It stays that form, whatever happened meanwhile: what becomes of the answer is decided when it is sent. Raises
        as `form` does.
        """
        async with self._database.reading(workspace_id) as session:
            standing = await standing_of_turn(session, slack_id, turn_id)
            return (await update_form(session, standing, turn_id, self._clock.now())).over(typed, beside)

    async def add_form(self, workspace_id: str, slack_id: str, prompt_id: int) -> AddFacts:
        """Return the form behind *Add something*. Raises NotFound, NotAllowed, UserError."""
        async with self._database.reading(workspace_id) as session:
            standing = await standing_of_prompt(session, slack_id, prompt_id)
            _must_be_answered(standing)
            return add_form(standing, self._clock.now())

    async def why(self, workspace_id: str, slack_id: str, turn_id: int) -> WhyFacts:
        """Return why this person is asked. Raises NotFound, NotAllowed, UserError."""
        async with self._database.reading(workspace_id) as session:
            return await why_facts(session, await standing_of_turn(session, slack_id, turn_id))

    async def prompt(self, workspace_id: str, turn_id: int) -> tuple[PromptFacts, int]:
        """Return what a turn's message says now, and which version of it that is. Raises NotFound."""
        async with self._database.reading(workspace_id) as session:
            # The version first: facts that are newer than it are then sent once more, never taken for what was shown.
            version = await self._ledger.version(session, prompt_key(turn_id))
            return await prompt_facts(session, turn_id, self._clock.now()), version

    async def shown(self, workspace_id: str, turn_id: int, version: int, ts: str) -> None:
        """Note that the message `ts` shows what `prompt` returned: the ledger's update would say the same.

        Nothing changes where it is not the message that asked, but the reminder or the menu.
        """
        async with self._database.transaction(workspace_id) as session:
            await self._ledger.shown(session, prompt_key(turn_id), version, ts)

    async def submit(
        self,
        workspace_id: str,
        slack_id: str,
        turn_id: int,
        raw: Mapping[str, Any],
        beside: Beside = NOTHING_BESIDE,
    ) -> Outcome:
        """Take an update as it was typed (by question key), with what came `beside` it; sent twice it is stored once.

        The first answer of a team is its answer, another person's becomes an addition with their name. After the round
        has closed a missing answer is taken as late, and changes to one that is there become an addition.
        Raises Refused for fields that need mending, MoreAsked where the answers ask a question that the form did not
        have, SecondLook where something speaks against a high score, else as `form` does; then nothing is stored.
        """
        now = self._clock.now()
        async with self._database.transaction(workspace_id) as session:
            standing = await standing_of_turn(session, slack_id, turn_id, locked=True)
            values = await checked(session, standing, raw, beside.stuck, now)
            told, errors = await blocker_raise.told_in(session, standing, values, beside.outside)
            if errors:
                raise Refused(errors)
            waiting = await blocker_raise.of_party(session, standing)
            shown = standing.takes(now)
            asked_about = await looked_at(session, standing, values, waiting, beside, now.date()) if shown else []
            # First, so that what came and is needed once more is a new blocker.
            await blocker_raise.close(session, self._ledger, standing, waiting, beside.came, now)
            return await self._take(session, standing, _Sent(values, waiting, told, asked_about))

    async def as_planned(self, workspace_id: str, slack_id: str, turn_id: int) -> Outcome:
        """Take *All as planned*: the plan goes on with all its items open, and the summary says so; an answer stays."""
        async with self._database.transaction(workspace_id) as session:
            standing = await standing_of_turn(session, slack_id, turn_id, locked=True)
            if standing.answer is not None:
                return _stays(standing)
            values = all_as_planned(plan_items(standing.prompt.plan), standing.questions)
            sent = _Sent(values, await blocker_raise.of_party(session, standing))
            return await self._answer(session, standing, sent, as_planned=True)

    async def skip(self, workspace_id: str, slack_id: str, turn_id: int) -> Outcome:
        """Take "nothing this week"; it can still be answered, and an answer that is there stays."""
        async with self._database.transaction(workspace_id) as session:
            standing = await standing_of_turn(session, slack_id, turn_id, locked=True)
            if standing.answer is not None:
                return _stays(standing)
            if standing.prompt.state == "skipped":
                return Outcome(Kind.UNCHANGED, standing.prompt.id)
            standing.prompt.state = "skipped"
            await self._settle(session, standing)
            return Outcome(Kind.SKIPPED, standing.prompt.id)

    async def add(self, workspace_id: str, slack_id: str, prompt_id: int, text: str) -> Outcome:
        """Add to an answer, with one's name; the same words twice are kept once.

        Raises UserError for the field `text`, NotFound, NotAllowed.
        """
        try:
            tidy = reading.text(text, reading.LONG_TEXT)
        except UserError as error:
            raise UserError(error.sentence, field=ADD_FIELD) from None
        if tidy is None:
            raise UserError("Please write what you want to add; a few words are enough.", field=ADD_FIELD)
        async with self._database.transaction(workspace_id) as session:
            standing = await standing_of_prompt(session, slack_id, prompt_id, locked=True)
            _must_be_answered(standing)
            return await self._add(session, standing, tidy)

    async def _take(self, session: AsyncSession, standing: Standing, sent: "_Sent") -> Outcome:
        answer, now, values = standing.answer, self._clock.now(), sent.values
        if answer is None:
            return await self._answer(session, standing, sent)
        if not standing.is_author:
            text = await as_text(session, standing.questions, values)
            first = standing.author or "Somebody"
            sentence = f"{first} answered for {standing.prompt.name} first. Yours is added below it, with your name."
            return await self._add(session, standing, text, sentence)
        changed = [key for key in values | answer.values if values.get(key) != answer.values.get(key)]
        if not changed and not other_outside(sent.waiting, sent.told, standing.round.id):
            return Outcome(Kind.UNCHANGED, standing.prompt.id)
        if standing.closed(now):
            text = await as_text(session, standing.questions, {key: values[key] for key in changed if key in values})
            sentence = "The sync has closed, so what you changed is added below your answer, as a late note."
            return await self._add(session, standing, text, sentence)
        answer.values, answer.edited_at, answer.as_planned = values, now, False
        answer.asked_about = list(sent.asked_about)
        answer.words = words_in(standing.questions, values)
        await note_needed(session, standing, values, now)
        await self._wait(session, standing, sent)
        await self._settle(session, standing)
        return Outcome(Kind.EDITED, standing.prompt.id)

    async def _answer(
        self, session: AsyncSession, standing: Standing, sent: "_Sent", *, as_planned: bool = False
    ) -> Outcome:
        now = self._clock.now()
        late = standing.closed(now)
        session.add(
            Answer(
                prompt_id=standing.prompt.id,
                person_id=standing.person.id,
                submitted_at=now,
                late=late,
                as_planned=as_planned,
                values=sent.values,
                asked_about=list(sent.asked_about),
                words=None if as_planned else words_in(standing.questions, sent.values),
            )
        )
        await note_speaker(session, standing.round, standing.prompt, standing.person.id)
        standing.prompt.state = "answered"
        if needs(standing, sent.values):
            await note_needed(session, standing, sent.values, now)
        await self._wait(session, standing, sent)
        await self._settle(session, standing)
        return Outcome(Kind.LATE if late else Kind.ANSWERED, standing.prompt.id)

    async def _add(self, session: AsyncSession, standing: Standing, text: str, sentence: str = "") -> Outcome:
        person, prompt = standing.person, standing.prompt
        twice = sa.select(Addition.id).where(
            Addition.prompt_id == prompt.id, Addition.person_id == person.id, Addition.text == text
        )
        if not text or await session.scalar(twice) is not None:
            return Outcome(Kind.UNCHANGED, prompt.id)
        session.add(Addition(prompt_id=prompt.id, person_id=person.id, added_at=self._clock.now(), text=text))
        await self._settle(session, standing)
        return Outcome(Kind.ADDED, prompt.id, sentence)

    async def _wait(self, session: AsyncSession, standing: Standing, sent: "_Sent") -> None:
        await session.flush()
        now = self._clock.now()
        changed = await blocker_raise.keep(session, self._ledger, standing, sent.waiting, sent.told, now)
        await refresh(session, self._ledger, changed)

    async def _settle(self, session: AsyncSession, standing: Standing) -> None:
        await session.flush()  # what is settled reads the rows that were just written
        await self._rounds.settle(session, standing.prompt)


def _must_be_answered(standing: Standing) -> None:
    if standing.answer is None:
        raise UserError(f"There is no update of {standing.prompt.name} yet, so there is nothing to add to.")


def _stays(standing: Standing) -> Outcome:
    """Say that the answer that is there was left as it is; a second tap of the same button says nothing."""
    if standing.is_author:
        again = standing.answer is not None and standing.answer.as_planned
        return Outcome(Kind.UNCHANGED, standing.prompt.id, "" if again else "Your update is in; nothing was changed.")
    name = standing.author or "Somebody"
    sentence = f"{name} has answered for {standing.prompt.name} already; nothing was changed."
    return Outcome(Kind.UNCHANGED, standing.prompt.id, sentence)
