"""The home tab, lists and search in a workspace of 2,000 people with a year of ten weekly syncs: our own time.

Once more with ten times as much history, which must not matter.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.app import build
from bot.clock import ShiftedClock
from bot.engine.inline import InlineEngine
from bot.running import Bot
from bot.settings import load
from bot.views.home import home
from handlers.menu import answer
from handlers.place import Place
from tests.bench.company import MORNING
from tests.bench.databases import KINDS, fresh
from tests.bench.measure import Figure, median, percentile
from tests.bench.year import LEAD, MEMBER, PMO, TEAMS, WORKSPACE, live_through

YEAR = 52
PAST = (YEAR, 10 * YEAR)
"""Weeks of history, in two runs."""
WARM, RUNS = 5, 40
TARGET = 300.0
LONGER = 1.2

Act = Callable[[Bot, int], Awaitable[object]]
"""Something that the person with this id looks at."""


def measure() -> list[Figure]:
    """Measure both databases, with a year of history and with ten."""
    figures = []
    for kind in KINDS:
        took: list[dict[str, list[float]]] = []
        for weeks in PAST:
            with fresh(kind) as url:
                took.append(asyncio.run(_with_history(url, weeks)))
        year, ten = took
        for what, times in year.items():
            slower = median(ten[what]) / median(times)
            figures += [
                Figure(f"{what}, p95", kind, percentile(times, 95), "ms", TARGET, f"median {median(times):.0f} ms"),
                Figure("the same with 10 × the history, median against that", kind, slower, "×", LONGER),
            ]
    return figures


async def _with_history(url: str, weeks: int) -> dict[str, list[float]]:
    """Return the milliseconds of each run of each act."""
    bot = build(
        load({"SLACK_BOT_TOKEN": "xoxb-none", "SLACK_APP_TOKEN": "xapp-none", "DATABASE_URL": url}),
        clock=ShiftedClock(MORNING + timedelta(hours=3)),
        engine_for=InlineEngine,
    )
    await live_through(bot.parts.database, weeks)
    found = {}
    for what, (act, people) in ACTS.items():
        times = []
        for number in range(WARM + RUNS):
            began = time.perf_counter()
            if await act(bot, people[number % len(people)]) is None:
                raise RuntimeError(f"{what} has shown nothing: there is nothing to measure")
            times.append((time.perf_counter() - began) * 1000)
        found[what] = times[WARM:]
    await bot.close()
    return found


async def _open_home(bot: Bot, person: int) -> object:
    return home(bot.parts.words, await bot.parts.home.facts(WORKSPACE, f"U{person}"))


def _typed(text: str) -> Act:
    async def act(bot: Bot, person: int) -> object:
        place = Place(workspace_id=WORKSPACE, slack_id=f"U{person}", channel="C0", trigger="", url="")
        return await answer(bot.parts, place, text)

    return act


MEMBERS, LEADS, PMOS = range(MEMBER, MEMBER + WARM + RUNS), range(LEAD, TEAMS), [PMO]
ACTS: dict[str, tuple[Act, range | list[int]]] = {
    "home tab of a member": (_open_home, MEMBERS),
    "home tab of a lead": (_open_home, LEADS),
    "home tab of a PMO": (_open_home, PMOS),
    "/pmo blockers": (_typed("blockers"), PMOS),
    "/pmo decisions": (_typed("decisions"), PMOS),
    "/pmo sync": (_typed("sync"), PMOS),
    "search for a name": (_typed("Person 1234"), LEADS),
    "search for what was decided": (_typed("release 77 moves"), PMOS),
}
