"""What makes the engine tick: APScheduler, with nothing kept, since what is due stands in the database."""

import asyncio

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Clock, monotonic
from bot.engine.port import Engine
from bot.engine.tick import LIMIT

MISSED = 5
"""Ticks left out in a row after which the job is set anew."""

FINISHING = 2.0
"""Real seconds that the tick in hand has to finish at a stop. One of two hundred rounds takes 0.4 s; where a database
hangs, or somebody holds a lock in it, a tick would not end at all."""

LETTING_GO = 0.5
"""Seconds that a tick which is broken off has to roll back."""

log = structlog.get_logger(__name__)


class Ticker:
    """Ticks every `seconds`; a tick that comes while another is at work is left out."""

    def __init__(self, engine: Engine, clock: Clock, *, seconds: float = 1.0, at_once: int = 1) -> None:
        """Tick `engine` with the business time of `clock`.

        `at_once`: how many ticks share the work where one does not get done with what is due. More than one is of use
        on PostgreSQL, which writes for one while another works out its plans; SQLite has one writer.
        """
        self._engine = engine
        self._clock = clock
        self._seconds = seconds
        self._at_once = at_once
        self._ticking = asyncio.Lock()
        self._in_hand: asyncio.Task[None] | None = None
        self._stopped = False
        self.came_round = monotonic()
        """When the last tick ended, well or not, by bot/clock.py's `monotonic`; before the first one, now."""
        self._scheduler = AsyncIOScheduler(
            timezone="UTC", job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
        )
        self._looking: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Begin to tick, in the running loop."""
        self._scheduler.add_job(self.tick, "interval", seconds=self._seconds, id="tick")
        self._scheduler.start()
        self._look_later()

    async def tick(self) -> None:
        """Tick until nothing more is due now."""
        async with self._ticking:
            self._in_hand = asyncio.create_task(self._until_done())
            await self._in_hand

    async def _until_done(self) -> None:
        taken = await self._once()
        while taken >= LIMIT and not self._stopped:
            async with asyncio.TaskGroup() as group:
                ticks = [group.create_task(self._once()) for _ in range(self._at_once)]
            taken = sum(tick.result() for tick in ticks)

    async def _once(self) -> int:
        try:
            return await self._engine.tick(self._clock.now())
        finally:
            self.came_round = monotonic()

    def _look_later(self) -> None:
        self._looking = asyncio.get_running_loop().call_later(MISSED * self._seconds, self._look)

    def _look(self) -> None:
        """Set the job anew where no tick has come round for some time and none is at work.

        APScheduler keeps the instant of the next run by the machine's clock: once that is set back by two hours, it
        would run nothing for two hours.
        """
        if monotonic() - self.came_round > MISSED * self._seconds and not self._ticking.locked():
            log.warning("ticker_set_anew", still=round(monotonic() - self.came_round))
            self._scheduler.reschedule_job("tick", trigger="interval", seconds=self._seconds)
        self._look_later()

    async def stop(self, finishing: float = FINISHING) -> None:
        """Stop, and let the tick in hand finish for so many seconds; then it is broken off, and rolls back."""
        self._stopped = True
        if self._looking is not None:
            self._looking.cancel()
        if self._in_hand is not None:
            await asyncio.wait({self._in_hand}, timeout=finishing)
            if not self._in_hand.done():
                log.warning("tick_broken_off", seconds=finishing)
                self._in_hand.cancel()
                await asyncio.wait({self._in_hand}, timeout=LETTING_GO)
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        # APScheduler shuts down through the loop: let it.
        await asyncio.sleep(0)
