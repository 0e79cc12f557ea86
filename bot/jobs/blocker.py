"""Blockers by time, and the words of their messages."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.clock import Clock
from bot.db import Database
from bot.delivery.sender import Sender
from bot.delivery.wording import Skip
from bot.domain.blocker import State
from bot.engine.port import Engine, one_by_one
from bot.render import Words
from bot.services import blocker_message
from bot.services.blocker_due import REMIND, BlockerTimes
from bot.services.blocker_facts import here_facts, news_facts, one_facts, raised_facts
from bot.services.blocker_raise import TELL
from bot.slack.gateway import Message
from bot.views.blocker import due_message, here_message, more_message, news_message
from bot.views.blocker_new import raised_message

CLOSED = "it was closed or moved before the reminder went out"


def register(engine: Engine, sender: Sender, times: BlockerTimes, words: Words, clock: Clock, command: str) -> None:
    """Let the engine plan the timers of blockers and the sender word their messages; `command`: the slash command."""
    engine.register(TELL, times.tell)
    engine.register(REMIND, one_by_one(times.remind))

    async def here(database: Database, workspace_id: str, subject: Mapping[str, Any]) -> Message:
        async with database.reading(workspace_id) as session:
            facts = await here_facts(session, subject, clock.now())
        return here_message(words, facts, command)

    async def more(database: Database, workspace_id: str, subject: Mapping[str, Any]) -> Message:
        async with database.reading(workspace_id) as session:
            one = await one_facts(session, subject["blocker"])
        return more_message(words, one, again=subject.get("again", False))

    async def news(database: Database, workspace_id: str, subject: Mapping[str, Any]) -> Message:
        async with database.reading(workspace_id) as session:
            return news_message(words, await news_facts(session, subject, clock.now()))

    async def due(database: Database, workspace_id: str, subject: Mapping[str, Any]) -> Message | Skip:
        async with database.reading(workspace_id) as session:
            one, day = await one_facts(session, subject["blocker"]), date.fromisoformat(subject["day"])
            there = await times.was_reminded(session, one.id, day)
        needed = one.state is State.TAKEN and one.due_on == day
        return due_message(words, one, day, clock.now()) if needed or there else Skip(CLOSED)

    async def raised(database: Database, workspace_id: str, subject: Mapping[str, Any]) -> Message:
        async with database.reading(workspace_id) as session:
            return raised_message(words, await raised_facts(session, subject["blocker"], clock.now()))

    sender.register(blocker_message.HERE, here)
    sender.register(blocker_message.MORE, more)
    sender.register(blocker_message.NEWS, news)
    sender.register(blocker_message.DUE, due)
    sender.register(blocker_message.RAISED, raised)
