"""The tick: what is due is planned, all timers of a kind together, in one bounded transaction."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby

import sqlalchemy as sa
import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import IDS, AnyRow, Database
from bot.engine.port import DueTimer, FailedTimer, Hold, Planner
from bot.engine.timers import PENDING, RESUMED_WITHIN, RESUMING
from bot.engine.upsert import table
from bot.errors import BotError
from bot.tenancy import scoped
from models import Timer

LIMIT = 200
"""Timers a tick takes at most. A tick has fifty statements or so, however many timers it plans, so that more of them
would save little; and on SQLite all other writing, a submitted form say, waits while two hundred rounds are opened:
0.4 s."""

ATTEMPTS = 3
"""Times that a planner may fail in a row before somebody is told."""

BACKOFF, LONGEST = timedelta(seconds=30), timedelta(hours=1)
"""Business time until the second try; each further wait is four times as long, at most `LONGEST`, until it succeeds."""

NOBODYS = timedelta(days=1)
"""Business time for which a timer of an unknown kind is left to a process that knows it."""

SKEW = timedelta(minutes=1)
"""By how much the clocks of two machines may differ without being taken for set back."""

_timer = table(Timer)
_INSTANT = _timer.c.due_at.type
_NOW_DUE = sa.and_(
    sa.text(PENDING),
    _timer.c.due_at <= sa.bindparam("now", type_=_INSTANT),
    # A newer process, beside this one or to come, plans what is not known here.
    sa.or_(
        _timer.c.kind.in_(sa.bindparam("kinds", expanding=True)),
        _timer.c.due_at <= sa.bindparam("nobodys", type_=_INSTANT),
    ),
)
_ASTRAY = sa.and_(sa.text(RESUMING), _timer.c.attempt == 0, _timer.c.due_at > sa.bindparam("far", type_=_INSTANT))
"""What waits for Slack longer than anything does: it was set before the clock was set back."""
_ANYTHING = sa.select(sa.exists().where(_NOW_DUE).label("due"), sa.exists().where(_ASTRAY).label("astray"))
_RECALL = sa.update(_timer).where(_ASTRAY).values(due_at=sa.bindparam("now", type_=_INSTANT))
_DUE = (
    sa.select(_timer)
    .where(_NOW_DUE)
    # Of what is due at once, each kind together, and each workspace: its people are read and its sender is woken once.
    .order_by(_timer.c.due_at, _timer.c.kind, _timer.c.workspace_id, _timer.c.id)
    .limit(LIMIT)
    .with_for_update(skip_locked=True)
)
_FIRE = (
    sa.update(_timer)
    .where(_timer.c.id.in_(IDS))
    .values(state="fired", fired_at=sa.bindparam("now", type_=_timer.c.fired_at.type), attempt=0, error="")
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
        self._holds: dict[str, Hold] = {}
        self._told: FailedTimer | None = None

    def register(self, kind: str, planner: Planner, *, hold: Hold | None = None) -> None:
        """Let `planner` plan the timers of `kind`; a second one for the same kind is a mistake in the code."""
        if kind in self._planners:
            raise ValueError(f"two planners for timers of kind {kind}")
        self._planners[kind] = planner
        if hold is not None:
            self._holds[kind] = hold

    def on_failed_timer(self, told: FailedTimer) -> None:
        """Name who is told of timers that failed three times in a row."""
        self._told = told

    async def tick(self, now: datetime) -> int:
        """Plan at most `LIMIT` timers that are due at `now`; return how many were taken, planned or not.

        Several processes may tick at once: on PostgreSQL each takes timers that no other holds, on SQLite one waits
        for the other. A planner that raises loses what it did and is tried again, ever more slowly; the others go on.
        A timer that nobody plans here is left to a process that knows it, and given up after a day. What waits for
        Slack since before the clock was set back is due now.
        """
        due = {"now": now, "kinds": list(self._planners), "nobodys": now - NOBODYS}
        far = {"now": now, "far": now + RESUMED_WITHIN + SKEW}
        # A plain read: an idle tick must not take SQLite's one place to write.
        async with self._database.reads.connect() as connection:
            anything = (await connection.execute(_ANYTHING, due | far)).one()
        if not any(anything):
            return 0
        async with self._database.system_session() as session:
            if anything.astray:
                await session.execute(_RECALL, far)
            rows = (await session.execute(_DUE, due)).all()
            await self._hold(session, rows)
            # Neighbours of one kind only, so that what was due earlier is also planned earlier.
            for _kind, alike in groupby(rows, key=lambda row: row.kind):
                await self._plan(session, list(alike), now)
        return len(rows)

    async def _hold(self, session: AsyncSession, rows: Sequence[AnyRow]) -> None:
        """Lock what planners of several kinds share, before the first of them has changed anything."""
        timers: dict[Hold, list[DueTimer]] = defaultdict(list)
        for row in rows:
            if row.kind in self._holds:
                timers[self._holds[row.kind]].append(_due(row))
        for hold, those in timers.items():
            await hold(session, those)

    async def _plan(self, session: AsyncSession, rows: Sequence[AnyRow], now: datetime) -> None:
        """Plan timers of one kind together. Where that fails, each half is tried anew, until the bad ones are alone."""
        try:
            async with session.begin_nested():
                # Fired before the planner runs, so that it can set the same timers anew.
                await session.execute(_FIRE, {"ids": [row.id for row in rows], "now": now})
                await self._planner(rows[0].kind)(session, [_due(row) for row in rows], now)
                await session.flush()
        except Exception as failure:  # one bad timer must not hold up the others
            if not session.is_active:
                raise
            session.expunge_all()
            if len(rows) == 1:
                await self._failed(session, rows[0], failure, now)
            else:
                log.warning("timers_planned_apart", kind=rows[0].kind, count=len(rows), reason=repr(failure))
                half = len(rows) // 2
                await self._plan(session, rows[:half], now)
                await self._plan(session, rows[half:], now)
        # Whatever was loaded here must not be seen by the next planner, which may be of another workspace.
        session.expunge_all()

    async def _failed(self, session: AsyncSession, row: AnyRow, failure: Exception, now: datetime) -> None:
        due = _due(row)
        attempt = row.attempt + 1
        reason = f"{type(failure).__name__}: {failure}"[:500]
        given_up = isinstance(failure, UnknownTimerError)
        log.error(
            "timer_failed", kind=due.kind, subject=due.subject, workspace=due.workspace_id, attempt=attempt,
            given_up=given_up, exc_info=failure,
        )  # fmt: skip
        values = {"attempt": attempt, "error": reason, "state": "failed" if given_up else "pending"}
        if not given_up:
            values["due_at"] = now + min(LONGEST, BACKOFF * 4 ** min(attempt - 1, 9))
        await session.execute(sa.update(_timer).where(_timer.c.id == row.id).values(**values))
        if (given_up or attempt == ATTEMPTS) and self._told is not None:
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


def _due(row: AnyRow) -> DueTimer:
    return DueTimer(row.workspace_id, row.kind, row.subject, row.due_at)
