"""How `drumbeat run` is told to stop, and that it does stop, whatever the database and Slack do meanwhile."""

import asyncio
import os
import signal
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager

from bot import log

LONGEST = 9.0
"""Real seconds that stopping may take. Service managers and containers kill ten seconds after they have asked."""

MOMENT = 1.0
"""Seconds that what is broken off has to let go. A query to a server that hangs does not end even then."""

BROKEN_OFF = 4
"""Exit code where stopping was broken off."""

logger = log.get(__name__)


class Deadline:
    """Ends the process where stopping takes too long: on a thread of its own, whatever the loop waits for."""

    def __init__(self, seconds: float = LONGEST, *, end: Callable[[int], object] = os._exit) -> None:
        """Call `end` with `BROKEN_OFF` so many seconds after `begin`, unless the process has ended by then."""
        self._timer = threading.Timer(seconds, self._over)
        self._timer.daemon = True
        self._seconds = seconds
        self._end = end

    def begin(self) -> None:
        """Let the time run; from the second time on nothing is changed."""
        if self._timer.ident is None:
            self._timer.start()

    def _over(self) -> None:
        logger.error(
            "stopping was broken off: the database or Slack does not let go. What is committed is safe; what was in "
            "hand is done again after the next start",
            seconds=self._seconds,
            exit_code=BROKEN_OFF,
        )
        self._end(BROKEN_OFF)


async def work_until(
    stop: asyncio.Event, work: Coroutine[object, object, None], deadline: Deadline | None = None
) -> None:
    """Do `work`; where `stop` is set before it is done, cancel it, and wait for it a moment only.

    `deadline` begins at once then, and when `work` is done.

    Raises what `work` raises before that.
    """
    working, stopping = asyncio.create_task(work), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        broken_off = not working.done()
    finally:
        if deadline:
            deadline.begin()
        stopping.cancel()
        working.cancel()
        await asyncio.wait({working}, timeout=MOMENT)
    if not broken_off:
        await working
    elif working.done() and not working.cancelled() and (error := working.exception()):
        logger.warning("what was broken off failed", reason=str(error))


@contextmanager
def told_by_signals(stop: asyncio.Event) -> Iterator[None]:
    """Let the first SIGINT or SIGTERM set `stop`; a second one ends the process at once, as usual."""
    loop = asyncio.get_running_loop()
    both = (signal.SIGINT, signal.SIGTERM)

    def tell() -> None:
        stop.set()
        for one in both:
            loop.remove_signal_handler(one)

    for one in both:
        loop.add_signal_handler(one, tell)
    try:
        yield
    finally:
        for one in both:
            loop.remove_signal_handler(one)
