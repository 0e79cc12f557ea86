"""Slack's rates, kept by all processes together: each rate is a row with the next free instant.

The rows follow GCRA: `free_at` moves on by one interval with each call, and a call may come up to a burst early. A row
that was noted in the future, since the clock has been set back, is as far away now as it was then.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import real_time
from bot.delivery.patience import FAR, SKEW
from bot.engine.upsert import insert_into, table
from bot.slack.scopes import METHODS
from models import PaceSlot

POSTING = frozenset({"chat.postMessage"})
"""Methods that also count against the rate of one channel."""


@dataclass(frozen=True)
class PaceLimits:
    """How fast Slack may be called.

    Rates by method are those of slack/scopes.py (posts: 300 a minute for a workspace) unless `per_minute` has another;
    `scale` multiplies them all. A tenth of a minute's calls may come at once. In one channel posts come at
    `channel_per_second`, after a burst of `channel_burst`. Slack (docs.slack.dev, "Rate limits"): about one message a
    second a channel with short bursts, several hundred a minute a workspace, tiers by method.
    """

    per_minute: Mapping[str, int] = field(default_factory=dict)
    scale: float = 1.0
    channel_per_second: float = 1.0
    channel_burst: int = 3

    @classmethod
    def generous(cls) -> "PaceLimits":
        """Return a pace that a test or a demo does not notice."""
        return cls(scale=1000, channel_per_second=1000, channel_burst=1000)


@dataclass(frozen=True, slots=True)
class _Rate:
    key: str
    interval: float
    """Seconds between calls in the long run."""
    burst: int

    @property
    def leeway(self) -> float:
        """Seconds that a call may come before its slot."""
        return (self.burst - 1) * self.interval


class Pace:
    """Reserves slots: per workspace and method, and per channel for posts.

    Each call is part of its caller's transaction, which holds the slots until its end: keep it short, and change rows
    of the ledger after it, in one order for all.
    """

    def __init__(self, limits: PaceLimits | None = None) -> None:
        """Keep to `limits`."""
        self._limits = limits or PaceLimits()

    async def reserve(
        self,
        session: AsyncSession,
        workspace_id: str,
        method: str,
        channel: str = "",
        *,
        patience: float = float("inf"),
    ) -> float:
        """Book the next slot and return the real seconds to wait for it.

        When that would be more than `patience`, nothing is booked and the wait is returned all the same.
        """
        rates = self._rates(workspace_id, method, channel)
        now = real_time()
        free = await _locked(session, [rate.key for rate in rates], now)
        at = max(now, *(free[rate.key] - rate.leeway for rate in rates))
        if at - now <= patience:
            await _book(session, {rate.key: max(free[rate.key], at) + rate.interval for rate in rates}, now)
        return at - now

    async def penalise(self, session: AsyncSession, workspace_id: str, method: str, retry_after: float) -> None:
        """Let nobody call `method` in this workspace for `retry_after` real seconds, at most `FAR`, as Slack asked."""
        rate = self._rates(workspace_id, method, "")[0]
        now = real_time()
        free = await _locked(session, [rate.key], now)
        until = now + min(retry_after, FAR) + rate.leeway
        await _book(session, {rate.key: max(free[rate.key], until)}, now)

    def _rates(self, workspace_id: str, method: str, channel: str) -> list[_Rate]:
        limits = self._limits
        a_minute = limits.per_minute.get(method, METHODS[method].per_minute) * limits.scale
        rates = [_Rate(f"{workspace_id} {method}", 60 / a_minute, max(1, int(a_minute / 10)))]
        if channel and method in POSTING:
            interval = 1 / limits.channel_per_second
            rates.append(_Rate(f"{workspace_id} {method} {channel}", interval, limits.channel_burst))
        return rates


_slot = table(PaceSlot)
_SLOTS = (
    sa.select(_slot.c.key, _slot.c.free_at, _slot.c.noted_at)
    .where(_slot.c.key.in_(sa.bindparam("keys", expanding=True)))
    # In one order for all, so that two processes never wait for each other.
    .order_by(_slot.c.key)
    .with_for_update()
)
_BOOKED = (
    sa.update(_slot)
    .where(_slot.c.key == sa.bindparam("slot"))
    .values(free_at=sa.bindparam("free"), noted_at=sa.bindparam("noted"))
)


async def _locked(session: AsyncSession, keys: Sequence[str], now: float) -> dict[str, float]:
    """Return the slots of `keys`, held for this transaction alone; missing ones are made."""
    found = (await session.execute(_SLOTS, {"keys": keys})).all()
    known = {row.key for row in found}
    missing = [{"key": key, "free_at": 0.0} for key in sorted(keys) if key not in known]
    if missing:
        await session.execute(insert_into(session, PaceSlot).on_conflict_do_nothing(), missing)
        found = (await session.execute(_SLOTS, {"keys": keys})).all()
    free = {row.key: row.free_at for row in found}
    moved = {row.key: row.free_at - (row.noted_at - now) for row in found if row.noted_at > now + SKEW}
    if moved:
        # Noted anew: else each look would find them as far away as the one before.
        await _book(session, moved, now)
    return free | moved


async def _book(session: AsyncSession, free: Mapping[str, float], now: float) -> None:
    booked = [{"slot": key, "free": free_at, "noted": now} for key, free_at in sorted(free.items())]
    await session.execute(_BOOKED, booked)
