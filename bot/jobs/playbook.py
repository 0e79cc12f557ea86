"""Pages and questions by time, and the words of all their messages."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.delivery.ledger import Ledger
from bot.delivery.sender import Sender
from bot.delivery.wording import Skip
from bot.engine.port import Engine
from bot.jobs.shared import Facts, planned, worded
from bot.render import Words
from bot.services import playbook_message as kinds
from bot.services import playbook_question_timer, playbook_review
from bot.services.playbook_mended import mended
from bot.services.playbook_question_read import asked_of, question_facts
from bot.services.playbook_told import added_pages, complaints, given_pages, to_review, unused
from bot.slack.gateway import Message
from bot.views import playbook_question, playbook_told


def register(engine: Engine, sender: Sender, ledger: Ledger, words: Words, clock: Clock) -> None:
    """Let the engine plan what is due, and the sender word the messages."""
    engine.register(playbook_review.KIND, planned(playbook_review.plan, ledger))
    engine.register(playbook_question_timer.REMINDS, planned(playbook_question_timer.plan_reminder, ledger))
    engine.register(playbook_question_timer.TELLS, planned(playbook_question_timer.plan_late, ledger))
    for kind, word in (*_of_pages(words, clock).items(), *_of_questions(words).items()):
        sender.register(kind, worded(word, "the question is not kept any more"))


def _of_pages(words: Words, clock: Clock) -> Mapping[str, Facts]:
    """Return how each kind of message about pages is worded."""

    async def reviewed(session: AsyncSession, subject: Mapping[str, Any]) -> Message:
        return playbook_told.review_message(words, await to_review(session, subject))

    async def unread(session: AsyncSession, subject: Mapping[str, Any]) -> Message:
        return playbook_told.unused_message(words, await unused(session, subject))

    async def outdated(session: AsyncSession, subject: Mapping[str, Any]) -> Message:
        return playbook_told.outdated_message(words, await complaints(session, subject))

    async def looked_at(session: AsyncSession, subject: Mapping[str, Any]) -> Message | Skip:
        facts = await mended(session, subject)
        if facts is None:
            return Skip("they found it out of date once more, or may not read it any more")
        return playbook_told.mended_message(words, facts)

    async def given(session: AsyncSession, subject: Mapping[str, Any]) -> Message:
        return playbook_told.given_message(words, await given_pages(session, subject, clock.now()))

    async def added(session: AsyncSession, subject: Mapping[str, Any]) -> Message:
        return playbook_told.added_message(words, await added_pages(session, subject, clock.now()))

    return {
        kinds.REVIEW: reviewed,
        kinds.UNUSED: unread,
        kinds.OUTDATED: outdated,
        kinds.MENDED: looked_at,
        kinds.GIVEN: given,
        kinds.ADDED: added,
    }


def _of_questions(words: Words) -> Mapping[str, Facts]:
    """Return how each kind of message about questions is worded."""

    async def asked(session: AsyncSession, subject: Mapping[str, Any]) -> Message:
        facts, theirs = await question_facts(session, subject["question"]), await _theirs(session, subject)
        return playbook_question.asked_message(words, facts, theirs=theirs)

    async def due(session: AsyncSession, subject: Mapping[str, Any]) -> Message:
        facts, theirs = await question_facts(session, subject["question"]), await _theirs(session, subject)
        return playbook_question.due_message(words, facts, theirs=theirs)

    async def in_channel(session: AsyncSession, subject: Mapping[str, Any]) -> Message:
        return playbook_question.channel_message(words, await question_facts(session, subject["question"]))

    async def answered(session: AsyncSession, subject: Mapping[str, Any]) -> Message:
        return playbook_question.answered_message(words, await question_facts(session, subject["question"]))

    async def late(session: AsyncSession, subject: Mapping[str, Any]) -> Message:
        facts, theirs = await question_facts(session, subject["question"]), await _theirs(session, subject)
        return playbook_question.late_message(words, facts, theirs=theirs)

    return {
        kinds.ASKED: asked,
        kinds.DUE: due,
        kinds.IN_CHANNEL: in_channel,
        kinds.ANSWERED: answered,
        kinds.LATE: late,
    }


async def _theirs(session: AsyncSession, subject: Mapping[str, Any]) -> bool:
    """Tell whether whoever a message went to is still the one who answers."""
    return (await asked_of(session, subject["question"])).owner_id == int(subject["owner"])
