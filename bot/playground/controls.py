"""The clock as the playground's page moves it; who runs a bot beside the workspace provides it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class NextEvent:
    """The next thing that is due: when (aware UTC), and what, in words for the page."""

    at: datetime
    label: str


class Controls(Protocol):
    """Moves business time by steps."""

    def now(self) -> datetime:
        """Return the present instant of the workspace and the bot (aware UTC)."""
        ...

    async def next_event(self) -> NextEvent | None:
        """Return what is due next, or None when nothing is."""
        ...

    async def advance(self, to: datetime) -> None:
        """Go through each due instant up to `to`, and return when the bot is idle there."""
        ...
