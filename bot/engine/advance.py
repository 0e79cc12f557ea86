"""Moves business time as it would have passed: from one due instant to the next, with nothing left undone between."""

from contextlib import suppress
from datetime import datetime

from bot.clock import ShiftedClock
from bot.db import Database
from bot.engine.port import Engine
from bot.engine.timers import next_due
from bot.errors import BotError

MOST_TICKS = 10_000
"""Ticks at one instant after which a planner must be setting its own timer in the past, for ever."""


async def advance(engine: Engine, database: Database, clock: ShiftedClock, to: datetime) -> None:
    """Move `clock` to `to` (aware), stopping at each instant at which a timer is due until all is planned and done."""
    await settle(engine, clock)
    while (due := await _next(database)) is not None and due <= to:
        _move(clock, due)
        await settle(engine, clock)
    _move(clock, to)
    await settle(engine, clock)


async def settle(engine: Engine, clock: ShiftedClock) -> None:
    """Tick until nothing is due, and return when all work is done."""
    for _ in range(MOST_TICKS):
        taken = await engine.tick(clock.now())
        await engine.idle()
        if not taken:
            return
    raise BotError(f"timers at {clock.now().isoformat()} never end")


async def _next(database: Database) -> datetime | None:
    async with database.system_session() as session:
        return await next_due(session)


def _move(clock: ShiftedClock, to: datetime) -> None:
    # A clock that runs on may have got there by itself.
    with suppress(ValueError):
        clock.move_to(to)
