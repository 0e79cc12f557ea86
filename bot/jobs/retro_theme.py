"""The pages of a retro's cards by their themes become words here, when they are sent."""

from collections.abc import Mapping
from typing import Any

from bot.db import Database
from bot.delivery.sender import Sender
from bot.delivery.wording import Skip
from bot.render import Words
from bot.services.retro_message import THEMES
from bot.services.retro_theme_page import page_facts
from bot.slack.gateway import Message
from bot.views.retro_theme_page import page_message


def register(sender: Sender, words: Words) -> None:
    """Let the sender word the pages."""

    async def page(database: Database, workspace_id: str, subject: Mapping[str, Any]) -> Message | Skip:
        async with database.reading(workspace_id) as session:
            facts = await page_facts(session, subject["retro_round"], subject["page"])
        return Skip("the retro is not there any more") if facts is None else page_message(words, facts)

    sender.register(THEMES, page)
