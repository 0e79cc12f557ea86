"""What is counted while Drumbeat works: the port through which every room counts, without knowing who collects it."""

from typing import Literal, Protocol

RoundEvent = Literal["opened", "closed", "missed"]
MessageEvent = Literal["sent", "updated", "skipped", "failed", "unknown"]
CallResult = Literal["ok", "limited", "timeout", "unavailable", "token", "scope", "refused", "cancelled"]
Request = Literal["event", "command", "click", "form", "other"]


class Metrics(Protocol):
    """Takes the figures where they arise. Nothing that names a workspace, a person or a channel is handed over.

    Call it after the commit: what was rolled back did not happen (`after_commit` of bot/db.py).
    """

    def round(self, event: RoundEvent) -> None:
        """Count a round that opened, closed or was missed."""
        ...

    def message(self, event: MessageEvent) -> None:
        """Count a message that Slack has (*sent*; *updated* when it had it before) or that ended otherwise."""
        ...

    def slack_call(self, method: str, result: CallResult, seconds: float) -> None:
        """Count a call to Slack, by its Web API method, and how many seconds its answer took."""
        ...

    def paced(self, seconds: float) -> None:
        """Count seconds that a message waited for its slot."""
        ...

    def deferred(self) -> None:
        """Count a slot so far away that the rest of the messages was left to a timer."""
        ...

    def acknowledged(self, request: Request, seconds: float) -> None:
        """Count a request from Slack, and the seconds from its receipt to its acknowledgement."""
        ...

    def unreadable(self, request: Request) -> None:
        """Count a request from Slack that was of no shape that could be read."""
        ...

    def taken_over(self, pieces: int) -> None:
        """Count pieces of work taken over from a process that fell silent."""
        ...


class NoMetrics:
    """Counts nothing: for commands that end at once, and for tests of something else."""

    def round(self, event: RoundEvent) -> None:
        """Leave it uncounted."""

    def message(self, event: MessageEvent) -> None:
        """Leave it uncounted."""

    def slack_call(self, method: str, result: CallResult, seconds: float) -> None:
        """Leave it uncounted."""

    def paced(self, seconds: float) -> None:
        """Leave it uncounted."""

    def deferred(self) -> None:
        """Leave it uncounted."""

    def acknowledged(self, request: Request, seconds: float) -> None:
        """Leave it uncounted."""

    def unreadable(self, request: Request) -> None:
        """Leave it uncounted."""

    def taken_over(self, pieces: int) -> None:
        """Leave it uncounted."""


UNCOUNTED = NoMetrics()
