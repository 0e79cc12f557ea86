"""What planners and renderers of most nouns are made with."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.delivery.wording import Skip
from bot.engine.port import DueTimer, Planner, one_by_one
from bot.errors import NotFound
from bot.slack.gateway import Message

Facts = Callable[[AsyncSession, Mapping[str, Any]], Awaitable[Message | Skip]]
"""Words a message by its subject, within a reading session."""

Planning = Callable[[AsyncSession, Ledger, DueTimer, datetime], Awaitable[None]]
"""Plans one due timer, with its messages."""


def planned(planning: Planning, ledger: Ledger) -> Planner:
    """Return a planner that lets `planning` plan one timer after the other into `ledger`."""

    async def plan(session: AsyncSession, timer: DueTimer, now: datetime) -> None:
        await planning(session, ledger, timer, now)

    return one_by_one(plan)


def worded(
    facts: Facts, gone: str = "what it was about is not kept any more"
) -> Callable[[Database, str, Mapping[str, Any]], Awaitable[Message | Skip]]:
    """Return a renderer that reads and words by `facts`; what is not there any more is skipped, with `gone` as why."""

    async def render(database: Database, workspace_id: str, subject: Mapping[str, Any]) -> Message | Skip:
        try:
            async with database.reading(workspace_id) as session:
                return await facts(session, subject)
        except NotFound:
            return Skip(gone)

    return render
