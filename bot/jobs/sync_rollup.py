"""The summaries of syncs: planned by the services, they become words here."""

from collections.abc import Mapping
from typing import Any

from bot.clock import Clock
from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.delivery.sender import Sender
from bot.delivery.wording import Skip
from bot.render import Words
from bot.services import sync_message
from bot.services.sync_rollup import details_facts, rollup_facts
from bot.services.sync_week import week_facts
from bot.slack.gateway import Message
from bot.views.sync_rollup import details_message, emptied_message, rollup_message, week_message

NOTHING_TO_SHOW = "nothing to show in this message"


def register(sender: Sender, ledger: Ledger, words: Words, clock: Clock, command: str) -> None:
    """Let the sender render summaries, their details, and the message of a week; `command` is the slash command."""

    async def rollup(database: Database, workspace_id: str, subject: Mapping[str, Any]) -> Message | Skip:
        async with database.reading(workspace_id) as session:
            facts = await rollup_facts(session, subject["round"], clock.now().date())
        return rollup_message(words, facts, command)

    async def week(database: Database, workspace_id: str, subject: Mapping[str, Any]) -> Message | Skip:
        async with database.reading(workspace_id) as session:
            return week_message(words, await week_facts(session, subject, clock.now().date()))

    async def details(database: Database, workspace_id: str, subject: Mapping[str, Any]) -> Message | Skip:
        group, page = subject["group"], subject.get("page", 0)
        async with database.reading(workspace_id) as session:
            facts = await details_facts(session, subject["round"], group)
        message = details_message(words, facts, page)
        if message is not None:
            return message
        async with database.reading(workspace_id) as session:
            there = await ledger.where(session, sync_message.details_key(subject["round"], group, page))
        return emptied_message(words) if there else Skip(NOTHING_TO_SHOW)

    sender.register(sync_message.ROLLUP, rollup)
    sender.register(sync_message.WEEK, week)
    sender.register(sync_message.DETAILS, details)
