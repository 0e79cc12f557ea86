"""Do-not-disturb in the delivery: who wants to be left alone is asked when that ends.

Slack is asked for all readers of a chunk at once, outside any transaction, and what it says is kept for some minutes.
Where it does not answer, may not be asked, or is asked too often, nothing is held back.
"""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.delivery.item import Item
from bot.delivery.ledger import Ledger
from bot.delivery.pace import Pace
from bot.delivery.rows import hold
from bot.engine.port import DueTimer
from bot.engine.timers import set_timers
from bot.engine.upsert import table
from bot.errors import SlackRefused, SlackUnavailable, TokenRefused
from bot.slack.gateway import Slack
from models import Delivery
from models.delivery import HELD, JOINED

ASK, MOST = "dnd.teamInfo", 50
"""Slack's method, and how many people it tells of at once (docs.slack.dev)."""

ENDS = "delivery.quiet"
"""Kind of the timer at which a message is sent after all; its subject is the row's id."""

KEPT = timedelta(minutes=5)
"""Business time for which what Slack said is taken as true."""

NOT_ASKED = timedelta(hours=1)
"""Business time for which Slack is not asked again that refused to say, for want of the scope most likely."""

HeldUntil = Callable[[Database, str, Mapping[str, Any], datetime, datetime], Awaitable[datetime | None]]
"""Gets the database, the workspace, the intent's subject, now, and when its reader can be disturbed again.

Returns until when it is held; None where it cannot wait.
"""

log = structlog.get_logger(__name__)
_row = table(Delivery)
_JOINING = sa.select(_row.c.joined_key, _row.c.kind, _row.c.subject).where(
    _row.c.workspace_id == sa.bindparam("workspace"),
    sa.text(f"delivery.{JOINED}"),
    _row.c.joined_key.in_(sa.bindparam("firsts", expanding=True)),
    _row.c.key != _row.c.joined_key,
)


class Quiet:
    """Holds messages back from people who do not want to be disturbed; of kinds that are registered with `heed`."""

    def __init__(self, database: Database, clock: Clock, pace: Pace, ledger: Ledger) -> None:
        """Ask Slack at `pace`, and wake senders through `ledger`."""
        self._database, self._clock, self._pace, self._ledger = database, clock, pace, ledger
        self._until: dict[str, HeldUntil] = {}
        self._known: dict[tuple[str, str], tuple[datetime, datetime | None]] = {}
        self._refused: dict[str, datetime] = {}

    def heed(self, kind: str, until: HeldUntil) -> None:
        """Hold messages of `kind` back, until when `until` says."""
        self._until[kind] = until

    async def hold(self, slack: Callable[[], Awaitable[Slack]], workspace_id: str, items: Sequence[Item]) -> list[Item]:
        """Hold back those of `items` whose readers do not want to be disturbed now, and return the others."""
        now = self._clock.now()
        asking = [one for one in items if one.unsolicited and one.kind in self._until]
        await self._ask(slack, workspace_id, {one.target for one in asking}, now)
        ends = ((one, self._known.get((workspace_id, one.target), (now, None))[1]) for one in asking)
        quiet = [(one, ends_at) for one, ends_at in ends if ends_at is not None and ends_at > now]
        joining = await self._joining(workspace_id, [one.key for one, _ in quiet if one.leads])
        held: dict[int, datetime] = {}
        for one, ends_at in quiet:
            said = [(one.kind, one.subject), *joining.get(one.key, ())]
            untils = [await self._until[kind](self._database, workspace_id, of, now, ends_at) for kind, of in said]
            # A message waits no longer than that of its parts which can wait least.
            until = min(now if each is None else each for each in untils)
            if until > now:
                held[one.id] = until
        if held:
            async with self._database.transaction(workspace_id) as session:
                # As the tick does when it releases: a timer first, then its message.
                await set_timers(session, ENDS, {(workspace_id, str(one)): until for one, until in held.items()})
                await hold(session, workspace_id, _row.c.id.in_(held))
                rows = sa.update(_row).where(_row.c.workspace_id == workspace_id, _row.c.id.in_(held))
                await session.execute(rows.where(_row.c.state == "planned", _row.c.ts == "").values(state="held"))
        return [one for one in items if one.id not in held]

    async def release(self, session: AsyncSession, timers: Sequence[DueTimer], _now: datetime) -> None:
        """Plan what was held until now; whoever is still not to be disturbed is asked when there is no more time."""
        for workspace_id in {timer.workspace_id for timer in timers}:
            ids = [int(timer.subject) for timer in timers if timer.workspace_id == workspace_id]
            mine = (_row.c.workspace_id == workspace_id, sa.text(f"delivery.{HELD}"), _row.c.id.in_(ids))
            await session.execute(sa.update(_row).where(*mine).values(state="planned"))
            await self._ledger.wake(session, workspace_id)

    async def _joining(
        self, workspace_id: str, firsts: Sequence[str]
    ) -> Mapping[str, Sequence[tuple[str, Mapping[str, Any]]]]:
        """Return kind and subject of what is to share a message with each of `firsts` (keys), where it may wait."""
        found: dict[str, list[tuple[str, Mapping[str, Any]]]] = defaultdict(list)
        if firsts:
            async with self._database.reading(workspace_id) as session:
                rows = await session.execute(_JOINING, {"workspace": workspace_id, "firsts": firsts})
            for first, kind, subject in rows:
                if kind in self._until:
                    found[first].append((kind, subject))
        return found

    async def _ask(
        self, slack: Callable[[], Awaitable[Slack]], workspace_id: str, targets: set[str], now: datetime
    ) -> None:
        """Find out about those of whom nothing is known that is young enough."""
        unknown = sorted(one for one in targets if not self._is_young((workspace_id, one), now))
        if not unknown or abs(now - self._refused.get(workspace_id, now - 2 * NOT_ASKED)) < NOT_ASKED:
            return
        async with self._database.transaction(workspace_id) as session:
            if await self._pace.reserve(session, workspace_id, ASK, patience=0) > 0:
                return
        try:
            quiet = await (await slack()).quiet_until(unknown[:MOST], now)
        except TokenRefused:
            raise
        except (SlackRefused, SlackUnavailable) as error:
            self._refused[workspace_id] = now
            log.info("quiet_unknown", workspace=workspace_id, reason=str(error))
            return
        self._known = {key: known for key, known in self._known.items() if abs(now - known[0]) < KEPT}
        self._known |= {(workspace_id, one): (now, quiet.get(one)) for one in unknown[:MOST]}

    def _is_young(self, key: tuple[str, str], now: datetime) -> bool:
        known = self._known.get(key)
        return known is not None and abs(now - known[0]) < KEPT
