"""The local Slack can be told to fail."""

import aiohttp
import pytest

from bot.playground.faults import LABELS, Faults
from bot.playground.workspace import Workspace


def test_all_faults_are_off_at_first() -> None:
    """The switches are listed with words for people."""
    faults = Faults()
    assert [fault.name for fault in faults.listed() if fault.on] == []
    assert len(faults.listed()) == len(LABELS) == 8
    with pytest.raises(KeyError):
        faults.switch("earthquake", on=True)


async def test_every_third_call_is_limited(api, workspace: Workspace) -> None:
    """`rate_limit`: HTTP 429 with Retry-After on every third call."""
    workspace.faults.switch("rate_limit", on=True)
    codes = []
    for _ in range(6):
        await api("auth.test")
        codes.append((api.last.status, api.last.headers.get("Retry-After")))
    assert codes == [(200, None), (200, None), (429, "1")] * 2


async def test_the_server_breaks(api, workspace: Workspace, server) -> None:
    """`server_error`: HTTP 500, nothing is done."""
    workspace.faults.switch("server_error", on=True)
    async with api.session.post(
        server.api_url + "chat.postMessage", json={"channel": "#sync", "text": "x"}
    ) as response:
        assert response.status == 500
    assert workspace.persona("ana").messages("#sync") == []


async def test_a_post_is_accepted_and_the_connection_drops(api, workspace: Workspace) -> None:
    """`timeout_after_accepting`: the message is there, the caller does not learn of it."""
    workspace.faults.switch("timeout_after_accepting", on=True)
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await api("chat.postMessage", channel="#sync", text="hello")
    assert [message.text for message in workspace.persona("ana").messages("#sync")] == ["hello"]
    assert (await api("auth.test"))["ok"]


async def test_the_connection_drops_before_a_post_arrives(api, workspace: Workspace) -> None:
    """`timeout_before_accepting`: the caller learns as little as above, and there is no message."""
    workspace.faults.switch("timeout_before_accepting", on=True)
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await api("chat.postMessage", channel="#sync", text="hello")
    assert workspace.persona("ana").messages("#sync") == []


async def test_the_token_is_revoked(api, workspace: Workspace) -> None:
    """`token_revoked`: every call with the bot's token is refused; the app-level token still opens sockets."""
    workspace.faults.switch("token_revoked", on=True)
    assert (await api("chat.postMessage", channel="#sync", text="hello"))["error"] == "token_revoked"
    assert (await api("auth.test"))["error"] == "token_revoked"
    assert workspace.persona("ana").messages("#sync") == []
