"""The heartbeat of changes by time, and the words of its messages."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.db import Database
from bot.delivery.sender import Sender
from bot.delivery.wording import Skip
from bot.domain.change_heartbeat import HeartbeatFacts
from bot.engine.port import Engine, one_by_one
from bot.render import Words
from bot.services.change_heartbeat import ASKED, BEATS, LAPSED, LOOKS, ChangeHeartbeats
from bot.slack.gateway import Message
from bot.views.change_heartbeat import asked_message, lapsed_message

GONE = Skip("the change is not kept any more")

View = Callable[[Words, HeartbeatFacts], Message]


def register(engine: Engine, sender: Sender, heartbeats: ChangeHeartbeats, words: Words) -> None:
    """Let the engine ask for news in time, and the sender word what is asked."""
    engine.register(LOOKS, one_by_one(heartbeats.look))
    engine.register(BEATS, one_by_one(heartbeats.due))
    sender.register(ASKED, _renderer(heartbeats, words, asked_message))
    sender.register(LAPSED, _renderer(heartbeats, words, lapsed_message))


def _renderer(
    heartbeats: ChangeHeartbeats, words: Words, view: View
) -> Callable[[Database, str, dict[str, Any]], Awaitable[Message | Skip]]:
    async def render(database: Database, workspace_id: str, subject: dict[str, Any]) -> Message | Skip:
        async with database.reading(workspace_id) as session:
            facts = await heartbeats.asked_facts(session, subject["change"], subject["to"], subject["due"])
        return GONE if facts is None else view(words, facts)

    return render
