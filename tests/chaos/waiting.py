"""Waiting for another process: there is nothing to await but what can be seen of it from outside."""

import asyncio
from collections.abc import Callable

LOOK = 0.05
"""Seconds between two looks."""


async def until(seen: Callable[[], object], *, within: float, what: str) -> None:
    """Return as soon as `seen()` is true; TimeoutError after `within` real seconds tells `what` did not come."""
    try:
        async with asyncio.timeout(within):
            while not seen():  # noqa: ASYNC110 - it is another process that changes
                await asyncio.sleep(LOOK)
    except TimeoutError:
        raise TimeoutError(f"waited {within:.0f} s for {what}") from None
