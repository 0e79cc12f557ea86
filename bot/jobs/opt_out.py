"""Words the messages about being left out of a sync."""

from collections.abc import Mapping
from typing import Any

from bot.db import Database
from bot.delivery.sender import Sender
from bot.delivery.wording import Skip
from bot.render import Words
from bot.services.opt_out_message import ASKED, TOLD
from bot.services.opt_out_read import opt_out_with
from bot.slack.gateway import Message
from bot.views.opt_out import request_message, told_message

GONE = "the request is not kept any more"


def register(sender: Sender, words: Words) -> None:
    """Let the sender word the question to the owner, and the answer to whoever asked."""

    async def asked(database: Database, workspace_id: str, subject: Mapping[str, Any]) -> Message | Skip:
        async with database.reading(workspace_id) as session:
            one = await opt_out_with(session, subject["opt_out"])
        return Skip(GONE) if one is None else request_message(words, one, theirs=one.owner_id == subject["owner"])

    async def told(database: Database, workspace_id: str, subject: Mapping[str, Any]) -> Message | Skip:
        async with database.reading(workspace_id) as session:
            one = await opt_out_with(session, subject["opt_out"])
        return told_message(words, one) if one and one.state == subject["state"] else Skip("it was decided anew")

    sender.register(ASKED, asked)
    sender.register(TOLD, told)
