"""Away dates by time: whoever comes back hears what moved, whoever was noted as away by another one hears of that."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.delivery.sender import Sender
from bot.delivery.wording import Skip
from bot.engine.port import Engine
from bot.jobs.shared import planned
from bot.render import Words
from bot.services.away import NOTED, noted_facts
from bot.services.away_back import BACK, RETURNS, back_facts, plan_return
from bot.slack.gateway import Message
from bot.views import away


def register(engine: Engine, sender: Sender, ledger: Ledger, words: Words) -> None:
    """Let the engine plan returns, and the sender word what is said."""

    async def back(database: Database, workspace_id: str, subject: Mapping[str, Any]) -> Message | Skip:
        first, last = (date.fromisoformat(subject[end]) for end in ("first", "last"))
        async with database.reading(workspace_id) as session:
            facts = await back_facts(session, subject["person"], first, last)
        return away.back(words, facts) if facts.moved else Skip("nothing moved while they were away")

    async def noted(database: Database, workspace_id: str, subject: Mapping[str, Any]) -> Message | Skip:
        async with database.reading(workspace_id) as session:
            facts = await noted_facts(session, subject)
        return away.noted(words, facts) if facts else Skip("the dates were changed again")

    engine.register(RETURNS, planned(plan_return, ledger))
    sender.register(BACK, back)
    sender.register(NOTED, noted)
