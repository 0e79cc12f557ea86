"""The engine of tests and journeys: work runs in this process, right after the commit that enqueued it.

It keeps nothing: what was not done when the process ends is found again through the ledger, as after a crash.
"""

import asyncio
import heapq
import itertools
from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database, after_commit
from bot.engine.port import FailedTimer, FailedWork, Planner, Work, Worker
from bot.engine.tick import Planning
from bot.engine.work import Workers
from bot.metrics import Metrics


class InlineEngine:
    """Does work one by one: lower priority first, then in the order in which it was enqueued."""

    def __init__(self, database: Database, clock: Clock, *, attempts: int = 5, backoff: float = 0.01) -> None:
        """Plan in `database`; a worker that raises is tried `attempts` times, `backoff` seconds apart and doubling."""
        self.clock = clock
        self._planning = Planning(database)
        self._workers = Workers(attempts=attempts, backoff=backoff)
        self._numbers = itertools.count()
        self._queue: list[tuple[int, int, Work]] = []
        self._known: set[tuple[str, str, str]] = set()
        self._failures: list[FailedWork] = []
        self._task: asyncio.Task[None] | None = None
        self._running = False

    def register(self, kind: str, planner: Planner) -> None:
        """Let `planner` plan the timers of `kind`."""
        self._planning.register(kind, planner)

    def register_worker(self, kind: str, worker: Worker) -> None:
        """Let `worker` do the work of `kind`."""
        self._workers.register(kind, worker)

    def on_failed_timer(self, told: FailedTimer) -> None:
        """Name who is told of timers that failed three times in a row."""
        self._planning.on_failed_timer(told)

    def count_by(self, metrics: Metrics) -> None:
        """Nothing is ever taken over: there is no other process."""

    async def enqueue(self, session: AsyncSession, work: Work) -> None:
        """Remember `work` with the transaction of `session`, savepoints included."""
        after_commit(session, partial(self._take, work))

    async def tick(self, now: datetime) -> int:
        """Plan what is due at `now`, a bounded number of timers; return how many were taken."""
        return await self._planning.tick(now)

    async def start(self) -> None:
        """Begin to do work, including what was enqueued before."""
        self._running = True
        self._go()

    async def idle(self) -> None:
        """Return when all enqueued work is done; refuses with RuntimeError when it is not started and work waits."""
        while self._queue or self._task is not None:
            if self._task is None:
                raise RuntimeError("the engine is not started, and work waits")
            await asyncio.shield(self._task)

    async def stop(self) -> None:
        """Finish the work in hand and stop; the rest waits for the next `start`."""
        self._running = False
        if self._task is not None:
            await asyncio.shield(self._task)

    async def seat(self) -> int:
        """There is no other process."""
        return 0

    async def failures(self) -> list[FailedWork]:
        """Return the work that was given up."""
        return list(self._failures)

    def _take(self, work: Work) -> None:
        known = (work.workspace_id, work.kind, work.key)
        if known not in self._known:
            self._known.add(known)
            heapq.heappush(self._queue, (work.priority, next(self._numbers), work))
            self._go()

    def _go(self) -> None:
        if self._running and self._queue and self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._drain())

    async def _drain(self) -> None:
        try:
            while self._running and self._queue:
                _priority, _number, work = heapq.heappop(self._queue)
                try:
                    await self._workers.do(work)
                except Exception as failure:  # noqa: BLE001 - given up, logged and kept to be seen; the rest goes on
                    self._failures.append(FailedWork(work.workspace_id, work.kind, work.key, repr(failure)))
        finally:
            self._task = None
