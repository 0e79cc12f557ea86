"""Words the messages about decisions."""

from collections.abc import Mapping
from typing import Any

from bot.db import Database
from bot.delivery.sender import Sender, Skip
from bot.render import Words
from bot.services import decision_message
from bot.services.decision_read import as_of, shown_one
from bot.slack.gateway import Message
from bot.views.decision import settled_message


def register(sender: Sender, words: Words) -> None:
    """Let the sender word the messages."""

    async def settled(database: Database, workspace_id: str, subject: Mapping[str, Any]) -> Message | Skip:
        async with database.reading(workspace_id) as session:
            one = await shown_one(session, subject["decision"])
            current = await as_of(session, subject["decision"])
        if one is None or current != subject["revision"]:
            return Skip("the decision was changed again")
        return settled_message(words, one)

    sender.register(decision_message.SETTLED, settled)
