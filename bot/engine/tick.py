"""The tick: what is due is planned, each timer for itself, in one bounded transaction."""

from datetime import datetime, timedelta

import sqlalchemy as sa
import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database, scoped
from bot.engine.port import DueTimer, FailedTimer, Planner
from bot.engine.timers import PENDING
from bot.engine.upsert import table
from bot.errors import BotError
from models import Timer

LIMIT = 50
"""Timers a tick takes at most, so that no transaction grows long."""

ATTEMPTS = 3
"""Times that a planner may fail in a row before somebody is told."""

BACKOFF, LONGEST = timedelta(seconds=30), timedelta(hours=1)
"""Business time until the second try; each further wait is four times as long, at most `LONGEST`, until it succeeds."""

_timer = table(Timer)
_NOW_DUE = sa.and_(sa.text(PENDING), _timer.c.due_at <= sa.bindparam("now", type_=_timer.c.due_at.type))
_ANYTHING = sa.select(_timer.c.id).where(_NOW_DUE).limit(1)
_DUE = (
    sa.select(_timer)
    .where(_NOW_DUE)
    .order_by(_timer.c.due_at, _timer.c.id)
    .limit(LIMIT)
    .with_for_update(skip_locked=True)
)

log = structlog.get_logger(__name__)


class UnknownTimerError(BotError):
    """A timer is of a kind that nobody plans, such as one left by another version."""


class Planning:
    """The planners by kind; both engines tick through it."""

    def __init__(self, database: Database) -> None:
        """Plan in `database`."""
        self._database = database
        self._planners: dict[str, Planner] = {}
        self._told: FailedTimer | None = None

    def register(self, kind: str, planner: Planner) -> None:
        """Let `planner` plan the timers of `kind`; a second one for the same kind is a mistake in the code."""
        if kind in self._planners:
            raise ValueError(f"two planners for timers of kind {kind}")
        self._planners[kind] = planner

    def on_failed_timer(self, told: FailedTimer) -> None:
        """Name who is told of timers that failed three times in a row."""
        self._told = told

    async def tick(self, now: datetime) -> int:
        """Plan at most 50 timers that are due at `now`; return how many were taken, planned or not.

        Several processes may tick at once: on PostgreSQL each takes timers that no other holds, on SQLite one waits
        for the other. A planner that raises loses what it did and is tried again, ever more slowly; the others go on.
        Only a timer that nobody plans here is given up, after three tries.
        """
        if not await self._anything_due(now):
            return 0
        async with self._database.system_session() as session:
            rows = (await session.execute(_DUE, {"now": now})).all()
            for row in rows:
                await self._plan(session, row, now)
                # Whatever the planner loaded must not be seen by the planner of another workspace.
                session.expunge_all()
        return len(rows)

    async def _anything_due(self, now: datetime) -> bool:
        # A plain read: an idle tick must not take SQLite's one place to write.
        async with self._database.engine.connect() as connection:
            return await connection.scalar(_ANYTHING, {"now": now}) is not None

    async def _plan(self, session: AsyncSession, row: sa.Row[tuple[object, ...]], now: datetime) -> None:
        due = DueTimer(row.workspace_id, row.kind, row.subject, row.due_at)
        mine = _timer.c.id == row.id
        try:
            async with session.begin_nested():
                # Fired before the planner runs, so that it can set the same timer anew.
                await session.execute(
                    sa.update(_timer).where(mine).values(state="fired", fired_at=now, attempt=0, error="")
                )
                with scoped(session, row.workspace_id):
                    await self._planner(row.kind)(session, due, now)
                    await session.flush()
        except Exception as failure:  # one bad timer must not hold up the others
            if not session.is_active:
                raise
            await self._failed(session, row, due, failure, now)

    async def _failed(
        self, session: AsyncSession, row: sa.Row[tuple[object, ...]], due: DueTimer, failure: Exception, now: datetime
    ) -> None:
        session.expunge_all()
        attempt = row.attempt + 1
        reason = f"{type(failure).__name__}: {failure}"[:500]
        given_up = attempt >= ATTEMPTS and isinstance(failure, UnknownTimerError)
        log.error(
            "timer_failed", kind=due.kind, subject=due.subject, workspace=due.workspace_id, attempt=attempt,
            given_up=given_up, exc_info=failure,
        )  # fmt: skip
        values = {"attempt": attempt, "error": reason, "state": "failed" if given_up else "pending"}
        if not given_up:
            values["due_at"] = now + min(LONGEST, BACKOFF * 4 ** min(attempt - 1, 9))
        await session.execute(sa.update(_timer).where(_timer.c.id == row.id).values(**values))
        if attempt == ATTEMPTS and self._told is not None:
            await self._tell(session, due, reason)

    async def _tell(self, session: AsyncSession, due: DueTimer, reason: str) -> None:
        assert self._told is not None  # noqa: S101 - checked by the only caller
        try:
            async with session.begin_nested():
                with scoped(session, due.workspace_id):
                    await self._told(session, due, reason)
                    await session.flush()
        except Exception as failure:  # nor may the telling of it
            if not session.is_active:
                raise
            # The timer's own row says that it failed; the other timers must not suffer for the telling.
            log.exception("timer_failure_untold", kind=due.kind, subject=due.subject, exc_info=failure)

    def _planner(self, kind: str) -> Planner:
        planner = self._planners.get(kind)
        if planner is None:
            raise UnknownTimerError(f"nobody plans timers of kind {kind}")
        return planner
