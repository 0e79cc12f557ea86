"""A round that asks 2,000 people at twice Slack's rates, while 50 commands a second want an acknowledgement.

The local Slack is as strict as ever, at the same rates. Acknowledgements are compared with those of a bare Bolt app
in the same run.
"""

import asyncio
import itertools
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bot.clock import SystemClock, monotonic
from bot.db import Database
from bot.playground.persona import Persona
from bot.playground.rates import RateLimits, Rates
from bot.playground.records import BOT_USER_ID, TEAM_ID, ActRefused, Channel, Message, SlackRefusal
from bot.playground.server import PlaygroundServer
from bot.playground.workspace import Workspace
from bot.slack.scopes import METHODS
from tests.bench.company import MORNING, one_sync_of_everyone
from tests.bench.databases import KINDS, fresh
from tests.bench.measure import Figure, percentile
from tests.bench.processes import started

PEOPLE, SCALE, A_SECOND = 2000, 2, 50
A_MINUTE = METHODS["chat.postMessage"].per_minute * SCALE
IDEAL = (PEOPLE - A_MINUTE / 10) / (A_MINUTE / 60)
"""Seconds that the pace allows: a tenth of a minute's posts at once, the rest one by one."""

BARE_SECONDS = 10


@dataclass
class Seen:
    """When prompts arrived, and how often the local Slack said that it was too much."""

    arrivals: list[float] = field(default_factory=list)
    refused: int = 0
    done: asyncio.Event = field(default_factory=asyncio.Event)


def measure() -> list[Figure]:
    """Measure both databases."""
    return [figure for kind in KINDS for figure in _on(kind)]


def _on(kind: str) -> list[Figure]:
    with fresh(kind) as url:
        seen, acks, bare = asyncio.run(_ask(url))
    took = seen.arrivals[-1] - seen.arrivals[0]
    p99, p99_bare = percentile(acks, 99), percentile(bare, 99)
    return [
        Figure(f"prompts to {PEOPLE:,} people, against the rate limit", kind, took / IDEAL, "×", 1.05),
        Figure("… answered with 429", kind, seen.refused, "calls", 0),
        Figure("acknowledging 50 a second meanwhile, p99", kind, p99 * 1000, "ms", 100, f"of {len(acks)}"),
        Figure("… against a bare Bolt app", kind, p99 / p99_bare, "×", 1.5, f"which takes {p99_bare * 1000:.1f} ms"),
    ]


async def _ask(url: str) -> tuple[Seen, list[float], list[float]]:
    """Return what was seen, and the seconds of each acknowledgement by Drumbeat and by the bare app."""
    slack = Workspace(_company(), clock=SystemClock())
    server = PlaygroundServer(slack, rates=RateLimits(scale=SCALE))
    await server.start()
    async with started("tests.bench.bare", server), _loaded(slack) as bare:
        await asyncio.sleep(BARE_SECONDS)
    database = Database(url)
    people = [one.id for one in slack.state.people.values() if not one.is_bot]
    await one_sync_of_everyone(database, TEAM_ID, people, channel=slack.channel("sync").id)
    await database.close()
    now = (MORNING - timedelta(seconds=5)).isoformat()
    with _watched(slack) as seen:
        drumbeat = started("tests.bench.drumbeat", server, DATABASE_URL=url, BENCH_NOW=now, BENCH_SCALE=str(SCALE))
        async with drumbeat, _loaded(slack) as acks:
            await asyncio.wait_for(seen.done.wait(), 10 * IDEAL)
    await server.stop()
    return seen, acks, bare


@asynccontextmanager
async def _loaded(slack: Workspace) -> AsyncIterator[list[float]]:
    """Type commands while the block lasts; yield the seconds of each acknowledgement, those that never came included.

    `A_SECOND` of them evenly, whether or not the ones before have been acknowledged.
    """
    people = [slack.persona(one.id) for one in slack.state.humans()]
    seconds: list[float] = []
    commands: list[asyncio.Task[None]] = []

    async def command(persona: Persona) -> None:
        asked = monotonic()
        try:
            await persona.client.command(slack.state.direct(persona.id), "/pmo")
        except ActRefused:
            seconds.append(float("inf"))
        else:
            seconds.append(monotonic() - asked)

    async def type_on() -> None:
        began = monotonic()
        for number in itertools.count():
            await asyncio.sleep(max(0.0, began + number / A_SECOND - monotonic()))
            commands.append(asyncio.create_task(command(people[number % len(people)])))

    typing = asyncio.create_task(type_on())
    try:
        yield seconds
    finally:
        typing.cancel()
        await asyncio.gather(*commands)


@contextmanager
def _watched(slack: Workspace) -> Iterator[Seen]:
    """Note each prompt that arrives, and each refusal for the rate."""
    seen = Seen()
    post, count = slack.messages.post, Rates.count

    def posted(channel: Channel, user: str, *given: Any, **more: Any) -> Message:
        if user == BOT_USER_ID and channel.kind == "im" and not more.get("ephemeral_to"):
            seen.arrivals.append(monotonic())
            if len(seen.arrivals) == PEOPLE:
                seen.done.set()
        return post(channel, user, *given, **more)

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
