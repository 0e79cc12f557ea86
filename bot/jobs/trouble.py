"""Hears of messages and timers that keep failing, and renders what their owners are told."""

from collections.abc import Mapping
from typing import Any

from bot.db import Database
from bot.delivery.sender import Sender
from bot.engine.port import Engine
from bot.render import Words
from bot.services.trouble import FAILED, STUCK, Trouble
from bot.slack.gateway import Message
from bot.views.trouble import failed_message, stuck_message


def register(engine: Engine, sender: Sender, trouble: Trouble, words: Words) -> None:
    """Let `trouble` hear of what failed, and the sender render its messages."""
    engine.on_failed_timer(trouble.timer_failed)
    sender.on_failed(trouble.delivery_failed)

    async def failed(_database: Database, workspace_id: str, subject: Mapping[str, Any]) -> Message:
        key = subject["key"]
        return failed_message(words, await trouble.failed_facts(workspace_id, key), key)

    async def stuck(_database: Database, workspace_id: str, subject: Mapping[str, Any]) -> Message:
        facts = await trouble.stuck_facts(workspace_id, subject["ritual"], subject["reason"])
        return stuck_message(words, facts)

    sender.register(FAILED, failed)
    sender.register(STUCK, stuck)
