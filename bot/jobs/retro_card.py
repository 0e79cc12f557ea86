"""Words the cards of a retro in its thread, and the question whether some may be shown with names."""

from collections.abc import Mapping
from typing import Any

from bot.clock import Clock
from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.delivery.sender import Sender
from bot.delivery.wording import Skip
from bot.jobs.retro import GONE, wait
from bot.render import Words
from bot.services import retro_message, retro_names, retro_thread
from bot.slack.gateway import Message
from bot.views.retro_names import names_message
from bot.views.retro_thread import page as page_message

OVER = Skip("the retro had gone on, or was deleted, before the question went out")


def register(sender: Sender, ledger: Ledger, words: Words, clock: Clock) -> None:
    """Let the sender word these messages."""

    async def page(database: Database, workspace_id: str, subject: Mapping[str, Any]) -> Message | Skip:
        async with database.reading(workspace_id) as session:
            facts = await retro_thread.page_facts(session, subject["retro_round"], subject["page"])
        return GONE if facts is None else page_message(words, facts)

    async def names(database: Database, workspace_id: str, subject: Mapping[str, Any]) -> Message | Skip:
        part = subject["retro_part"]
        async with database.reading(workspace_id) as session:
            facts = await retro_names.names_facts(session, part, clock.now())
            there = await ledger.where(session, retro_message.names_key(part)) is not None
        if facts is None:
            return GONE
        return OVER if facts.over and not there else names_message(words, facts)

    sender.register(retro_message.CARDS, page)
    sender.register(retro_message.NAMES, names)
    sender.heed_quiet(retro_message.NAMES, wait)
