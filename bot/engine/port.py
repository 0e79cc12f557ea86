"""What the rest of Drumbeat may ask of the engine: timers that fire once, and work that is done once.

A *timer* is a row: at its instant the planner of its kind runs inside the tick's transaction. *Work* is what happens
outside a transaction (sending); it is enqueued by the transaction that decided on it, so that neither exists without
the other.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from bot.metrics import Metrics
from bot.tenancy import scoped


@dataclass(frozen=True, slots=True)
class DueTimer:
    """A timer whose instant has come: its workspace, kind, subject, and when it was due (aware UTC).

    After its planner failed, `due_at` is the instant of the next try.
    """

    workspace_id: str
    kind: str
    subject: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Work:
    """Something to do after the commit: done at least once, and never twice at the same time.

    `key` is unique a workspace and kind: the same key enqueued again is the same work, also when that is done (it is
    remembered for days); new work needs a new key. `payload` is JSON. `priority`: within a workspace's lane lower goes
    first; equals go in no certain order, so what must be in order belongs into rows (see delivery/ledger.py).
    """

    workspace_id: str
    kind: str
    key: str
    payload: Mapping[str, Any] = field(default_factory=dict)
    priority: int = 5

    @property
    def id(self) -> str:
        """What names it among all work of all workspaces."""
        return f"{self.workspace_id}:{self.kind}:{self.key}"


@dataclass(frozen=True, slots=True)
class FailedWork:
    """Work that was given up after its worker had failed several times; `reason` is for the log and the operator."""

    workspace_id: str
    kind: str
    key: str
    reason: str


NIGHT = "night"
"""The lane of what comes every night: it may take long, or wait for Slack, and holds up no message."""

Planner = Callable[[AsyncSession, Sequence[DueTimer], datetime], Awaitable[None]]
"""Plans what due timers of its kind ask for, all at once, in the tick's transaction.

What costs is the number of statements, so a planner reads and writes for all of its timers together. They may be of
several workspaces, and the session sees all of them: read by ids, with the workspace in every join, and name it in
every row that is written.
"""

Hold = Callable[[AsyncSession, Sequence[DueTimer]], Awaitable[None]]
"""Holds the rows that several planners share until the end of a tick, before the first of them runs.

It gets the timers of all kinds that were registered with it, and locks in the order of ids: of two processes that got
such timers crosswise the second waits, where each would else wait for the other.
"""

PlannerOfOne = Callable[[AsyncSession, DueTimer, datetime], Awaitable[None]]
"""Plans what one due timer asks for, in the tick's transaction, which sees the timer's workspace only."""

Worker = Callable[[Work], Awaitable[None]]
"""Does enqueued work. It may be run again after a crash, so everything in it is safe to repeat."""

FailedTimer = Callable[[AsyncSession, DueTimer, str], Awaitable[None]]
"""Told, in a transaction, that a timer failed three times in a row, with the reason."""


class Engine(Protocol):
    """Runs planners when timers are due, and workers for enqueued work."""

    def register(self, kind: str, planner: Planner, *, hold: Hold | None = None) -> None:
        """Let `planner` plan the timers of `kind`; before `start`. See `one_by_one` for planners of a single timer.

        `hold`: locks what planners of several kinds share.
        """
        ...

    def register_worker(self, kind: str, worker: Worker, *, lane: str = "") -> None:
        """Let `worker` do the work of `kind`; before `start`.

        Of a workspace's work, that of one `lane` is done one at a time; lanes do not wait for each other.
        """
        ...

    def on_failed_timer(self, told: FailedTimer) -> None:
        """Name who is told of timers that failed three times in a row."""
        ...

    def count_by(self, metrics: Metrics) -> None:
        """Let `metrics` count work that is taken over from other processes; before `start`."""
        ...

    async def enqueue(self, session: AsyncSession, work: Work) -> None:
        """Enqueue `work` with the transaction of `session`: it runs if and only if that commits."""
        ...

    async def wake(self, session: AsyncSession, works: Sequence[Work]) -> None:
        """Enqueue those of `works` of whose workspace and kind none will begin after the commit of `session` anyway.

        For work that finds out itself what there is to do: once is enough, and two or three times do no harm. Of a
        workspace and kind `works` has one piece at most.
        """
        ...

    async def tick(self, now: datetime) -> int:
        """Plan what is due at `now`, a bounded number of timers; return how many were taken."""
        ...

    async def start(self) -> None:
        """Begin to do work; ticks come from the ticker or, in tests and in the playground, from `advance`."""
        ...

    async def idle(self) -> None:
        """Return when all enqueued work is done."""
        ...

    def wind_down(self) -> None:
        """Let the time run that work in hand has to finish, before `stop` does: other parts may stop first."""
        ...

    async def stop(self) -> None:
        """Finish the work in hand and stop."""
        ...

    async def seat(self) -> int:
        """Return how many living processes on the same database are older than this one: 0 for the eldest."""
        ...

    async def failures(self) -> list[FailedWork]:
        """Return the work that was given up, the oldest first."""
        ...


def one_by_one(planner: PlannerOfOne) -> Planner:
    """Return a planner that lets `planner` plan one timer after the other: for kinds that are never due by the hundred.

    Whatever is loaded for one timer is not seen by the planner of the next, which may be of another workspace.
    """

    async def plan(session: AsyncSession, timers: Sequence[DueTimer], now: datetime) -> None:
        for timer in timers:
            with scoped(session, timer.workspace_id):
                await planner(session, timer, now)
                await session.flush()
            session.expunge_all()

    return plan
