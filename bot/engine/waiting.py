"""Work that waits in DBOS's queue, so that no third wake-up is put behind two."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import IDS_AT_ONCE
from bot.engine.work_table import QUEUE


class Waiting:
    """Looks for work that waits behind other work, and keeps it waiting until the transaction that looked has ended.

    So whoever does it sees what that transaction wrote. On SQLite nobody takes work while another one writes. On
    PostgreSQL the row is locked, and a lane whose first piece is locked stands still (DBOS 3.4 chooses the first piece
    of each lane, and then leaves out what is locked). That is why the first one is never counted on: under steady
    answers somebody would hold it all the time.
    """

    def __init__(self, table: str, *, version: str, shared: bool) -> None:
        """Look in DBOS's `table` of workflows, at those of an application `version`; `shared`: it needs the lock."""
        self._version = version
        # The states are named twice for SQLite, which else would not see that there is an index of such rows.
        waits = "{0}.queue_name = :queue AND {0}.status = 'ENQUEUED' AND {0}.status IN ('ENQUEUED', 'PENDING')"
        order = "{0}.priority, {0}.created_at, {0}.workflow_uuid"
        self._rows = sa.text(
            f"SELECT later.workflow_uuid, later.queue_partition_key FROM {table} AS later "
            f"WHERE {waits.format('later')} AND later.queue_partition_key IN :partitions "
            f"AND later.application_version = :version AND EXISTS (SELECT 1 FROM {table} AS first "
            f"WHERE {waits.format('first')} AND first.queue_partition_key = later.queue_partition_key "
            f"AND ({order.format('first')}) < ({order.format('later')}))"
            + (" FOR SHARE OF later SKIP LOCKED" if shared else "")
        ).bindparams(sa.bindparam("partitions", expanding=True))

    async def among(self, session: AsyncSession, wanted: Collection[tuple[str, str]]) -> set[tuple[str, str]]:
        """Return those of `wanted`, kinds of work with the partitions of their lanes, of which some waits like that."""
        partitions = sorted({partition for _, partition in wanted})
        found: set[tuple[str, str]] = set()
        for first in range(0, len(partitions), IDS_AT_ONCE):
            some = partitions[first : first + IDS_AT_ONCE]
            rows = await session.execute(self._rows, {"queue": QUEUE, "partitions": some, "version": self._version})
            # A piece of work is named by workspace, kind and key (`Work.id`).
            found |= {(name.split(":", 2)[1], partition) for name, partition in rows}
        return found & set(wanted)
