"""Short retros by time: people are asked, the time for writing is over, and the words of both messages."""

from collections.abc import Mapping
from typing import Any

from bot.db import Database
from bot.delivery.sender import Sender
from bot.delivery.wording import Skip
from bot.engine.port import Engine, one_by_one
from bot.render import Words
from bot.services.change_retro import CLOSES, SENDS, ChangeRetros
from bot.services.change_retro_card import ChangeRetroWriting
from bot.services.change_retro_message import ASKED, TOLD, asked_key
from bot.services.change_retro_read import told_facts
from bot.slack.gateway import Message
from bot.views.change_retro import told_message
from bot.views.change_retro_card import prompt_message

GONE = Skip("the retro is not kept any more")
OVER = Skip("the time for writing was over before this was sent")


def register(
    engine: Engine, sender: Sender, retros: ChangeRetros, writing: ChangeRetroWriting, words: Words, command: str
) -> None:
    """Let the engine plan what is due, and the sender word the messages."""

    async def asked(database: Database, workspace_id: str, subject: Mapping[str, Any]) -> Message | Skip:
        async with database.reading(workspace_id) as session:
            facts = await writing.prompt(session, subject["asked"])
            if facts is None:
                return GONE
            if facts.state != "open" and await retros.ledger.where(session, asked_key(subject["asked"])) is None:
                return OVER
        return prompt_message(words, facts)

    async def told(database: Database, workspace_id: str, subject: Mapping[str, Any]) -> Message | Skip:
        async with database.reading(workspace_id) as session:
            found = await told_facts(session, subject["retro"])
        return GONE if found is None else told_message(words, *found, subject["state"], command)

    engine.register(SENDS, one_by_one(retros.send_due))
    engine.register(CLOSES, one_by_one(retros.close_due))
    sender.register(ASKED, asked)
    sender.register(TOLD, told)
