"""Words what is said once a change has passed on."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.clock import Clock
from bot.db import Database
from bot.delivery.sender import Sender
from bot.delivery.wording import Skip
from bot.domain.change_hand import HandFacts
from bot.render import Words
from bot.services.change_hand import GIVEN, KNOWN
from bot.services.change_hand_read import hand_facts
from bot.services.posted import is_posted
from bot.slack.gateway import Message
from bot.views.change_hand import given_message, gone_message, known_message

GONE = Skip("the change is not kept any more")


def register(sender: Sender, words: Words, clock: Clock) -> None:
    """Let the sender word the messages."""
    sender.register(GIVEN, _renderer(words, clock, given_message))
    sender.register(KNOWN, _renderer(words, clock, known_message))


def _renderer(
    words: Words, clock: Clock, view: Callable[[Words, HandFacts], Message]
) -> Callable[[Database, str, dict[str, Any]], Awaitable[Message | Skip]]:
    async def render(database: Database, workspace_id: str, subject: dict[str, Any]) -> Message | Skip:
        async with database.reading(workspace_id) as session:
            facts = await hand_facts(session, subject, clock.now())
            if facts is None:
                return gone_message(words) if await is_posted(session, str(subject.get("key"))) else GONE
        return view(words, facts)

    return render
