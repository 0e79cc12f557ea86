"""A process from its start until it is ready, and what it costs while nothing happens."""

import asyncio

from bot.clock import SystemClock
from bot.playground.company import load_company
from bot.playground.rates import RateLimits
from bot.playground.server import PlaygroundServer
from bot.playground.workspace import Workspace
from tests.bench.databases import KINDS, fresh
from tests.bench.measure import Figure, median
from tests.bench.processes import started

STARTS = 3
SETTLING, IDLE = 5.0, 20.0
"""Seconds before and while the processor time of an idle process is measured."""

CORE = {"sqlite": 3.0, "postgresql": 5.0}
"""Per cent of a core that an idle process may take."""


def measure() -> list[Figure]:
    """Measure both databases."""
    figures = []
    for kind in KINDS:
        with fresh(kind) as url:
            seconds, megabytes, core = asyncio.run(_start_and_idle(url))
        figures += [
            Figure("start to ready, median of 3", kind, seconds, "s", 4),
            Figure("memory of an idle process", kind, megabytes, "MB", 180),
            Figure("processor of an idle process", kind, core, "% of a core", CORE[kind]),
        ]
    return figures


async def _start_and_idle(url: str) -> tuple[float, float, float]:
    server = PlaygroundServer(Workspace(load_company(), clock=SystemClock()), rates=RateLimits.generous())
    await server.start()
    seconds = []
    for number in range(STARTS):
        async with started("tests.bench.drumbeat", server, DATABASE_URL=url) as process:
            seconds.append(process.seconds)
            if number < STARTS - 1:
                continue
            await asyncio.sleep(SETTLING)
            before = process.cpu_seconds
            await asyncio.sleep(IDLE)
            core = (process.cpu_seconds - before) / IDLE * 100
            megabytes = process.megabytes
    await server.stop()
    return median(seconds), megabytes, core
