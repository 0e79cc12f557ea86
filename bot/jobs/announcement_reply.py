"""What comes of the replies to announcements: the words of these messages."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.delivery.sender import Sender
from bot.delivery.wording import Skip
from bot.domain.announcement import Reply
from bot.domain.announcement_message import AnnouncementFacts
from bot.engine.port import Engine, one_by_one
from bot.jobs.shared import Facts, worded
from bot.render import Words
from bot.services import announcement_message
from bot.services import announcement_reply_message as messages
from bot.services.announcement_correction_read import corrections_facts, declined_one
from bot.services.announcement_facts import reader_facts
from bot.services.announcement_remind import LOOKS, REMINDS, AnnouncementReminders
from bot.services.announcement_reply_read import helpers_facts, needs_help_facts
from bot.slack.gateway import Message
from bot.views import announcement_correction as views
from bot.views.announcement_reply import declined_message, reminder_message

GONE = Skip("the announcement is not kept any more")
REPLIED = Skip("they have replied meanwhile")
ANEW = Skip("they said something else meanwhile")

Subject = Mapping[str, Any]


def register(engine: Engine, sender: Sender, reminders: AnnouncementReminders, words: Words, clock: Clock) -> None:
    """Let the engine remind those whose time has come, and the sender word the messages."""
    engine.register(REMINDS, one_by_one(reminders.due))
    engine.register(LOOKS, one_by_one(reminders.look))
    for kind, word in {**_to_those_who_run_it(words), **_to_readers(reminders, words, clock)}.items():
        sender.register(kind, worded(word))


def _to_those_who_run_it(words: Words) -> Mapping[str, Facts]:
    async def corrections(session: AsyncSession, subject: Subject) -> Message | Skip:
        facts = await corrections_facts(session, subject["batch"])
        return views.taken_back_message(words) if facts is None else views.corrections_message(words, facts)

    async def helpers(session: AsyncSession, subject: Subject) -> Message | Skip:
        facts = await helpers_facts(session, subject["announcement"])
        return GONE if facts is None else views.helpers_message(words, facts)

    async def need_help(session: AsyncSession, subject: Subject) -> Message | Skip:
        facts = await needs_help_facts(session, subject["reader"], again="again" in subject)
        return GONE if facts is None else views.need_help_message(words, facts)

    return {messages.CORRECTION: corrections, messages.HELPERS: helpers, messages.NEED_HELP: need_help}


def _to_readers(reminders: AnnouncementReminders, words: Words, clock: Clock) -> Mapping[str, Facts]:
    async def facts_of(session: AsyncSession, subject: Subject) -> AnnouncementFacts | None:
        found = await reader_facts(session, subject["reader"], clock.now())
        return None if found is None else found[0]

    async def declined(session: AsyncSession, subject: Subject) -> Message | Skip:
        facts = await facts_of(session, subject)
        if facts is None:
            return GONE
        one = await declined_one(session, subject["correction"])
        return ANEW if one is None else declined_message(words, replace(facts, correction=one))

    async def reminder(session: AsyncSession, subject: Subject) -> Message | Skip:
        facts = await facts_of(session, subject)
        if facts is None:
            return GONE
        key = messages.reminder_key(subject["reader"], subject.get("number", 1))
        # Slack may have been out of reach for hours since it was planned.
        if facts.reply is not Reply.NONE and await reminders.ledger.where(session, key) is None:
            return REPLIED
        return reminder_message(words, facts)

    return {announcement_message.DECLINED: declined, announcement_message.REMINDER: reminder}
