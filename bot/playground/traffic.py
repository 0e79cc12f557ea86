"""The inspector's memory of what bot and Slack said to each other."""

from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

KEPT = 1000


@dataclass(frozen=True)
class Row:
    """One exchange; `at` is the workspace's time in ISO form, `ms` real milliseconds until it was answered."""

    n: int
    at: str
    direction: str
    kind: str
    ok: bool
    ms: int
    summary: str
    request: Any
    response: Any


class Traffic:
    """The last exchanges, numbered from 1."""

    def __init__(self, now_iso: Callable[[], str], noticed: Callable[[], None]) -> None:
        """Stamp rows with `now_iso()`; call `noticed()` after each."""
        self._now_iso = now_iso
        self._noticed = noticed
        self._rows: deque[Row] = deque(maxlen=KEPT)
        self._count = 0

    def called(self, method: str, request: Any, response: Any, *, ok: bool, ms: float, summary: str) -> None:
        """Keep a call of the bot to Slack."""
        self._add("bot→slack", method, request, response, ok=ok, ms=ms, summary=summary)

    def delivered(self, kind: str, request: Any, response: Any, *, ok: bool, ms: float, summary: str) -> None:
        """Keep what Slack handed to the bot, and its acknowledgement."""
        self._add("slack→bot", kind, request, response, ok=ok, ms=ms, summary=summary)

    def rows(self, after: int = 0) -> list[Row]:
        """Return the kept rows with a number above `after`, oldest first."""
        return [row for row in self._rows if row.n > after]

    def as_json(self, after: int = 0) -> list[dict[str, Any]]:
        """Return the kept rows with a number above `after` as the page reads them."""
        return [asdict(row) for row in self.rows(after)]

    def _add(
        self, direction: str, kind: str, request: Any, response: Any, *, ok: bool, ms: float, summary: str
    ) -> None:
        self._count += 1
        row = Row(self._count, self._now_iso(), direction, kind, ok, round(ms), summary, request, response)
        self._rows.append(row)
        self._noticed()
