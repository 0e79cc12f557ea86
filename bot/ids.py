"""Ids that never come back, for rows that Slack is told of.

Buttons, forms and the keys by which a message is looked for carry the id of a sync, a round, a prompt or a turn, and
Slack keeps them for ever. A database's own numbering does not last as long: SQLite gives the highest number again once
its row is deleted, and a restored backup goes on counting where it was. An old message would then pass for a new one.
"""

import secrets
from collections.abc import Callable

from bot.clock import real_time

RANDOM_BITS = 26
"""67 million numbers a second: room for what a second can write, and for each process to begin somewhere else."""


class Ids:
    """Makes ids of at most 18 digits, each greater than the one before: a second of real time, then a number in it.

    The number begins at random in each second and counts from there. So the rows of a morning lie side by side in every
    index, and neither another process nor a clock that was set back leads to the same ids.
    """

    def __init__(self, seconds: Callable[[], float] = real_time) -> None:
        """Take the time from `seconds` since 1970."""
        self._seconds = seconds
        self._second = self._last = 0

    def new(self) -> int:
        """Return an id that no row ever had."""
        second = int(self._seconds())
        if second != self._second:
            self._second = second
            self._last = max(self._last, (second << RANDOM_BITS) + secrets.randbits(RANDOM_BITS))
        self._last += 1
        return self._last


new_id = Ids().new
"""Makes the ids of this process, whichever database they are for."""
