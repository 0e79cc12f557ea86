"""The processes that share a PostgreSQL: each gives signs of life, so that the others know whose work is orphaned.

All instants are those of the database's clock: the machines' own may differ.
"""

from datetime import timedelta

import sqlalchemy as sa
import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db import Database
from bot.domain.status import Process
from bot.engine.upsert import insert_into, table
from models import Executor

BEAT = 5.0
"""Seconds between signs of life."""

SILENT = timedelta(seconds=30)
"""A process without a sign of life for so long has died or hangs; others do its work."""

log = structlog.get_logger(__name__)

_executor = table(Executor)
_NOW = sa.func.clock_timestamp(type_=sa.DateTime(timezone=True))
_LIVING = (
    sa.select(_executor.c.id)
    .where(_executor.c.beat_at > _NOW - SILENT)
    .order_by(_executor.c.started_at, _executor.c.id)
)


class Executors:
    """The living processes as one of them, `me`, sees them."""

    def __init__(self, database: Database, me: str) -> None:
        """Be the process `me` on `database`, which must be a PostgreSQL."""
        self._database = database
        self._me = me

    async def beat(self) -> None:
        """Give a sign of life, and forget those that have been silent for a day."""
        async with self._database.system_session() as session:
            await session.execute(
                insert_into(session, Executor)
                .values(id=self._me, started_at=_NOW, beat_at=_NOW)
                .on_conflict_do_update(index_elements=["id"], set_={"beat_at": _NOW})
            )
            await session.execute(sa.delete(_executor).where(_executor.c.beat_at < _NOW - timedelta(days=1)))

    async def leave(self) -> None:
        """Be no longer there: what is left of this process's work is orphaned at once.

        Where the database is away the others find that out by themselves, as after a crash.
        """
        try:
            async with self._database.system_session() as session:
                await session.execute(sa.delete(_executor).where(_executor.c.id == self._me))
        except sa.exc.SQLAlchemyError as error:
            log.warning("left_without_a_word", reason=str(error))

    async def living(self) -> list[str]:
        """Return the ids of the living processes, the eldest first."""
        async with self._database.system_session() as session:
            return list(await session.scalars(_LIVING))

    async def seat(self) -> int:
        """Return how many living processes are older than this one."""
        living = await self.living()
        return living.index(self._me) if self._me in living else len(living)


async def processes(connection: AsyncConnection) -> list[Process]:
    """Return the processes on a PostgreSQL, the eldest first: the living, and what fell silent within a day."""
    silent = _NOW - _executor.c.beat_at
    rows = await connection.execute(
        sa.select(_executor.c.id, silent.label("silent")).order_by(_executor.c.started_at, _executor.c.id)
    )
    return [Process(row.id, max(row.silent, timedelta()), living=row.silent < SILENT) for row in rows]
