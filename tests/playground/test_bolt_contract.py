"""The real SDK and Bolt take the playground for Slack."""

import asyncio
from collections.abc import AsyncIterator, Callable

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.server import PlaygroundServer
from bot.playground.workspace import Workspace

MODAL = {
    "type": "modal",
    "callback_id": "form",
    "title": {"type": "plain_text", "text": "Your update"},
    "submit": {"type": "plain_text", "text": "Send to #sync"},
    "blocks": [
        {
            "type": "input",
            "block_id": "moved",
            "label": {"type": "plain_text", "text": "What moved?"},
            "element": {"type": "plain_text_input", "action_id": "moved"},
        }
    ],
}
PROMPT = [
    {
        "type": "actions",
        "block_id": "prompt",
        "elements": [{"type": "button", "action_id": "answer", "text": {"type": "plain_text", "text": "Answer"}}],
    }
]


def a_bot(client: AsyncWebClient) -> AsyncApp:
    """Return a Bolt app that asks on a command, opens a form on a click and thanks for a form."""
    app = AsyncApp(client=client)

    @app.command("/pmo")
    async def ask(ack, command, client):
        await ack("Asked.")
        await client.chat_postMessage(channel=command["user_id"], text="Ready?", blocks=PROMPT)

    @app.action("answer")
    async def open_form(ack, body, client):
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=MODAL)

    @app.view("form")
    async def thank(ack, body, view, client):
        await ack()
        moved = view["state"]["values"]["moved"]["moved"]["value"]
        await client.chat_postMessage(channel="#sync", text=f"{body['user']['name']}: {moved}")

    @app.event("message")
    async def reply(event, say):
        await say("You wrote: " + event["text"])

    return app


@pytest.fixture
async def client(server: PlaygroundServer) -> AsyncIterator[AsyncWebClient]:
    """The SDK's client, pointed at the playground, on one session."""
    async with aiohttp.ClientSession() as session:
        yield AsyncWebClient(server.bot_token, base_url=server.api_url, session=session, retry_handlers=[])


async def until(workspace: Workspace, holds: Callable[[], object]) -> None:
    """Wait until `holds()`, looking again after each change of the workspace."""
    happened = asyncio.Event()
    stop = workspace.subscribe(lambda _change: happened.set())
    while not holds():
        happened.clear()
        await happened.wait()
    stop()


@pytest.fixture
async def socket(server: PlaygroundServer, client: AsyncWebClient) -> AsyncIterator[AsyncSocketModeHandler]:
    """Bolt, connected by a real WebSocket."""
    handler = AsyncSocketModeHandler(a_bot(client), server.app_token)
    await handler.connect_async()
    yield handler
    await handler.close_async()


async def test_a_command_a_click_and_a_form_go_through_bolt_over_a_websocket(
    workspace: Workspace, socket: AsyncSocketModeHandler
) -> None:
    """What a person does reaches Bolt's listeners, and what they do is seen by people."""
    ana = workspace.persona("ana")
    await ana.command("/pmo")
    await until(workspace, lambda: len(ana.messages()) == 2)
    assert {(answer.text, answer.ephemeral) for answer in ana.messages()} == {("Asked.", True), ("Ready?", False)}
    await ana.click("Answer")
    await until(workspace, lambda: ana.modal)
    assert await ana.submit({"What moved?": "Refunds work"}) == {}
    await until(workspace, lambda: ana.messages("#sync"))
    assert ana.modal is None
    assert [message.text for message in ana.messages("#sync")] == ["ana: Refunds work"]
    assert ana.clicks == 3


async def test_words_typed_to_the_bot_are_an_event(workspace: Workspace, socket: AsyncSocketModeHandler) -> None:
    """A direct message arrives as message.im; the bot's own reply does not start a loop."""
    ana = workspace.persona("ana")
    await ana.say("hello & goodbye")
    await until(workspace, lambda: len(ana.messages()) == 2)
    assert [message.text for message in ana.messages()] == ["hello &amp; goodbye", "You wrote: hello &amp; goodbye"]


async def test_bolt_comes_back_after_a_dropped_socket(workspace: Workspace, socket: AsyncSocketModeHandler) -> None:
    """Each event drops the socket; Bolt reconnects and hears the next one."""
    ana = workspace.persona("ana")
    workspace.faults.switch("drop_socket", on=True)
    for words in ("one", "two"):
        await until(workspace, lambda: workspace.delivery.connected)
        await ana.say(words)
    await until(workspace, lambda: {"You wrote: one", "You wrote: two"} <= {one.text for one in ana.messages()})


async def test_bolt_follows_a_request_to_reconnect(
    server: PlaygroundServer, workspace: Workspace, socket: AsyncSocketModeHandler
) -> None:
    """Slack asks for a new connection before it closes the old one; nothing is lost meanwhile."""
    await server._sockets.drop()
    await until(workspace, lambda: not workspace.delivery.connected)
    await until(workspace, lambda: workspace.delivery.connected)
    await workspace.persona("ana").say("hello")
    await until(workspace, lambda: len(workspace.persona("ana").messages()) == 2)


async def test_the_sdk_raises_what_the_playground_refuses(client: AsyncWebClient) -> None:
    """An answer with ok false becomes the SDK's SlackApiError."""
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel="C999", text="hello")
    assert refused.value.response["error"] == "channel_not_found"


async def test_the_sdk_walks_through_pages(client: AsyncWebClient, workspace: Workspace) -> None:
    """Cursors are those that the SDK follows by itself."""
    names = []
    async for page in await client.users_list(limit=2):
        names += [member["name"] for member in page["members"]]
    assert names == ["ana", "ben", "mara", "drumbeat"]
