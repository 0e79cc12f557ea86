"""The workspace runs alone, and outlives bots."""

import asyncio
from contextlib import suppress
from pathlib import Path

import aiohttp

from bot.playground.server import PlaygroundServer
from bot.playground.standalone import serve


async def test_the_workspace_serves_alone_and_keeps_its_state(tmp_path: Path) -> None:
    """A page, no bot, no clock to move; what was written is there at the next start."""
    path = tmp_path / "workspace.json"
    for start in range(2):
        ready: asyncio.Future[PlaygroundServer] = asyncio.get_running_loop().create_future()
        serving = asyncio.create_task(serve(path, 0, ready=ready))
        server = await ready
        async with aiohttp.ClientSession() as session:
            async with session.get(f"{server.url}/page/state") as response:
                state = await response.json()
            assert (len(state["people"]), state["bot"]["connected"], state["clock"]["enabled"]) == (21, False, False)
            sync = next(channel["id"] for channel in state["channels"] if channel["name"] == "sync")
            query = {"as": state["me"]["id"], "channel": sync}
            async with session.get(f"{server.url}/page/messages", params=query) as response:
                assert len((await response.json())["messages"]) == start
            body = {"as": state["me"]["id"], "type": "message", "channel": sync, "text": "hello"}
            async with session.post(f"{server.url}/page/act", json=body) as response:
                assert (await response.json())["ok"]
        serving.cancel()
        with suppress(asyncio.CancelledError):
            await serving
