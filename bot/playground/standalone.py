"""Runs the local Slack alone, so that a bot beside it can be stopped, killed and started again."""

import asyncio
from pathlib import Path

from bot.clock import SystemClock
from bot.playground.company import load_company
from bot.playground.server import PlaygroundServer
from bot.playground.workspace import Workspace


async def serve(path: Path | None, port: int, *, ready: "asyncio.Future[PlaygroundServer] | None" = None) -> None:
    """Serve Lumen on loopback until cancelled, at Slack's own rates; `path` keeps it between starts.

    The clock is the machine's: nothing here can move the time of a bot in another process. `ready` is told when the
    server listens.
    """
    server = PlaygroundServer(Workspace(load_company(), clock=SystemClock(), path=path), port=port)
    await server.start()
    if ready:
        ready.set_result(server)
    try:
        await asyncio.Event().wait()
    finally:
        await server.stop()
