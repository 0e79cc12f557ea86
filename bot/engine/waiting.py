"""Work that waits in DBOS's queue, so that a second wake-up for the same is not put behind it."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import IDS_AT_ONCE
from bot.engine.work_table import QUEUE


class Waiting:
    """Looks for waiting work, and holds it in the queue until the transaction that looked has ended.

    So whoever does it sees what that transaction wrote. On SQLite nobody takes work while another one writes; on
    PostgreSQL the row is locked, and whoever takes work passes locked rows by (FOR UPDATE SKIP LOCKED).
    """

    def __init__(self, table: str, *, version: str, shared: bool) -> None:
        """Look in DBOS's `table` of workflows, at those of an application `version`; `shared`: it needs the lock.

        The states are named twice for SQLite, which else would not see that there is an index of such rows.
        """
        self._version = version
        self._rows = sa.text(
            f"SELECT workflow_uuid, queue_partition_key FROM {table} "
            "WHERE queue_name = :queue AND status = 'ENQUEUED' AND status IN ('ENQUEUED', 'PENDING') "
            "AND queue_partition_key IN :partitions AND application_version = :version"
            + (" FOR SHARE SKIP LOCKED" if shared else "")
        ).bindparams(sa.bindparam("partitions", expanding=True))

    async def among(self, session: AsyncSession, wanted: Collection[tuple[str, str]]) -> set[tuple[str, str]]:
        """Return those of `wanted`, kinds of work with the partitions of their lanes, of which some work waits."""
        partitions = sorted({partition for _, partition in wanted})
        found: set[tuple[str, str]] = set()
        for first in range(0, len(partitions), IDS_AT_ONCE):
            some = partitions[first : first + IDS_AT_ONCE]
            rows = await session.execute(self._rows, {"queue": QUEUE, "partitions": some, "version": self._version})
            # A piece of work is named by workspace, kind and key (`Work.id`).
            found |= {(name.split(":", 2)[1], partition) for name, partition in rows}
        return found & set(wanted)
