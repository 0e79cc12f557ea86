"""Work that nobody does although the queue has it as taken: it goes back, and is done from the start.

A queue hands out one piece of work of a lane at a time, so that a piece which is never ended holds up all behind it.
There are two ways to that: the process that took it has died; or this process took it, and the database broke off
before it heard of it, or would not note its end (a full disk, a server that only reads in a failover).
"""

import asyncio
from collections.abc import Callable

import sqlalchemy as sa
import structlog
from dbos import DBOS
from dbos._dbos import _get_dbos_instance

from bot.db import Database
from bot.engine.executors import Executors

log = structlog.get_logger(__name__)


class Orphans:
    """Looks for such work as the executor `me`."""

    def __init__(
        self,
        database: Database,
        table: str,
        queue: str,
        me: str,
        *,
        executors: Executors | None,
        in_hand: Callable[[], set[str]],
    ) -> None:
        """Look in DBOS's `table` of workflows, at those of `queue`.

        `executors`: those that share the database, None where there is but one; `in_hand` returns the ids of the work
        that this process has in hand.
        """
        self._database = database
        self._queue = queue
        self._me = me
        self._executors = executors
        self._in_hand = in_hand
        self._suspects: set[tuple[str, str | None]] = set()
        taken = f"FROM {table} WHERE queue_name = :queue AND status = 'PENDING'"
        self._busy = sa.text(f"SELECT DISTINCT executor_id {taken}")
        # The owner is new with each time that it is taken: two looks see the same taking or none.
        self._mine = sa.text(f"SELECT workflow_uuid, owner_xid {taken} AND executor_id = :me")

    async def take_over(self) -> int:
        """Put the work of processes that are not among the living back into the queue; return how many pieces.

        Who does it is open.
        """
        if self._executors is None:
            return 0
        # Read before the living: who begins in between is then among them.
        async with self._database.reads.connect() as connection:
            busy = set(await connection.scalars(self._busy, {"queue": self._queue}))
        orphaned = sorted(busy - set(await self._executors.living()))
        if not orphaned:
            return 0
        # Each piece is put back only while it is still theirs, so that two may do this at once.
        taken = await asyncio.to_thread(DBOS._recover_pending_workflows, orphaned)  # noqa: SLF001 - no public way
        log.warning("work_taken_over", executors=orphaned, pieces=len(taken))
        return len(taken)

    async def put_back(self) -> int:
        """Put back what this process took and has not in hand, now and at the look before; return how many pieces.

        One look is not enough: between taking a piece and beginning it lies a moment.
        """
        async with self._database.reads.connect() as connection:
            rows = await connection.execute(self._mine, {"queue": self._queue, "me": self._me})
            taken = {(row.workflow_uuid, row.owner_xid) for row in rows}
        # Asked after the reading, so that what began meanwhile is among it.
        dbos = _get_dbos_instance()
        doing = self._in_hand() | set(dbos._active_workflows_set.activeList())  # noqa: SLF001 - no public way
        suspects = {one for one in taken if one[0] not in doing}
        lost = sorted(name for name, _ in suspects & self._suspects)
        self._suspects = suspects
        for name in lost:
            # Recovering all that is this process's would put back what it has in hand too.
            again = dbos._sys_db.reenqueue_for_recovery  # noqa: SLF001 - no public way
            await asyncio.to_thread(again, name, [self._me], self._queue)
            log.warning("work_put_back", work=name)
        return len(lost)
