"""The words of the messages around approving an announcement."""

from collections.abc import Mapping
from typing import Any

from bot.clock import Clock
from bot.db import Database
from bot.delivery.sender import Sender
from bot.delivery.wording import Skip
from bot.engine.port import Engine, one_by_one
from bot.render import Words
from bot.services.announcement_carry import CARRIES
from bot.services.announcement_carry_on import AnnouncementCarrying
from bot.services.announcement_sign_message import ASK, EDIT, NEWS, ask_key
from bot.services.announcement_sign_read import sign_facts, sign_news
from bot.services.posted import is_posted
from bot.slack.gateway import Message
from bot.views.announcement_sign import ask_message, gone_message, news_message

GONE = Skip("the announcement is not kept any more")


def register(engine: Engine, sender: Sender, carrying: AnnouncementCarrying, words: Words, clock: Clock) -> None:
    """Let the engine carry on what was let go, and the sender word the messages."""
    engine.register(CARRIES, one_by_one(carrying.due))

    async def ask(database: Database, workspace_id: str, subject: Mapping[str, Any]) -> Message | Skip:
        async with database.reading(workspace_id) as session:
            facts = await sign_facts(session, subject, clock.now())
            if facts is None:
                return gone_message(words) if await is_posted(session, ask_key(subject)) else GONE
        return ask_message(words, facts)

    async def news(database: Database, workspace_id: str, subject: Mapping[str, Any]) -> Message | Skip:
        async with database.reading(workspace_id) as session:
            facts = await sign_news(session, subject)
        return GONE if facts is None else news_message(words, facts)

    sender.register(ASK, ask)
    sender.register(NEWS, news)
    sender.register(EDIT, news)
