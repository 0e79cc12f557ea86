"""Slack's rates: so many calls a minute for each method, and about one post a second in a channel."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.playground.records import SlackRefusal
from bot.slack.scopes import METHODS

POSTING = frozenset({"chat.postMessage"})


@dataclass(frozen=True)
class RateLimits:
    """What is allowed, in real time.

    `scale` multiplies the per-minute rates of all methods; posts in one channel: `channel_per_second`, after a burst
    of `channel_burst`. Slack (docs.slack.dev, "Rate limits"): about 1 message a second per channel, short bursts
    allowed, without a number.
    """

    scale: float = 1.0
    channel_per_second: float = 1.0
    channel_burst: int = 4
    per_minute: dict[str, int] = field(default_factory=dict)

    @classmethod
    def generous(cls) -> "RateLimits":
        """Return rates that a journey or a demo does not notice."""
        return cls(scale=1000, channel_per_second=1000, channel_burst=1000)


@dataclass
class _Bucket:
    tokens: float
    at: float
    per_second: float


class Rates:
    """Counts the calls of one workspace."""

    def __init__(self, limits: RateLimits, real: Callable[[], float]) -> None:
        """Count with the real seconds of `real()`."""
        self._limits = limits
        self._real = real
        self._buckets: dict[tuple[str, str], _Bucket] = {}

    def count(self, method: str, channel: str = "") -> None:
        """Count one call; refuses it with `ratelimited` and `retry_after` in whole seconds when there are too many."""
        a_minute = self._limits.per_minute.get(method, METHODS[method].per_minute) * self._limits.scale
        buckets = [self._bucket((method, ""), capacity=a_minute, per_second=a_minute / 60)]
        if channel and method in POSTING:
            burst, pace = self._limits.channel_burst, self._limits.channel_per_second
            buckets.append(self._bucket((method, channel), capacity=burst, per_second=pace))
        for bucket in buckets:
            if bucket.tokens < 1:
                wait = math.ceil((1 - bucket.tokens) / bucket.per_second)
                raise SlackRefusal("ratelimited", retry_after=max(1, wait))
        for bucket in buckets:
            bucket.tokens -= 1

    def _bucket(self, key: tuple[str, str], *, capacity: float, per_second: float) -> _Bucket:
        now = self._real()
        bucket = self._buckets.setdefault(key, _Bucket(capacity, now, per_second))
        bucket.tokens = min(capacity, bucket.tokens + (now - bucket.at) * per_second)
        bucket.at = now
        return bucket
