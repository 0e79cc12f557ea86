"""The engine of tests and journeys: work runs in this process, right after the commit that enqueued it.

It keeps nothing: what was not done when the process ends is found again through the ledger, as after a crash.
"""

import asyncio
import heapq
import itertools
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database, after_commit
from bot.engine.port import FailedTimer, FailedWork, Hold, Planner, Work, Worker
from bot.engine.tick import Planning
from bot.engine.work import Workers
from bot.metrics import Metrics


class InlineEngine:
    """Does the work of a lane one by one: lower priority first, then in the order in which it was enqueued."""

    def __init__(self, database: Database, clock: Clock, *, attempts: int = 5, backoff: float = 0.01) -> None:
        """Plan in `database`; a worker that raises is tried `attempts` times, `backoff` seconds apart and doubling."""
        self.clock = clock
        self._planning = Planning(database)
        self._workers = Workers(attempts=attempts, backoff=backoff)
        self._numbers = itertools.count()
        self._queues: dict[str, list[tuple[int, int, Work]]] = defaultdict(list)
        self._known: set[tuple[str, str, str]] = set()
        self._failures: list[FailedWork] = []
        self._draining: dict[str, asyncio.Task[None]] = {}
        self._running = False

    def register(self, kind: str, planner: Planner, *, hold: Hold | None = None) -> None:
        """Let `planner` plan the timers of `kind`."""
        self._planning.register(kind, planner, hold=hold)

    def register_worker(self, kind: str, worker: Worker, *, lane: str = "") -> None:
        """Let `worker` do the work of `kind`, one piece at a time of a `lane`."""
        self._workers.register(kind, worker, lane)

    def on_failed_timer(self, told: FailedTimer) -> None:
        """Name who is told of timers that failed three times in a row."""
        self._planning.on_failed_timer(told)

    def count_by(self, metrics: Metrics) -> None:
        """Nothing is ever taken over: there is no other process."""

    async def enqueue(self, session: AsyncSession, work: Work) -> None:
        """Remember `work` with the transaction of `session`, savepoints included."""
        after_commit(session, partial(self._take, work))

    async def wake(self, session: AsyncSession, works: Sequence[Work]) -> None:
        """Remember those of `works` of whose workspace and kind none waits when `session` commits."""
        for work in works:
            after_commit(session, partial(self._take_unless_waiting, work))

    async def tick(self, now: datetime) -> int:
        """Plan what is due at `now`, a bounded number of timers; return how many were taken."""
        return await self._planning.tick(now)

    async def start(self) -> None:
        """Begin to do work, including what was enqueued before."""
        self._running = True
        for lane in self._queues:
            self._go(lane)

    async def idle(self) -> None:
        """Return when all enqueued work is done; refuses with RuntimeError when it is not started and work waits."""
        while self._draining or any(self._queues.values()):
            if not self._draining:
                raise RuntimeError("the engine is not started, and work waits")
            await asyncio.shield(asyncio.gather(*self._draining.values()))

    def wind_down(self) -> None:
        """Work in hand is waited for, however long it takes."""

    async def stop(self) -> None:
        """Finish the work in hand and stop; the rest waits for the next `start`."""
        self._running = False
        await asyncio.shield(asyncio.gather(*self._draining.values()))

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
            lane = self._workers.lane(work.kind)
            heapq.heappush(self._queues[lane], (work.priority, next(self._numbers), work))
            self._go(lane)

    def _take_unless_waiting(self, work: Work) -> None:
        waiting = {(one.workspace_id, one.kind) for *_, one in self._queues[self._workers.lane(work.kind)]}
        if (work.workspace_id, work.kind) not in waiting:
            self._take(work)

    def _go(self, lane: str) -> None:
        if self._running and self._queues[lane] and lane not in self._draining:
            self._draining[lane] = asyncio.get_running_loop().create_task(self._drain(lane))

    async def _drain(self, lane: str) -> None:
        queue = self._queues[lane]
        try:
            while self._running and queue:
                _priority, _number, work = heapq.heappop(queue)
                try:
                    await self._workers.do(work)
                except Exception as failure:  # noqa: BLE001 - given up, logged and kept to be seen; the rest goes on
                    self._failures.append(FailedWork(work.workspace_id, work.kind, work.key, repr(failure)))
        finally:
            del self._draining[lane]
