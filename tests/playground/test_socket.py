"""Socket Mode over a real WebSocket."""

import asyncio

import aiohttp
import pytest

from bot.playground.delivery import NotAnswered
from bot.playground.server import PlaygroundServer
from bot.playground.workspace import Workspace


@pytest.fixture
async def socket(api, server: PlaygroundServer):
    """An open connection that has read its hello."""
    url = (await api("apps.connections.open", token=server.app_token))["url"]
    async with api.session.ws_connect(url) as socket:
        hello = await socket.receive_json()
        assert hello["type"] == "hello"
        yield socket


async def test_an_event_comes_in_an_envelope(workspace: Workspace, socket) -> None:
    """Slack: envelope_id, type, payload; an acknowledgement names the envelope_id."""
    said = asyncio.create_task(workspace.persona("ana").say("hello"))
    envelope = await socket.receive_json()
    assert envelope["type"] == "events_api"
    assert envelope["payload"]["event"]["text"] == "hello"
    assert (envelope["retry_attempt"], envelope["accepts_response_payload"]) == (0, False)
    await socket.send_json({"envelope_id": envelope["envelope_id"]})
    assert (await said).text == "hello"


async def test_an_acknowledgement_may_carry_an_answer(workspace: Workspace, socket) -> None:
    """Slack: the payload of the acknowledgement is the answer; an answer without response_type is ephemeral."""
    asked = asyncio.create_task(workspace.persona("ana").command("/pmo", channel="#sync"))
    envelope = await socket.receive_json()
    await socket.send_json({"envelope_id": envelope["envelope_id"], "payload": {"text": "Hi"}})
    assert [(answer.text, answer.ephemeral) for answer in await asked] == [("Hi", True)]
    assert workspace.persona("ben").messages("#sync") == []


async def test_a_ticket_lets_one_connection_in(api, server: PlaygroundServer) -> None:
    """Slack: the address of apps.connections.open is used once."""
    url = (await api("apps.connections.open", token=server.app_token))["url"]
    async with api.session.ws_connect(url):
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await api.session.ws_connect(url)


async def test_an_event_on_a_dropped_socket_comes_again_on_the_next(
    api, workspace: Workspace, server: PlaygroundServer
) -> None:
    """A socket that closes before the acknowledgement: the event is retried over another connection."""
    first = await api.session.ws_connect((await api("apps.connections.open", token=server.app_token))["url"])
    await first.receive_json()
    said = asyncio.create_task(workspace.persona("ana").say("hello"))
    lost = await first.receive_json()
    second = await api.session.ws_connect((await api("apps.connections.open", token=server.app_token))["url"])
    await second.receive_json()
    await first.close()
    await said
    again = await second.receive_json()
    assert again["payload"]["event_id"] == lost["payload"]["event_id"]
    assert (again["retry_attempt"], again["retry_reason"]) == (1, "connection_failed")
    await second.send_json({"envelope_id": again["envelope_id"]})
    await second.close()


async def test_a_click_on_a_dropped_socket_tells_the_person(workspace: Workspace, socket) -> None:
    """Commands and clicks are not retried by Slack: the person tries again."""
    asked = asyncio.create_task(workspace.persona("ana").command("/pmo"))
    await socket.receive_json()
    await socket.close()
    with pytest.raises(NotAnswered, match="not connected"):
        await asked


async def test_the_fault_drop_socket_closes_after_each_event(workspace: Workspace, socket) -> None:
    """A dropped socket is an everyday event of Socket Mode: the bot reconnects."""
    workspace.faults.switch("drop_socket", on=True)
    said = asyncio.create_task(workspace.persona("ana").say("hello"))
    envelope = await socket.receive_json()
    await socket.send_json({"envelope_id": envelope["envelope_id"]})
    await said
    assert (await socket.receive()).type is aiohttp.WSMsgType.CLOSE


async def test_more_than_ten_connections_are_sent_away(api, server: PlaygroundServer) -> None:
    """Slack: up to 10 connections."""
    sockets = []
    for _ in range(11):
        url = (await api("apps.connections.open", token=server.app_token))["url"]
        sockets.append(await api.session.ws_connect(url))
    first = [(await socket.receive_json()) for socket in sockets]
    assert [message["type"] for message in first] == ["hello"] * 10 + ["disconnect"]
    assert first[-1]["reason"] == "too_many_websockets"
    for socket in sockets:
        await socket.close()


async def test_the_workspace_knows_whether_a_bot_listens(api, workspace: Workspace, server: PlaygroundServer) -> None:
    """`connected` follows the sockets."""
    assert not workspace.delivery.connected
    async with api.session.ws_connect((await api("apps.connections.open", token=server.app_token))["url"]) as socket:
        await socket.receive_json()
        await socket.ping()
        assert workspace.delivery.connected
