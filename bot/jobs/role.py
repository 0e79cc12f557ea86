"""Words the message to somebody whose role was changed."""

from collections.abc import Mapping
from typing import Any

from bot.db import Database
from bot.delivery.sender import Sender
from bot.delivery.wording import Skip
from bot.render import Words
from bot.services.role import GIVEN, given_facts
from bot.slack.gateway import Message
from bot.views.role import given


def register(sender: Sender, words: Words, command: str) -> None:
    """Let the sender word the message; `command` is the slash command."""

    async def role_given(database: Database, workspace_id: str, subject: Mapping[str, Any]) -> Message | Skip:
        async with database.reading(workspace_id) as session:
            facts = await given_facts(session, subject["giver"], subject["person"], subject["role"])
        return given(words, facts, command) if facts else Skip("the role was changed again")

    sender.register(GIVEN, role_given)
