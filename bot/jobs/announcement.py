"""Announcements by time: readers and channels when they are due, how far it is, and the words of all messages."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.delivery.sender import Sender
from bot.delivery.wording import Skip
from bot.domain.announcement import State
from bot.domain.announcement_progress import Progress
from bot.engine.port import Engine, one_by_one
from bot.jobs.shared import Facts, worded
from bot.render import Words
from bot.services import announcement_message as messages
from bot.services.announcement_facts import channel_facts, reader_facts
from bot.services.announcement_joiner import JOINERS
from bot.services.announcement_progress import LOOKS, progress_facts
from bot.services.announcement_way import POSTS, SENDS, AnnouncementWay
from bot.slack.gateway import Message
from bot.views.announcement_message import again_message, announcement_message, page_message
from bot.views.announcement_progress import done_message, progress_message

GONE = Skip("the announcement is not kept any more")
STOPPED = Skip("the announcement was stopped before this was sent")

Subject = Mapping[str, Any]


def register(engine: Engine, sender: Sender, way: AnnouncementWay, words: Words, clock: Clock) -> None:
    """Let the engine plan what is due, and the sender word the messages."""
    engine.register(SENDS, one_by_one(way.send_due))
    engine.register(POSTS, one_by_one(way.post_due))
    engine.register(LOOKS, one_by_one(way.look))
    engine.register(JOINERS, one_by_one(way.joined))
    for kind, word in {**_to_readers(way, words, clock), **_of_itself(way, words, clock)}.items():
        sender.register(kind, worded(word))


def _to_readers(way: AnnouncementWay, words: Words, clock: Clock) -> Mapping[str, Facts]:
    """Return how what readers get is worded; what was stopped before it was posted is not."""

    async def reader(session: AsyncSession, subject: Subject) -> Message | Skip:
        found = await reader_facts(session, subject["reader"], clock.now())
        if found is None:
            return GONE
        facts, state = found
        key = messages.reader_key(subject["reader"])
        if state is State.STOPPED and await way.ledger.where(session, key) is None:
            return STOPPED
        return announcement_message(words, facts)

    async def page(session: AsyncSession, subject: Subject) -> Message | Skip:
        found = await reader_facts(session, subject["reader"], clock.now())
        return GONE if found is None else page_message(words, found[0], subject["page"])

    async def again(session: AsyncSession, subject: Subject) -> Message | Skip:
        found = await reader_facts(session, subject["reader"], clock.now())
        return GONE if found is None else again_message(words, found[0])

    return {**dict.fromkeys(messages.TO_READERS, reader), messages.PAGE: page, messages.AGAIN: again}


def _of_itself(way: AnnouncementWay, words: Words, clock: Clock) -> Mapping[str, Facts]:
    """Return how what stands in channels is worded, and what whoever signed it is told."""

    async def channel(session: AsyncSession, subject: Subject) -> Message | Skip:
        found = await channel_facts(session, subject["announcement"], clock.now())
        if found is None:
            return GONE
        facts, state = found
        key = messages.channel_key(subject["announcement"], subject["channel"])
        if state is State.STOPPED and await way.ledger.where(session, key) is None:
            return STOPPED
        return announcement_message(words, facts)

    async def channel_page(session: AsyncSession, subject: Subject) -> Message | Skip:
        found = await channel_facts(session, subject["announcement"], clock.now())
        return GONE if found is None else page_message(words, found[0], subject["page"])

    async def progress(session: AsyncSession, subject: Subject) -> Message | Skip:
        facts = await counted(session, subject)
        return GONE if facts is None else progress_message(words, facts)

    async def done(session: AsyncSession, subject: Subject) -> Message | Skip:
        facts = await counted(session, subject)
        return GONE if facts is None else done_message(words, facts)

    async def counted(session: AsyncSession, subject: Subject) -> Progress | None:
        return await progress_facts(session, subject["announcement"], clock.now())

    return {
        messages.CHANNEL: channel,
        messages.CHANNEL_PAGE: channel_page,
        messages.PROGRESS: progress,
        messages.DONE: done,
    }
