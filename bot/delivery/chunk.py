"""How one piece of sending stands."""

from dataclasses import dataclass

CHUNK = 25
"""Messages that one piece of work handles at most; then other workspaces have their turn."""


@dataclass(slots=True)
class Chunk:
    """Rows that a piece of work may still take, calls that failed in a row, seconds to pause.

    `updates_from`: the real instant at which Slack takes the next update; posts go on meanwhile.
    """

    left: int = CHUNK
    strikes: int = 0
    pause: float = 0.0
    updates_from: float = 0.0

    def end(self, pause: float) -> None:
        """Take no more rows; the next chunk begins after `pause` seconds."""
        self.left, self.pause = 0, pause
