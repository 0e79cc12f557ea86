"""Before a round opens, those whom its sync follows are compared with Slack; and the words of what is amiss."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.delivery.sender import Sender
from bot.delivery.wording import Skip
from bot.engine.port import NIGHT, DueTimer, Engine, Work, one_by_one
from bot.render import Words
from bot.services.sync_follow import TROUBLE, SyncFollows, trouble_facts
from bot.services.sync_schedule import FOLLOW, FOLLOW_NOW
from bot.slack.gateway import Message
from bot.views.sync_follow import trouble_message


def register(engine: Engine, sender: Sender, follows: SyncFollows, words: Words) -> None:
    """Let the engine plan and do the comparison, and the sender word the message to the owner."""

    async def plan(session: AsyncSession, timer: DueTimer, now: datetime) -> None:
        key = f"{timer.subject}:{now:%Y%m%d%H%M%S}"
        await engine.enqueue(session, Work(timer.workspace_id, FOLLOW, key, {"ritual": int(timer.subject)}))

    async def work(work: Work) -> None:
        await follows.compare_or_later(work.workspace_id, work.payload["ritual"])

    async def trouble(database: Database, workspace_id: str, subject: Mapping[str, Any]) -> Message | Skip:
        async with database.reading(workspace_id) as session:
            facts = await trouble_facts(session, subject["ritual"], subject["trouble"])
        return trouble_message(words, facts) if facts else Skip("all is well again")

    engine.register(FOLLOW, one_by_one(plan))
    engine.register(FOLLOW_NOW, one_by_one(plan))
    # In the lane of what may wait for Slack: messages do not.
    engine.register_worker(FOLLOW, work, lane=NIGHT)
    sender.register(TROUBLE, trouble)
