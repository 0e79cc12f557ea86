"""Digests by time, and the words of their messages."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.delivery.sender import Sender
from bot.delivery.wording import Skip
from bot.engine.port import DueTimer, Engine, one_by_one
from bot.render import Words
from bot.services.digest_owner import PASSED_ON, passed_on
from bot.services.digest_plan import COMES, KIND, plan_digest, week_facts
from bot.slack.gateway import Message
from bot.views.digest import week
from bot.views.digest_plan import passed_on_message


def register(engine: Engine, sender: Sender, ledger: Ledger, words: Words, clock: Clock, command: str) -> None:
    """Let the engine plan what is due, and the sender word it; `command` is the slash command."""

    async def comes(session: AsyncSession, timer: DueTimer, now: datetime) -> None:
        await plan_digest(session, ledger, timer, now)

    async def worded(database: Database, workspace_id: str, subject: Mapping[str, Any]) -> Message | Skip:
        async with database.reading(workspace_id) as session:
            found = await week_facts(session, subject, clock.now())
        if found is None:
            return Skip("it was stopped before it went out")
        facts, plan, owner = found
        return week(words, facts, plan, owner, command)

    async def passed(database: Database, workspace_id: str, subject: Mapping[str, Any]) -> Message | Skip:
        async with database.reading(workspace_id) as session:
            facts = await passed_on(session, subject["digest"], subject["person"])
        return passed_on_message(words, facts, command) if facts else Skip("the digest has another owner by now")

    engine.register(COMES, one_by_one(comes))
    sender.register(KIND, worded)
    sender.register(PASSED_ON, passed)
