"""Which listeners are at work: a stop waits for them, and a test knows when a click has had all its effects."""

import asyncio
from contextlib import suppress
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.listener.async_listener_completion_handler import AsyncListenerCompletionHandler
from slack_bolt.listener.async_listener_start_handler import AsyncListenerStartHandler
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

TAKEN = "taken"
"""Key in `context`: some listener took this request."""

ACKNOWLEDGED = "acknowledged"
"""Key in `context`: the acknowledgement that a listener gave before it failed."""


class Running:
    """The tasks of an app's listeners. Bolt starts each in a task of its own that it keeps no reference to."""

    def __init__(self) -> None:
        """Start with none."""
        self._tasks: set[asyncio.Task[Any]] = set()

    def watch(self, app: AsyncApp) -> None:
        """Follow the listeners of `app`."""
        app.listener_runner.listener_start_handler = _Started(self._tasks)
        app.listener_runner.listener_completion_handler = _Completed(self._tasks)

    def __len__(self) -> int:
        """Return how many listeners are at work."""
        return len(self._tasks)

    async def idle(self, seconds: float | None = None) -> bool:
        """Wait until no listener is at work, at most so many real seconds; tell whether that came true."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self._tasks:
                    await asyncio.wait(set(self._tasks))
        return not self._tasks


class _Started(AsyncListenerStartHandler):
    def __init__(self, tasks: set[asyncio.Task[Any]]) -> None:
        self._tasks = tasks

    async def handle(self, request: AsyncBoltRequest, response: BoltResponse | None) -> None:  # noqa: ARG002
        request.context[TAKEN] = True
        if task := asyncio.current_task():
            self._tasks.add(task)


class _Completed(AsyncListenerCompletionHandler):
    def __init__(self, tasks: set[asyncio.Task[Any]]) -> None:
        self._tasks = tasks

    async def handle(self, request: AsyncBoltRequest, response: BoltResponse | None) -> None:  # noqa: ARG002
        # Bolt forgets the acknowledgement of a listener that fails right after giving it, and then lets three seconds
        # pass without an answer (slack_bolt 1.30, listener/asyncio_runner.py).
        ack = request.context.ack
        if ack.response is None:
            ack.response = request.context.get(ACKNOWLEDGED)
        if task := asyncio.current_task():
            self._tasks.discard(task)
