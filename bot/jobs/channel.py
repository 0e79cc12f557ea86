"""The hello in a channel, worded when it is sent."""

from collections.abc import Mapping
from typing import Any

from bot.db import Database
from bot.delivery.sender import Sender
from bot.render import Words
from bot.services.channel import WELCOME, welcome_facts
from bot.slack.gateway import Message
from bot.views.channel import welcome_message


def register(sender: Sender, words: Words, command: str) -> None:
    """Let the sender word the hello; `command` is the slash command."""

    async def welcome(database: Database, workspace_id: str, subject: Mapping[str, Any]) -> Message:
        async with database.reading(workspace_id) as session:
            facts = await welcome_facts(session, subject["channel"], subject.get("inviter", ""), command)
        return welcome_message(words, facts)

    sender.register(WELCOME, welcome)
