"""Socket Mode against the strict local Slack: what people do arrives, and connections come back."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.errors import SlackRefused, SlackUnavailable
from bot.playground import socket as playground_socket
from bot.playground.server import PlaygroundServer
from bot.slack import socket as socket_module
from bot.slack.app import SlackApp
from bot.slack.http import open_session
from bot.slack.socket import Socket
from tests.slack.sockets.conftest import connections, heard

Answers = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def stand_in(open_: Answers, accept: Answers) -> AsyncIterator[str]:
    """Yield the API of a Slack that names an address, `/socket/<number>`, by `open_` and connects there by `accept`."""
    site = web.Application()
    site.router.add_post("/api/apps.connections.open", open_)
    site.router.add_get("/socket/{number}", accept)
    async with TestServer(site) as slack:
        yield str(slack.make_url("/api/"))


@pytest.mark.usefixtures("connected")
async def test_words_and_commands_arrive_and_are_answered(app: SlackApp, server: PlaygroundServer) -> None:
    """An event is acknowledged and heard, a command's acknowledgement carries its answer."""
    assert await heard(app, server, "hello") == ["hello", "Heard: hello"]
    assert [one.text for one in await server.workspace.persona("ana").command("/pmo")] == ["The menu"]


async def test_a_connection_outlives_the_time_for_a_call(app: SlackApp, server: PlaygroundServer) -> None:
    """The session gives up calls after half a second here, but not the socket."""
    loop = asyncio.get_running_loop()
    later: asyncio.Future[None] = loop.create_future()
    async with open_session(seconds=0.5) as session:
        socket = Socket(app, session, server.app_token, server.api_url)
        await socket.start()
        loop.call_later(0.7, later.set_result, None)
        await later
        assert server.workspace.delivery.connected
        assert await heard(app, server, "still there?") == ["still there?", "Heard: still there?"]
        await socket.stop()


@pytest.mark.usefixtures("connected")
async def test_a_connection_that_breaks_is_opened_again(app: SlackApp, server: PlaygroundServer) -> None:
    """What is said afterwards is heard."""
    await server._sockets.close()
    await connections(server, 1)
    assert await heard(app, server, "hello again") == ["hello again", "Heard: hello again"]


@pytest.mark.usefixtures("connected")
async def test_slack_asks_for_a_new_connection(app: SlackApp, server: PlaygroundServer) -> None:
    """The new one is open before the old one ends, and both are heard."""
    await server._sockets.drop("warning")
    await connections(server, 2)
    assert (await heard(app, server, "one"))[-1] == "Heard: one"
    assert (await heard(app, server, "two"))[-1] == "Heard: two"


async def test_where_slack_has_no_connection_left_it_is_asked_again(
    app: SlackApp,
    connected: Socket,
    session: aiohttp.ClientSession,
    server: PlaygroundServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Starting does not wait for one; once another process leaves, there is one."""
    monkeypatch.setattr(playground_socket, "CONNECTIONS", 1)
    monkeypatch.setattr(socket_module, "WAIT_WHEN_FULL", 0.0)
    other = Socket(app, session, server.app_token, server.api_url)
    async with asyncio.timeout(10):
        await other.start()
        assert (other.crowded_out, other.is_connected) == (True, False)
        await connected.stop()
        await other.connected()
    assert not other.crowded_out
    await other.stop()


@pytest.mark.usefixtures("connected")
async def test_a_retry_is_known_as_one(app: SlackApp, server: PlaygroundServer) -> None:
    """Slack says how often it sent an event, in headers over HTTP and in the envelope here."""
    attempts: list[Any] = []

    @app.middleware
    async def look(request: Any, next: Any) -> None:  # noqa: A002 (Bolt injects by this name)
        attempts.append(request.headers.get("x-slack-retry-num"))
        await next()

    server.workspace.faults.switch("events_twice", on=True)
    assert (await heard(app, server, "hello"))[1:] == ["Heard: hello"] * 2
    assert attempts[:2] == [None, ["1"]]


async def test_a_wrong_token_is_told_at_once(
    app: SlackApp, session: aiohttp.ClientSession, server: PlaygroundServer
) -> None:
    """Starting fails instead of trying for ever."""
    with pytest.raises(SlackRefused) as caught:
        await Socket(app, session, "xapp-wrong", server.api_url).start()
    assert caught.value.code == "invalid_auth"


async def test_a_slack_that_is_not_there_is_told_at_once(
    app: SlackApp, session: aiohttp.ClientSession, unused_tcp_port: int
) -> None:
    """So is an address where nobody answers."""
    with pytest.raises(SlackUnavailable):
        await Socket(app, session, "xapp-1", f"http://127.0.0.1:{unused_tcp_port}/api/").start()


async def test_trouble_while_reconnecting_is_waited_out(
    app: SlackApp, session: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A failed handshake gets a new address, which is good for one attempt only; nonsense on the line is ignored."""
    opened, greeted = list[int](), asyncio.Event()

    async def open_(request: web.Request) -> web.Response:
        opened.append(len(opened) + 1)
        if len(opened) == 2:
            return web.Response(status=503)
        return web.json_response({"ok": True, "url": str(request.url.origin() / f"socket/{len(opened)}")})

    async def accept(request: web.Request) -> web.StreamResponse:
        if request.match_info["number"] == "3":
            return web.Response(status=404)
        connection = web.WebSocketResponse()
        await connection.prepare(request)
        await connection.send_str("no json")
        await connection.send_str("[]")
        await connection.send_str("[" * 100_000)
        await connection.send_str('{"envelope_id": "1", "payload": [' + "[" * 500 + "]" * 500 + "]}")
        await connection.send_json({"type": "hello"})
        if request.match_info["number"] == "4":
            greeted.set()
            await connection.receive()
        return connection

    monkeypatch.setattr(socket_module, "LONGEST_WAIT", 0.0)
    async with stand_in(open_, accept) as api:
        socket = Socket(app, session, "xapp-1", api)
        await socket.start()
        async with asyncio.timeout(5):
            await greeted.wait()
        await socket.stop()
    assert opened == [1, 2, 3, 4]


async def test_a_connection_that_is_not_greeted_is_opened_again(
    app: SlackApp, session: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slack takes the first one and says nothing; the start waits for the second."""
    opened = list[web.WebSocketResponse]()

    async def open_(request: web.Request) -> web.Response:
        return web.json_response({"ok": True, "url": str(request.url.origin() / "socket/1")})

    async def accept(request: web.Request) -> web.StreamResponse:
        connection = web.WebSocketResponse()
        await connection.prepare(request)
        opened.append(connection)
        if len(opened) == 2:
            await connection.send_json({"type": "hello"})
        await connection.receive()
        return connection

    monkeypatch.setattr(socket_module, "GREETING", 0.1)
    async with stand_in(open_, accept) as api:
        socket = Socket(app, session, "xapp-1", api)
        async with asyncio.timeout(5):
            await socket.start()
        assert socket.is_connected
        await socket.stop()
    assert [one.closed for one in opened] == [True, True]
