"""The map of who waits on whom, worded for the thread of a summary when it is sent."""

from collections.abc import Mapping
from typing import Any

from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.delivery.sender import Sender
from bot.delivery.wording import Skip
from bot.render import Words
from bot.services import sync_message
from bot.services.sync_map import map_facts
from bot.slack.gateway import Message
from bot.views.sync_map import map_in_thread
from bot.views.sync_rollup import emptied_message

NOBODY_WAITS = "nobody waits on anybody"


def register(sender: Sender, ledger: Ledger, words: Words, command: str) -> None:
    """Let the sender render the map; `command` is the slash command."""

    async def render(database: Database, workspace_id: str, subject: Mapping[str, Any]) -> Message | Skip:
        async with database.reading(workspace_id) as session:
            facts = await map_facts(session, subject["round"])
            message = map_in_thread(words, facts, command)
            if message is None and await ledger.where(session, sync_message.map_key(subject["round"])) is None:
                return Skip(NOBODY_WAITS)
        return message or emptied_message(words)

    sender.register(sync_message.MAP, render)
