"""5,000 rounds (50,000 prompts) of 500 workspaces, due in the same minute: how long until all are planned?

By one process and, on PostgreSQL, by two that share the work.
"""

import asyncio
import gc
import time
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier

import sqlalchemy as sa

from bot.app import build
from bot.clock import ShiftedClock
from bot.db import Database
from bot.engine.durable import DurableEngine
from bot.engine.ticker import Ticker
from bot.running import Bot
from bot.settings import load
from models import Delivery, Round
from tests.bench.company import MORNING, workspaces
from tests.bench.databases import KINDS, fresh
from tests.bench.measure import Figure, median

WORKSPACES, SYNCS, TEAMS = 500, 10, 10
TARGET = 10.0
RUNS = 3


def measure() -> list[Figure]:
    """Measure both databases."""
    figures = []
    for kind in KINDS:
        alone = median([_planned(kind, _by_one) for _ in range(RUNS)])
        figures.append(Figure("5,000 rounds due at once: planned", kind, alone, "s", TARGET))
        if kind == "postgresql":
            both = median([_planned(kind, _by_two) for _ in range(RUNS)])
            figures.append(Figure("the same by two processes, against one", kind, both / alone, "×", 1.0))
    return figures


def _planned(kind: str, plan: Callable[[str], float]) -> float:
    """Return the seconds that `plan` takes on a fresh database."""
    with fresh(kind) as url:
        asyncio.run(_fill(url))
        seconds = plan(url)
        asyncio.run(_check(url))
    return seconds


async def _fill(url: str) -> None:
    database = Database(url)
    await workspaces(database, WORKSPACES, syncs=SYNCS, teams=TEAMS)
    await database.close()


def _bot(url: str) -> Bot:
    # Looks at the queue only at its start: what is measured is planning, not sending.
    return build(
        load({"SLACK_BOT_TOKEN": "xoxb-none", "SLACK_APP_TOKEN": "xapp-none", "DATABASE_URL": url}),
        clock=ShiftedClock(MORNING),
        engine_for=lambda database, clock: DurableEngine(database, clock, polling=3600),
    )


async def _seconds(url: str, ready: Callable[[], object] = lambda: None) -> tuple[float, float]:
    """Plan until nothing is due, after everybody is `ready`; return when this process began and ended."""
    bot = _bot(url)
    ticker = Ticker(bot.parts.engine, bot.parts.clock, at_once=bot.parts.database.writers)
    await bot.parts.engine.start()
    # As `drumbeat run` does.
    gc.freeze()
    ready()
    began = time.monotonic()
    await ticker.tick()
    ended = time.monotonic()
    await bot.stop()
    return began, ended


def _by_one(url: str) -> float:
    began, ended = asyncio.run(_seconds(url))
    return ended - began


def _one_of_two(url: str, both: Barrier, told: "Queue[tuple[float, float]]") -> None:
    told.put(asyncio.run(_seconds(url, both.wait)))


def _by_two(url: str) -> float:
    processes = get_context("spawn")
    both, told = processes.Barrier(2), processes.Queue()
    started = [processes.Process(target=_one_of_two, args=(url, both, told)) for _ in range(2)]
    for one in started:
        one.start()
    times = [told.get() for _ in started]
    for one in started:
        one.join()
    return max(ended for _, ended in times) - min(began for began, _ in times)


async def _check(url: str) -> None:
    database = Database(url)
    async with database.system_session() as session:
        rounds = await session.scalar(sa.select(sa.func.count()).select_from(Round))
        prompts = await session.scalar(sa.select(sa.func.count()).select_from(Delivery))
    await database.close()
    if (rounds, prompts) != (WORKSPACES * SYNCS, WORKSPACES * SYNCS * TEAMS):
        raise RuntimeError(f"planned {rounds} rounds with {prompts} messages: nothing to measure")
