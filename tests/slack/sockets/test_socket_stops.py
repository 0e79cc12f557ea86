"""A connection to Slack that ends: what is being worked on is finished, and what comes meanwhile."""

import asyncio
from typing import Any

import aiohttp

from bot.playground.server import PlaygroundServer
from bot.slack.app import SlackApp
from bot.slack.socket import Socket
from tests.slack.sockets.conftest import connections, heard


async def test_a_stop_lets_the_work_in_hand_finish(
    app: SlackApp, session: aiohttp.ClientSession, server: PlaygroundServer
) -> None:
    """A listener that was acknowledged is waited for, and nothing is left running."""
    go, done = asyncio.Event(), list[str]()

    @app.command("/drumbeat")
    async def slow(ack: Any) -> None:
        await ack()
        await go.wait()
        done.append("done")

    socket = Socket(app, session, server.app_token, server.api_url)
    before = asyncio.all_tasks()
    await socket.start()
    await server.workspace.persona("ana").command("/drumbeat")
    stopping = asyncio.create_task(socket.stop())
    asyncio.get_running_loop().call_soon(go.set)
    await stopping
    assert done == ["done"]
    await connections(server, 0)
    ours = {task for task in asyncio.all_tasks() - before if "bot/slack" in repr(task)}
    assert ours == set()


async def test_a_connection_that_is_given_up_serves_to_its_end(
    app: SlackApp, session: aiohttp.ClientSession, server: PlaygroundServer
) -> None:
    """The process goes on, and what comes while it waits for others would not be sent again."""
    go, began, ana = asyncio.Event(), asyncio.Event(), server.workspace.persona("ana")

    @app.command("/drumbeat")
    async def slow(ack: Any) -> None:
        began.set()
        await go.wait()
        await ack()

    socket = Socket(app, session, server.app_token, server.api_url)
    await socket.start()
    first = asyncio.create_task(ana.command("/drumbeat"))
    await began.wait()
    stopping = asyncio.create_task(socket.stop(serving=True))
    await asyncio.sleep(0)
    await ana.command("/pmo")
    assert [message.text for message in ana.messages()] == ["The menu"]
    go.set()
    await asyncio.gather(first, stopping)
    await connections(server, 0)


async def test_a_stopped_socket_can_be_started_again(
    app: SlackApp, connected: Socket, server: PlaygroundServer
) -> None:
    """What is said afterwards is heard."""
    await connected.stop()
    await connections(server, 0)
    await connected.start()
    assert await heard(app, server, "hello again") == ["hello again", "Heard: hello again"]
