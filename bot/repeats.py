"""What a library says again and again is logged once a minute: while a database is away DBOS says so all the time.

Our own lines are never held back; they are few, and each may tell of something else.
"""

import logging
from collections.abc import Collection

EVERY = 60.0
"""Seconds in which the same line of a library is logged once."""

ALIKE = 60
"""Letters by which lines from one place in the code are told apart; what follows tells addresses and statements."""


class Repeats(logging.Filter):
    """Holds back what a library has said within the last minute, and says later how often that was."""

    def __init__(self, libraries: Collection[str]) -> None:
        """Watch the loggers of `libraries` and those below them."""
        super().__init__()
        self._libraries = tuple(f"{name}." for name in libraries)
        self._said: dict[tuple[object, ...], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether the line is to be logged."""
        if not f"{record.name}.".startswith(self._libraries):
            return True
        words = record.getMessage()
        line = (record.pathname, record.lineno, words[:ALIKE], record.exc_info and record.exc_info[0])
        said, held_back = self._said.get(line, (float("-inf"), 0))
        if 0 <= record.created - said < EVERY:
            self._said[line] = (said, held_back + 1)
            return False
        # Only what is fresh is remembered, so that this never grows.
        self._said = {one: kept for one, kept in self._said.items() if 0 <= record.created - kept[0] < EVERY}
        self._said[line] = (record.created, 0)
        if held_back:
            record.msg, record.args = f"{words} (said {held_back} times more since the last such line)", ()
        return True
