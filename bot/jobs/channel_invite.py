"""Words the message that asks a sync's owner to invite Drumbeat into the channel of its summary."""

from collections.abc import Mapping
from typing import Any

from bot.db import Database
from bot.delivery.sender import Sender
from bot.delivery.wording import Skip
from bot.render import Words
from bot.services.channel_invite import KIND, invite_facts
from bot.slack.gateway import Message
from bot.views.channel_invite import invite_message


def register(sender: Sender, words: Words) -> None:
    """Let the sender word the message; by then somebody may have invited Drumbeat already."""

    async def invite(database: Database, workspace_id: str, subject: Mapping[str, Any]) -> Message | Skip:
        async with database.reading(workspace_id) as session:
            facts = await invite_facts(session, subject["ritual"], subject["channel"])
        return invite_message(words, facts) if facts else Skip("Drumbeat is in the channel by now")

    sender.register(KIND, invite)
