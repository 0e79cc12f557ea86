"""A bot's connection to the strict local Slack, over which an app answers whoever writes to it."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.clock import SystemClock
from bot.playground.server import PlaygroundServer
from bot.playground.workspace import Workspace
from bot.slack import socket as socket_module
from bot.slack.app import SlackApp, build_app
from bot.slack.gateway import Message
from bot.slack.http import open_session
from bot.slack.socket import Socket
from bot.slack.web import WebSlack

COMPANY = {
    "company": "Lumen",
    "people": [{"name": "Ana Sousa", "email": "ana@lumen.example", "zone": "Europe/Lisbon"}],
    "teams": [{"name": "Payments", "channel": "#payments", "members": ["ana@lumen.example"]}],
}


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connect again at once."""
    monkeypatch.setattr(socket_module, "FIRST_WAIT", 0.0)


@pytest.fixture
async def server() -> AsyncIterator[PlaygroundServer]:
    """The local Slack on a free port."""
    server = PlaygroundServer(Workspace(COMPANY, clock=SystemClock()))
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    """The one session of the process."""
    async with open_session(seconds=5) as session:
        yield session


@pytest.fixture
def slack(server: PlaygroundServer, session: aiohttp.ClientSession) -> WebSlack:
    """The gateway to the local Slack."""
    return WebSlack(session, server.bot_token, server.api_url)


@pytest.fixture
def app(slack: WebSlack) -> SlackApp:
    """An app that answers whoever writes to it."""

    async def first_time(_workspace_id: str, _event_id: str) -> bool:
        return True

    async def slack_for(_workspace_id: str) -> Any:
        return slack

    app = build_app(slack_for, first_time)

    @app.event("message")
    async def answer(event: dict[str, Any]) -> None:
        await slack.post(event["user"], Message(f"Heard: {event['text']}"))

    @app.command("/pmo")
    async def menu(ack: Any) -> None:
        await ack("The menu")

    return app


@pytest.fixture
async def connected(app: SlackApp, session: aiohttp.ClientSession, server: PlaygroundServer) -> AsyncIterator[Socket]:
    """A socket that is connected."""
    socket = Socket(app, session, server.app_token, server.api_url)
    await socket.start()
    yield socket
    await socket.stop()


async def heard(app: SlackApp, server: PlaygroundServer, words: str) -> list[str]:
    """Let Ana write `words` to the bot; return what stands in their conversation afterwards."""
    ana = server.workspace.persona("ana")
    await ana.say(words)
    assert await app.running.idle(5)
    return [message.text for message in ana.messages()]


async def connections(server: PlaygroundServer, wanted: int) -> None:
    """Wait until the local Slack has so many connections to the bot."""
    changed = asyncio.Event()
    unsubscribe = server.workspace.subscribe(lambda _: changed.set())
    async with asyncio.timeout(5):
        while len(server.workspace.delivery._connections) != wanted:
            await changed.wait()
            changed.clear()
    unsubscribe()
