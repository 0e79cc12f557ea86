"""Asking what may never answer, such as a database that hangs."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Generic, TypeVar

MOMENT = 0.5
"""Real seconds in which an answer that is on its way may still come."""

Answer = TypeVar("Answer")


class OneAtATime(Generic[Answer]):
    """Something that is asked once at a time: who asks meanwhile waits for the same answer.

    A query to a server that hangs does not end even when it is cancelled, so it is left to itself when its time is
    over, and none is sent after it: a look every ten seconds would use up all connections.
    """

    def __init__(self, seconds: float) -> None:
        """Wait so many real seconds for an answer."""
        self._seconds = seconds
        self._asking: asyncio.Task[Answer] | None = None

    async def answer(self, ask: Callable[[], Coroutine[object, object, Answer]]) -> Answer:
        """Return what `ask` returns, or raise what it raises; TimeoutError where it takes too long."""
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(ask())
            self._asking.add_done_callback(_heard)
        asking = self._asking
        await asyncio.wait({asking}, timeout=self._seconds)
        if not asking.done():
            raise TimeoutError
        return asking.result()

    async def forget(self) -> None:
        """Let an answer that is on its way come for a moment; wait for none any more."""
        if self._asking is not None:
            await asyncio.wait({self._asking}, timeout=MOMENT)
            self._asking.cancel()


def _heard(asking: "asyncio.Task[Any]") -> None:
    """Look at an answer that came after its time, lest asyncio reports a failure that nobody looked at."""
    if not asking.cancelled():
        asking.exception()
