"""The ways in which the local Slack can be told to fail, as the real one does on a bad day."""

from collections.abc import Callable
from dataclasses import dataclass

LABELS = {
    "rate_limit": "Rate limit: 429 on every third call",
    "server_error": "Server error: 500 on every call",
    "timeout_after_accepting": "Accept a post, then drop the connection",
    "timeout_before_accepting": "Drop the connection before a post arrives",
    "token_revoked": "Refuse the bot's token, as after an uninstall",
    "drop_socket": "Drop the socket after each event",
    "events_twice": "Deliver every event twice",
    "events_out_of_order": "Deliver events out of order",
}


@dataclass(frozen=True)
class Fault:
    """A switch of the page."""

    name: str
    label: str
    on: bool


class Faults:
    """Which faults are switched on; none at first."""

    def __init__(self, noticed: Callable[[], None] | None = None) -> None:
        """Call `noticed()` after each change."""
        self._on: set[str] = set()
        self._noticed = noticed
        self._calls = 0

    def switch(self, name: str, on: bool) -> None:
        """Switch the fault `name`; KeyError when there is none of that name."""
        if name not in LABELS:
            raise KeyError(name)
        (self._on.add if on else self._on.discard)(name)
        self._calls = 0
        if self._noticed:
            self._noticed()

    def on(self, name: str) -> bool:
        """Tell whether `name` is switched on."""
        return name in self._on

    def limits_this_call(self) -> bool:
        """Count a call; True for every third one while `rate_limit` is on."""
        if "rate_limit" not in self._on:
            return False
        self._calls += 1
        return self._calls % 3 == 0

    def listed(self) -> list[Fault]:
        """Return all switches in a fixed order."""
        return [Fault(name, label, name in self._on) for name, label in LABELS.items()]
