"""The one place that reads the time; everything else is told what time it is."""

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells business time: rounds, prompts and reminders follow it."""

    def now(self) -> datetime:
        """Return the present instant as an aware UTC datetime."""
        ...


class SystemClock:
    """The time of the machine."""

    def now(self) -> datetime:
        """Return the present instant as an aware UTC datetime."""
        return datetime.now(UTC)


class ShiftedClock:
    """A clock that can be moved forwards, for the playground and for tests.

    With `base` None it runs on from the machine's time; with an instant as `base` it stands still there until moved.
    """

    def __init__(self, base: datetime | None = None, *, offset: timedelta = timedelta()) -> None:
        """Start at `base` (aware), or at the machine's time plus `offset`."""
        self._base = base
        self.offset = offset

    def now(self) -> datetime:
        """Return the shifted instant as an aware UTC datetime."""
        return (self._base or datetime.now(UTC)) + self.offset

    def move_to(self, to: datetime) -> None:
        """Move to the instant `to`; going backwards is refused with ValueError, since rounds cannot be unasked."""
        if to < self.now():
            raise ValueError(f"the clock only moves forwards: {to} is before {self.now()}")
        self.offset += to - self.now()


def monotonic() -> float:
    """Return real seconds that never jump, for pace and for measuring; unrelated to business time."""
    return time.monotonic()


def real_time() -> float:
    """Return the machine's seconds since 1970, for what is shared with other processes or with Slack in real time."""
    return time.time()
