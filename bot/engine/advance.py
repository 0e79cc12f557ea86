"""Moves business time as it would have passed: from one due instant to the next, with nothing left undone between."""

from contextlib import suppress
from datetime import datetime

from bot.clock import ShiftedClock
from bot.db import Database
from bot.engine.port import Engine
from bot.engine.timers import EVER, next_due
from bot.errors import BotError

MOST_TICKS = 10_000
"""Ticks at one instant after which a planner must be setting its own timer in the past, for ever."""


async def advance(engine: Engine, database: Database, clock: ShiftedClock, to: datetime) -> None:
    """Move `clock` to `to` (aware), stopping at each instant at which a timer is due until all is planned and done."""
    await settle(engine, clock)
    ticks, left = 0, EVER
    while (due := await _next(database, left)) is not None and due <= to:
        ticks = ticks + 1 if due <= clock.now() else 0
        _not_for_ever(ticks, clock)
        _move(clock, due)
        if not await engine.tick(clock.now()):
            # What is due and was not taken is of a kind that nobody plans here.
            left = clock.now()
        await engine.idle()
    _move(clock, to)
    await settle(engine, clock)


async def settle(engine: Engine, clock: ShiftedClock) -> None:
    """Tick until nothing is due, and return when all work is done."""
    ticks = 0
    while await engine.tick(clock.now()):
        await engine.idle()
        ticks += 1
        _not_for_ever(ticks, clock)
    await engine.idle()


def _not_for_ever(ticks: int, clock: ShiftedClock) -> None:
    if ticks >= MOST_TICKS:
        raise BotError(f"timers at {clock.now().isoformat()} never end")


async def _next(database: Database, after: datetime) -> datetime | None:
    async with database.system_session() as session:
        return await next_due(session, after)


def _move(clock: ShiftedClock, to: datetime) -> None:
    # A clock that runs on may have got there by itself.
    with suppress(ValueError):
        clock.move_to(to)
