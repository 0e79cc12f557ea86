"""Words the question whether an announcement may go although it is a lot, and the answer."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.db import Database
from bot.delivery.sender import Sender
from bot.delivery.wording import Skip
from bot.domain.change_load_ask import LoadAsk
from bot.errors import NotFound
from bot.render import Words
from bot.services.change_load_ask import ASKED, TOLD, load_ask
from bot.slack.gateway import Message
from bot.views.change_load import ask_message, told_message

GONE = Skip("the announcement is not kept any more")


def register(sender: Sender, words: Words) -> None:
    """Let the sender word both."""
    sender.register(ASKED, _renderer(words, ask_message))
    sender.register(TOLD, _renderer(words, told_message))


def _renderer(words: Words, view: Callable[[Words, LoadAsk], Message]) -> Any:
    async def render(database: Database, workspace_id: str, subject: Mapping[str, Any]) -> Message | Skip:
        async with database.reading(workspace_id) as session:
            try:
                return view(words, await load_ask(session, subject["ask"]))
            except NotFound:
                return GONE

    return render
