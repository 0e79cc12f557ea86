"""Events that were taken: Slack sends an event again when it did not hear from us, and Bolt does not notice."""

import sqlalchemy as sa

from bot.clock import Clock
from bot.db import Database
from bot.engine.upsert import insert_into, table
from models import InboxEvent


class Inbox:
    """Remembers each event of a workspace for days; Slack's last retry comes about six minutes after the first."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Keep events in `database`."""
        self._database = database
        self._clock = clock

    async def first_time(self, workspace_id: str, event_id: str) -> bool:
        """Take an event: True the first time it is seen. An event of an unknown workspace is not taken."""
        row = {"workspace_id": workspace_id, "event_id": event_id, "seen_at": self._clock.now()}
        try:
            async with self._database.transaction(workspace_id) as session:
                insert = insert_into(session, InboxEvent).values(row)
                new = insert.on_conflict_do_nothing(index_elements=["workspace_id", "event_id"])
                taken = await session.scalar(new.returning(table(InboxEvent).c.id))
        except sa.exc.IntegrityError:
            return False
        return taken is not None
