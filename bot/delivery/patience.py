"""How long the sender waits for what; all in real seconds."""

from dataclasses import dataclass

from bot.slack.http import SECONDS

FAR = 3600.0
"""Real seconds that Slack is left alone at most, whatever it asks for."""

LONGEST = 300.0
"""Real seconds that a row is held at most: one held for longer was noted before the clock was set back."""

SKEW = 5.0
"""Real seconds by which the clocks of two machines on one database may differ without being taken for set back."""


@dataclass(frozen=True)
class Patience:
    """`wait`: the longest sleep inside a worker, beyond which it ends and leaves a timer.

    `lease`: how long a worker holds a row; `call`: the longest that a call to Slack takes, so that it is begun only
    while the lease lasts as long; `doubt`: how long after a broken connection the message is looked for; `late`: how
    long after a call without an answer Slack may still take it, so that until then nothing is posted again; `strikes`:
    failed calls in a row after which a chunk ends; `step`: how long the second try waits after the first, each further
    one twice as long, at most `longest`.
    """

    wait: float = 5.0
    lease: float = 30.0
    call: float = SECONDS
    doubt: float = 1.0
    late: float = 60.0
    strikes: int = 3
    step: float = 2.0
    longest: float = LONGEST

    def backoff(self, attempt: int) -> float:
        """Return the seconds to wait after `attempt` tries that failed."""
        return min(self.longest, self.step * 2.0 ** (min(attempt, 20) - 1))


class TooSoon(Exception):
    """Slack's next slot is further away than a worker waits; `updates`: that of updates, while posts may go on."""

    def __init__(self, seconds: float, *, updates: bool = False) -> None:
        """Keep the real seconds until the slot."""
        super().__init__(f"{seconds:.1f} s until the next slot")
        self.seconds = seconds
        self.updates = updates
