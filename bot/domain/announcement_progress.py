"""How far an announcement is, as whoever signed it reads."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.announcement import State

A_MINUTE = 300
"""Messages that Slack takes from an app in a minute."""

SOON = timedelta(minutes=5)
"""Whoever sends it waits so long beside it; what takes longer they are told the end of."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Figures of an announcement that is on its way.

    Of `people` so many `have` it, `queued` wait for Slack, `held` get it with their next message, and `coming` have
    their morning before them. `away` get it when they are back, or have joined since. The others could not be reached,
    and why. It stands in the channels `posted`, comes to those `posting`, and could not be posted in those `unposted`,
    and why. `first` and `last` are when it comes to the first and the last who is not away. `leads_before`: to some of
    them before their people, which may be on the day before.
    """

    announcement_id: int
    title: str
    state: State
    zone: str
    now: datetime
    people: int = 0
    have: int = 0
    queued: int = 0
    held: int = 0
    coming: int = 0
    away: int = 0
    unreached: Mapping[str, int] = field(default_factory=dict)
    posted: tuple[str, ...] = ()
    unposted: Mapping[str, str] = field(default_factory=dict)
    posting: tuple[str, ...] = ()
    first: datetime | None = None
    last: datetime | None = None
    leads_before: bool = False

    @property
    def left(self) -> int:
        """How much is yet to be said to those who are there."""
        return self.queued + self.coming + len(self.posting)

    @property
    def soon(self) -> int:
        """How many have it by `about`."""
        return self.queued + self.coming

    @property
    def lost(self) -> int:
        """How many could not be reached."""
        return sum(self.unreached.values())

    @property
    def about(self) -> datetime:
        """When all who are not away have it, at Slack's pace."""
        waits = timedelta(minutes=self.queued / A_MINUTE)
        if self.coming and self.last is not None:
            return max(self.now + waits, self.last)
        return self.now + waits

    @property
    def goes(self) -> bool:
        """Whether something can be stopped that is yet to be sent, if to those alone who get it later than others."""
        return self.state in {State.PLANNED, State.SENDING, State.SENT} and self.left + self.held + self.away > 0
