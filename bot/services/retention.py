"""Deletes what is over its time, in short transactions: neither database is held up for long, at any size."""

from collections import Counter
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.domain.retention import Keeping, Swept
from bot.engine.timers import set_timer
from bot.services.nightly import begin_nightly
from bot.services.people import next_night
from bot.services.retention_part import Part
from bot.services.retention_parts import parts

RETENTION = "retention"
"""Kind of the nightly timer, and of the work that it asks for."""

NIGHT = 3
"""UTC hour, after the comparison with Slack's lists; the minute differs from workspace to workspace."""

BATCH = 1000
"""Rows that a transaction deletes at most."""

BATCHES = 10
"""Transactions at a time. What is left is deleted after the next tick."""


class Retention:
    """Deletes what is kept no longer."""

    def __init__(
        self, database: Database, clock: Clock, keeping: Keeping, *, batch: int = BATCH, batches: int = BATCHES
    ) -> None:
        """Delete from `database` what is over the days of `keeping`, by business time.

        At a time at most `batch` rows a transaction, and `batches` transactions.
        """
        self._database, self._clock, self._keeping = database, clock, keeping
        self._batch, self._batches = batch, batches

    async def begin(self, workspace_id: str) -> None:
        """Delete from the next night on."""
        await begin_nightly(self._database, workspace_id, RETENTION, self.next_night(workspace_id))

    async def schedule(self, session: AsyncSession, workspace_id: str, when: datetime) -> None:
        """Let the next deletion be at `when`."""
        await set_timer(session, workspace_id, RETENTION, "", when)

    def next_night(self, workspace_id: str) -> datetime:
        """Return the next instant at which a workspace's turn comes by itself."""
        return next_night(workspace_id, self._clock.now(), hour=NIGHT)

    async def delete_old(self, workspace_id: str) -> Swept:
        """Delete what is over its time, as much as goes at a time; safe to repeat, and to be cut short at any point.

        It is found by plain reads, since those keep nobody from writing.
        """
        counts: Counter[str] = Counter()
        left = self._batches
        wanted = parts(self._keeping, self._clock.now())
        found = True
        while found:
            found = False
            for part in wanted:
                while ids := await self._find(workspace_id, part):
                    if left == 0:
                        return Swept(dict(counts), more=True)
                    counts[part.name] += await self._delete(workspace_id, part, ids)
                    found, left = True, left - 1
        return Swept(dict(counts))

    async def _find(self, workspace_id: str, part: Part) -> list[Any]:
        over = sa.select(part.key).where(*part.over).limit(self._batch)
        async with self._database.reading(workspace_id) as session:
            return list(await session.scalars(over))

    async def _delete(self, workspace_id: str, part: Part, ids: list[Any]) -> int:
        over = sa.delete(part.model).where(part.key.in_(ids), *part.still)
        async with self._database.transaction(workspace_id) as session:
            gone: sa.CursorResult[Any] = await session.execute(  # type: ignore[assignment]
                over.execution_options(synchronize_session=False)
            )
        return gone.rowcount
