"""What whoever watches Drumbeat sees while people take part in a round, and while Slack or the database is away."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import aiohttp
import pytest
import sqlalchemy as sa

from bot.address import read_address
from bot.clock import monotonic
from bot.db import Database
from bot.delivery.ledger import WORTH_SENDING
from bot.engine.ticker import Ticker
from bot.health import QUIET, Health, HealthServer
from bot.slack import socket as socket_module
from bot.slack.socket import Socket
from models import Delivery, Timer, Workspace
from tests.factories.figures import Shown
from tests.journeys.conftest import World


@dataclass
class Watched:
    """The company with Drumbeat connected by a real socket, and what is served about it."""

    world: World
    socket: Socket
    ticker: Ticker
    health: Health
    url: str
    http: aiohttp.ClientSession

    async def get(self, path: str) -> tuple[int, str]:
        """Return the status and the text of an address."""
        async with self.http.get(self.url + path) as response:
            return response.status, await response.text()

    async def metrics(self) -> Shown:
        """Return what is measured just now."""
        status, text = await self.get("/metrics")
        assert status == 200
        return Shown(text)

    async def becomes(self, path: str, wanted: int) -> str:
        """Ask until the answer has this status; return its text."""
        async with asyncio.timeout(10):
            while True:
                status, text = await self.get(path)
                if status == wanted:
                    return text


@pytest.fixture
async def watched(company: World, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Watched]:
    """The company, where everything goes over the socket."""
    monkeypatch.setattr(socket_module, "FIRST_WAIT", 0.01)
    bot, health = company.bot, Health()
    company.slack.delivery._connections.clear()
    socket = Socket(bot.bolt, bot.http, company.server.app_token, company.server.api_url, metrics=bot.metrics)
    await socket.start()
    ticker = Ticker(bot.parts.engine, company.clock)
    server = HealthServer(read_address("127.0.0.1:0"), health)
    await server.start()
    health.watch(bot, socket, ticker)
    async with aiohttp.ClientSession() as http:
        yield Watched(company, socket, ticker, health, server.url, http)
    await server.stop()
    await socket.stop()


async def stored(world: World, state: str) -> int:
    """Return how many messages stand in a state."""
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        return await session.scalar(sa.select(sa.func.count()).where(Delivery.state == state)) or 0


async def test_a_round_is_counted_from_its_opening_to_its_summary(watched: Watched) -> None:
    """Rounds, messages, calls and acknowledgements are those that there were, and nothing is named."""
    world = watched.world
    before = await watched.metrics()
    assert before.of("drumbeat_rounds_total", event="opened") == 0
    await world.at("Tue 10:00")
    ana = world.persona("ana")
    await ana.click("Answer")
    await ana.submit({"What moved?": "Refunds are live", "What's next?": "Audit"})
    await ana.command("/pmo")
    await ana.say("hello")
    opened = await watched.metrics()
    assert (opened.of("drumbeat_rounds_total", event="opened"), opened.of("drumbeat_rounds_total", event="closed")) == (
        1,
        0,
    )
    await world.at("Tue 22:00")
    shown = await watched.metrics()
    assert shown.of("drumbeat_rounds_total", event="closed") == 1
    assert shown.of("drumbeat_rounds_total", event="missed") == 0
    sent = shown.of("drumbeat_messages_total", event="sent")
    assert sent == await stored(world, "sent") > 0
    assert shown.of("drumbeat_messages_total", event="skipped") == await stored(world, "skipped")
    assert (shown.of("drumbeat_messages_total", event="updated") or 0) > 0
    posts = shown.of("drumbeat_slack_calls_total", method="chat.postMessage", result="ok")
    assert (posts or 0) >= sent
    assert shown.of("drumbeat_slack_call_seconds_count", method="chat.postMessage") == posts
    for request, number in {"click": 1, "form": 1, "command": 1}.items():
        assert shown.of("drumbeat_acknowledgement_seconds_count", request=request) == number
    assert (shown.of("drumbeat_acknowledgement_seconds_count", request="event") or 0) >= 1
    assert shown.of("drumbeat_acknowledgement_seconds_count", request="other") == 0
    assert shown.of("drumbeat_deliveries", state="queued") == 0
    assert shown.of("drumbeat_slack_connected") == shown.of("drumbeat_database_up") == 1
    named = {world.workspace_id, ana.id, world.slack.channel("sync").id, "Lumen"}
    assert not [name for name in named if name in shown.text]


async def test_a_slack_that_asks_for_patience_shows_up(watched: Watched) -> None:
    """429s are counted as such, apart from calls that were taken, and so is what had to wait for a slot."""
    watched.world.slack.faults.switch("rate_limit", on=True)
    await watched.world.at("Tue 10:00")
    shown = await watched.metrics()
    assert (shown.of("drumbeat_slack_calls_total", method="chat.postMessage", result="limited") or 0) >= 1
    assert (shown.of("drumbeat_slack_calls_total", method="chat.postMessage", result="ok") or 0) >= 1
    assert (shown.of("drumbeat_pace_deferrals_total") or 0) >= 1


async def test_a_slack_in_trouble_shows_up(watched: Watched) -> None:
    """500s are counted as unavailable, and what could not be sent stands in the queue."""
    watched.world.slack.faults.switch("server_error", on=True)
    await watched.world.at("Tue 10:00")
    shown = await watched.metrics()
    assert (shown.of("drumbeat_slack_calls_total", method="chat.postMessage", result="unavailable") or 0) >= 1
    assert shown.of("drumbeat_slack_calls_total", method="chat.postMessage", result="ok") is None
    waiting = shown.of("drumbeat_deliveries", state="queued")
    assert waiting == await stored(watched.world, "planned") + await stored(watched.world, "sending") > 0


async def test_a_dropped_socket_is_unready_until_slack_is_back(watched: Watched) -> None:
    """The process is alive all the while: starting it anew would not help."""
    assert await watched.get("/readyz") == (200, "ok\n")
    watched.world.slack.faults.switch("server_error", on=True)
    await watched.world.server._sockets.close()
    assert "Slack is not connected" in await watched.becomes("/readyz", 503)
    assert (await watched.metrics()).of("drumbeat_slack_connected") == 0
    assert (await watched.get("/healthz"))[0] == 200
    watched.world.slack.faults.switch("server_error", on=False)
    await watched.becomes("/readyz", 200)
    shown = await watched.metrics()
    assert shown.of("drumbeat_slack_connected") == 1
    assert shown.of("drumbeat_slack_calls_total", method="apps.connections.open", result="ok") == 2


async def test_late_and_failing_timers_and_messages_in_doubt_are_gauges(watched: Watched) -> None:
    """They come from the database; a message too old to be sent again troubles nobody."""
    world, now = watched.world, watched.world.clock.now()
    due = {"a": 3.0, "b": 6.0, "c": 90.0}
    async with world.bot.parts.database.transaction(world.workspace_id) as session:
        session.add_all(
            Timer(kind="test", subject=name, due_at=now - timedelta(seconds=late), attempt=3 if name == "a" else 0)
            for name, late in due.items()
        )
        session.add_all(
            Delivery(key=key, kind="test", subject={}, target="C1", state="unknown", created_at=created)
            for key, created in {"fresh": now, "old": now - 2 * WORTH_SENDING}.items()
        )
    shown = await watched.metrics()
    assert shown.of("drumbeat_timers_late") == 2
    assert shown.of("drumbeat_timers_lateness_seconds") == pytest.approx(90)
    assert shown.of("drumbeat_timers_failing") == 1
    assert shown.of("drumbeat_deliveries", state="unknown") == 1


async def test_a_ticker_that_does_not_come_round_is_a_reason_to_start_anew(watched: Watched) -> None:
    """Only the ticker tells that: nothing else in the process would be missed so soon."""
    assert await watched.get("/healthz") == (200, "ok\n")
    watched.ticker.came_round = monotonic() - QUIET - 1
    status, text = await watched.get("/healthz")
    assert (status, "has not come round for 61 seconds" in text) == (503, True)
    await watched.ticker.tick()
    assert await watched.get("/healthz") == (200, "ok\n")


async def rename(database: Database, *, refused: bool = False) -> None:
    """Write something, with a database that refuses writes or does not."""
    async with database.system_session() as session:
        if refused:
            only_read = "PRAGMA query_only=ON" if database.is_sqlite else "SET TRANSACTION READ ONLY"
            await session.execute(sa.text(only_read))
        await session.execute(sa.update(Workspace).values(name="Lumen"))


async def test_a_database_that_takes_no_writes_is_told(watched: Watched) -> None:
    """A full disk, say, where everything can be read; until a write succeeds."""
    database = watched.world.bot.parts.database
    assert (await watched.get("/readyz"))[0] == 200
    with pytest.raises(sa.exc.DBAPIError):
        await rename(database, refused=True)
    status, text = await watched.get("/readyz")
    assert (status, "takes no writes: it may only be read" in text) == (503, True)
    assert (await watched.metrics()).of("drumbeat_database_up") == 0
    if database.is_sqlite:
        await database.engine.dispose()
    await rename(database)
    assert await watched.get("/readyz") == (200, "ok\n")
    assert (await watched.metrics()).of("drumbeat_database_up") == 1
