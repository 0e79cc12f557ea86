"""Words the message to the new owner of syncs."""

from collections.abc import Mapping
from typing import Any

from bot.db import Database
from bot.delivery.sender import Sender
from bot.delivery.wording import Skip
from bot.render import Words
from bot.services.sync_owner import PASSED_ON, passed_on
from bot.slack.gateway import Message
from bot.views.sync_owner import passed_on_message


def register(sender: Sender, words: Words) -> None:
    """Let the sender word the message; by then the syncs may have another owner."""

    async def passed(database: Database, workspace_id: str, subject: Mapping[str, Any]) -> Message | Skip:
        async with database.reading(workspace_id) as session:
            syncs = await passed_on(session, subject["person"], subject["rituals"])
        return passed_on_message(words, syncs) if syncs else Skip("the syncs have another owner by now")

    sender.register(PASSED_ON, passed)
