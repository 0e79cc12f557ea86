"""Slack's 429 to whoever is not the sender, a listener's reply say: the sender leaves Slack alone for that time too."""

import sqlalchemy as sa
import structlog

from bot.db import Database
from bot.delivery.pace import Pace
from bot.slack.scopes import METHODS

POST = "chat.postMessage"
"""What a reply by `response_url` counts as: Slack limits posting by any way, methods and addresses alike
(docs.slack.dev, "Rate limits")."""

log = structlog.get_logger(__name__)


class Limited:
    """Tells the pace, which all processes share, in a transaction of its own."""

    def __init__(self, database: Database, pace: Pace) -> None:
        """Write to `database` by the rules of `pace`."""
        self._database, self._pace = database, pace

    async def note(self, workspace_id: str, method: str, retry_after: float) -> None:
        """Let nobody call `method` in the workspace for `retry_after` real seconds, as Slack asked."""
        try:
            async with self._database.transaction(workspace_id) as session:
                await self._pace.penalise(session, workspace_id, method if method in METHODS else POST, retry_after)
        except sa.exc.SQLAlchemyError:
            # The person who waits for the reply is to hear of Slack, and the sender meets the same limit by itself.
            log.exception("limit_untold", workspace=workspace_id, method=method)
