"""The engine of a command that plans and ends: the work is done by the Drumbeat that runs, now or later."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.engine.port import FailedTimer, FailedWork, Hold, Planner, Work, Worker
from bot.engine.timers import RESUME, set_timer
from bot.errors import BotError
from bot.metrics import Metrics

SENDING = "send"
"""The one kind of work that a timer can stand for."""


class ElsewhereEngine:
    """Plans nothing and does nothing itself; what is enqueued becomes a timer that wakes the workspace's sender.

    So a message planned by `drumbeat apply` is sent at the next tick of the running process, or after its next start.
    """

    def __init__(self, _database: Database, clock: Clock) -> None:
        """Take the time from `clock`."""
        self._clock = clock

    def register(self, kind: str, planner: Planner, *, hold: Hold | None = None) -> None:
        """Planners run elsewhere."""

    def register_worker(self, kind: str, worker: Worker, *, lane: str = "") -> None:
        """Workers run elsewhere."""

    def on_failed_timer(self, told: FailedTimer) -> None:
        """Timers fire elsewhere."""

    def count_by(self, metrics: Metrics) -> None:
        """Work is taken over elsewhere."""

    async def enqueue(self, session: AsyncSession, work: Work) -> None:
        """Leave a timer for the workspace's sender, in the transaction of `session`; other work is refused."""
        if work.kind != SENDING:
            raise BotError(f"a command cannot leave work of kind {work.kind} to another process")
        await set_timer(session, work.workspace_id, RESUME, "", self._clock.now())

    async def wake(self, session: AsyncSession, works: Sequence[Work]) -> None:
        """Leave a timer for each workspace's sender, in the transaction of `session`."""
        for work in works:
            await self.enqueue(session, work)

    async def tick(self, now: datetime) -> int:  # noqa: ARG002 - as the port has it
        """Plan nothing."""
        return 0

    async def start(self) -> None:
        """Nothing to start."""

    async def idle(self) -> None:
        """Nothing to wait for."""

    def wind_down(self) -> None:
        """Nothing is in hand."""

    async def stop(self) -> None:
        """Nothing to stop."""

    async def seat(self) -> int:
        """There is no other process."""
        return 0

    async def failures(self) -> list[FailedWork]:
        """Nothing was tried here."""
        return []
