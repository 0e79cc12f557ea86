"""Moves the playground's clock together with the bot's, from one due instant to the next."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.clock import ShiftedClock
from bot.db import Database
from bot.engine.advance import advance
from bot.engine.port import Engine
from bot.playground.controls import NextEvent

Upcoming = Callable[[], Awaitable[NextEvent | None]]
Settled = Callable[[], Awaitable[None]]


class Steps:
    """The `Controls` of a bot in the same process: both read `clock`."""

    def __init__(
        self, engine: Engine, database: Database, clock: ShiftedClock, *, upcoming: Upcoming, settled: Settled
    ) -> None:
        """Go by `engine`'s timers; `upcoming` puts the next one in words, `settled` waits for bot and workspace."""
        self._engine = engine
        self._database = database
        self._clock = clock
        self._upcoming = upcoming
        self._settled = settled

    def now(self) -> datetime:
        """Return the present instant of both (aware UTC)."""
        return self._clock.now()

    async def next_event(self) -> NextEvent | None:
        """Return what people will notice next, or None."""
        return await self._upcoming()

    async def advance(self, to: datetime) -> None:
        """Go through each due instant up to `to`, and return when all that it brought has arrived."""
        await advance(self._engine, self._database, self._clock, to)
        await self._settled()
