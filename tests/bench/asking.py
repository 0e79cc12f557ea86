"""A round that asks 2,000 people at twice Slack's rates, while people act fifty times a second.

The local Slack is as strict as ever, at the same rates; but a workspace in which forms are opened seventeen times a
second is allowed that. Acknowledgements are compared with those of a bare Bolt app in the same run.
"""

import asyncio
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bot.clock import SystemClock, monotonic
from bot.db import Database
from bot.playground.rates import RateLimits, Rates
from bot.playground.records import BOT_USER_ID, TEAM_ID, Channel, Message, SlackRefusal
from bot.playground.server import PlaygroundServer
from bot.playground.workspace import Workspace
from bot.slack.gateway import Posted
from bot.slack.scopes import METHODS
from tests.bench.company import MORNING, one_sync_of_everyone, open_rounds
from tests.bench.databases import KINDS, fresh
from tests.bench.load import A_SECOND, Load, loaded, prompt_blocks
from tests.bench.load import KINDS as ACTS
from tests.bench.measure import Figure, median, percentile
from tests.bench.processes import Started, started

PEOPLE, SCALE = 2000, 2
A_MINUTE = METHODS["chat.postMessage"].per_minute * SCALE
IDEAL = (PEOPLE - A_MINUTE / 10) / (A_MINUTE / 60)
"""Seconds that the pace allows: a tenth of a minute's posts at once, the rest one by one."""

ROUNDS = 3
"""Rounds that are open, so that each form is somebody's first answer for as long as people are being asked: who has
answered everything does not answer seventeen times a second again."""

FORMS_A_MINUTE = A_SECOND * 60

WARM, QUIET = 8.0, 30.0
"""Seconds of the load before anything is measured, and those in which nobody is being asked."""

STARTING = 10.0
"""Seconds in which a process is ready, on a machine that has other things to do."""

PATIENCE = 2
"""Times the seconds that the pace allows, after which the measurement ends with whatever has arrived."""

WINDOWS = 3
"""Parts of the asking that are looked at each by itself."""


@dataclass
class Asked:
    """When prompts arrived, and how often the local Slack said that it was too much."""

    arrivals: list[float] = field(default_factory=list)
    refused: int = 0
    ended: float = 0.0
    done: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(frozen=True)
class Measured:
    """The acknowledgements of the bare app, those of Drumbeat with nothing else going on, and while it asked.

    With the milliseconds of processor time that an act took, at the bare app's and at Drumbeat's.
    """

    asked: Asked
    bare: Load
    bare_cpu: float
    quiet: Load
    quiet_cpu: float
    busy: Load


def measure() -> list[Figure]:
    """Measure both databases."""
    return [figure for kind in KINDS for figure in _on(kind)]


def _on(kind: str) -> list[Figure]:
    with fresh(kind) as url:
        found = asyncio.run(_ask(url))
    arrivals = found.asked.arrivals
    end = found.asked.ended
    took = end - (arrivals[0] if arrivals else found.busy.acts[0].at)
    # Where not all have arrived: as long as all would take at this speed.
    against = took / IDEAL * PEOPLE / max(1, len(arrivals))
    lost = sum(act.lost for act in found.busy.acts)
    bare = percentile(_seconds(found.bare), 99)
    busy = percentile(_seconds(found.busy), 99)
    windows = [percentile(_seconds(one), 99) for one in _parts(found.busy, end)]
    return [
        Figure(
            f"prompts to {PEOPLE:,} people, against the rate limit",
            kind,
            against,
            "×",
            1.05,
            f"{len(arrivals):,} in {took:.1f} s",
        ),
        Figure("… answered with 429", kind, found.asked.refused, "calls", 0),
        _p99("the bare app's acknowledgements, p99", kind, found.bare),
        _p99("Drumbeat's with nobody being asked, p99", kind, found.quiet),
        _p99("Drumbeat's while people are asked, p99", kind, found.busy, 100),
        *(_p99(f"… of a {act}", kind, found.busy, act=act) for act in ACTS),
        Figure(f"… median of {WINDOWS} windows' p99", kind, median(windows) * 1000, "ms", 100),
        Figure("… against the bare app", kind, busy / bare, "×", 1.5),
        Figure("… never acknowledged", kind, lost, f"of {len(found.busy.acts)}", 0, f"load {os.getloadavg()[0]:.1f}"),
        Figure(
            "processor time of an act with all that follows",
            kind,
            found.quiet_cpu,
            "ms",
            None,
            f"bare {found.bare_cpu:.1f}",
        ),
    ]


def _p99(what: str, kind: str, load: Load, target: float | None = None, *, act: str = "") -> Figure:
    seconds = _seconds(load, act)
    p50, p95, p99 = (percentile(seconds, percent) * 1000 for percent in (50, 95, 99))
    note = f"p50 {p50:.1f}, p95 {p95:.1f}"
    if not act:
        note += f"; {len(seconds)} acts; the local Slack itself was {percentile(_late(load), 99) * 1000:.1f} late"
    return Figure(what, kind, p99, "ms", target, note)


def _seconds(load: Load, act: str = "") -> list[float]:
    return [one.seconds for one in load.acts if act in {"", one.kind}]


def _late(load: Load) -> list[float]:
    return [seconds for _, seconds in load.late]


def _parts(load: Load, end: float) -> list[Load]:
    begin = min(one.at for one in load.acts)
    each = (end - begin) / WINDOWS
    return [load.between(begin + each * number, begin + each * (number + 1)) for number in range(WINDOWS)]


async def _ask(url: str) -> Measured:
    slack = Workspace(_company(), clock=SystemClock())
    server = PlaygroundServer(slack, rates=RateLimits(scale=SCALE, per_minute={"views.open": FORMS_A_MINUTE}))
    await server.start()
    people = [one.id for one in slack.state.humans()]
    posted = _posted(slack, people * ROUNDS)
    prompts = list(zip(people * ROUNDS, (one.ts for one in posted), strict=True))
    async with started("tests.bench.bare", server) as app, loaded(slack, prompts, opens=False) as load:
        bare, bare_cpu = await _undisturbed(app, load)
    database = Database(url)
    await one_sync_of_everyone(database, TEAM_ID, people, channel=slack.channel("sync").id)
    await open_rounds(database, TEAM_ID, PEOPLE, posted)
    await database.close()
    now = (MORNING - timedelta(seconds=STARTING + WARM + QUIET)).isoformat()
    with _watched(slack) as asked:
        drumbeat = started("tests.bench.drumbeat", server, DATABASE_URL=url, BENCH_NOW=now, BENCH_SCALE=str(SCALE))
        async with drumbeat as app, loaded(slack, prompts, opens=True) as load:
            quiet, quiet_cpu = await _undisturbed(app, load)
            asking = monotonic()
            with suppress(TimeoutError):
                await asyncio.wait_for(asked.done.wait(), STARTING + PATIENCE * IDEAL)
            asked.ended = asked.arrivals[-1] if asked.done.is_set() else monotonic()
    await server.stop()
    return Measured(asked, bare, bare_cpu, quiet, quiet_cpu, load.between(asking, asked.ended))


async def _undisturbed(app: Started, load: Load) -> tuple[Load, float]:
    """Return the load while nobody is asked, and the processor time of an act in milliseconds."""
    await asyncio.sleep(WARM)
    began, before = monotonic(), app.cpu_seconds
    await asyncio.sleep(QUIET)
    within = load.between(began, began + QUIET)
    return within, (app.cpu_seconds - before) / len(within.acts) * 1000


def _posted(slack: Workspace, people: Sequence[str]) -> list[Posted]:
    """Let everybody have the message that is clicked; the turns that it is about count up from 1."""
    posted = []
    for turn, who in enumerate(people, 1):
        place = slack.state.direct(who)
        message = slack.messages.post(place, BOT_USER_ID, "Ready?", blocks=prompt_blocks(turn))
        posted.append(Posted(place.id, message.ts))
    return posted


@contextmanager
def _watched(slack: Workspace) -> Iterator[Asked]:
    """Note each prompt that arrives, and each refusal for the rate."""
    seen = Asked()
    post, count = slack.messages.post, Rates.count

    def posted(channel: Channel, user: str, text: str, **more: Any) -> Message:
        # Not what the owner is told once everybody has answered (that Drumbeat is not in the channel of the summary),
        # nor the answers to the commands meanwhile, whose writers alone see them.
        prompts = channel.kind == "im" and not more.get("ephemeral_to")
        if user == BOT_USER_ID and prompts and text.startswith("Sync 0:"):
            seen.arrivals.append(monotonic())
            if len(seen.arrivals) == PEOPLE:
                seen.done.set()
        return post(channel, user, text, **more)

    def counted(rates: Rates, method: str, channel: str = "") -> None:
        try:
            count(rates, method, channel)
        except SlackRefusal:
            seen.refused += 1
            raise

    slack.messages.post, Rates.count = posted, counted
    try:
        yield seen
    finally:
        slack.messages.post, Rates.count = post, count


def _company() -> dict[str, Any]:
    people = [
        {"name": f"Person {number}", "email": f"p{number}@bench.example", "zone": "UTC"} for number in range(PEOPLE)
    ]
    return {"company": "Bench", "people": people, "syncs": [{"name": "Sync 0", "channel": "#sync"}]}
