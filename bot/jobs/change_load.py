"""Words the question whether an announcement may go although it is a lot, and the answer."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.sender import Sender
from bot.delivery.wording import Skip
from bot.errors import NotFound
from bot.jobs.shared import worded
from bot.render import Words
from bot.services.change_load_ask import ASKED, TOLD, asked_key, load_ask
from bot.services.posted import is_posted
from bot.slack.gateway import Message
from bot.views.change_load import ask_message, gone_message, told_message

GONE = Skip("the announcement is not kept any more")


def register(sender: Sender, words: Words) -> None:
    """Let the sender word both."""

    async def asked(session: AsyncSession, subject: Mapping[str, Any]) -> Message | Skip:
        try:
            return ask_message(words, await load_ask(session, subject["ask"]))
        except NotFound:
            return gone_message(words) if await is_posted(session, asked_key(subject["ask"])) else GONE

    async def told(session: AsyncSession, subject: Mapping[str, Any]) -> Message | Skip:
        return told_message(words, await load_ask(session, subject["ask"]))

    sender.register(ASKED, worded(asked))
    sender.register(TOLD, worded(told, GONE.reason))
