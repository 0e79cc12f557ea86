"""Whoever runs a retro is away: since when it waits for them, and when that is looked at again."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.retro import RetroState

A_DAY = timedelta(days=1)
"""A round that waits for somebody who is away so long is told of; as often it is looked at."""


@dataclass(frozen=True, slots=True)
class AwayFacts:
    """What the owner is told of a round that waits in phase `state` for `facilitator`, who is away.

    `until`: their last day, None where nobody knows it. `over`: it waits for them no more.
    """

    round_id: int
    retro: str
    state: RetroState
    facilitator: str
    channel: str
    until: date | None = None
    over: bool = False


def waits_since(state: RetroState, reveal_at: datetime, ends_at: datetime, *, by_consent: bool) -> datetime | None:
    """Return since when a round waits for whoever runs it; None where it goes on without them."""
    if state is RetroState.FEW:
        return None if by_consent else reveal_at
    return {RetroState.GROUPING: reveal_at, RetroState.ACTING: ends_at}.get(state)


def next_look(since: datetime | None, now: datetime) -> datetime:
    """Return when to look again at a round that waits since an instant (None: it does not)."""
    told = now if since is None else since + A_DAY
    return told if now < told < now + A_DAY else now + A_DAY
