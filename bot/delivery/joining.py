"""What is asked of one person at the same time is asked in one message, whoever planned it.

Looked at are questions and reminders of rituals that are yet to come, just before they are sent: so it does not matter
whether one planner wanted them, or several, or several processes, nor which of them failed. One short read a chunk.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.delivery.item import Item
from bot.delivery.rows import hold
from bot.delivery.together import MOST_TOGETHER
from bot.engine.upsert import table
from models import Delivery
from models.delivery import ALONE, JOINED

_row = table(Delivery)
UNTRIED = _row.c.attempt == 0
"""What failed once goes by itself from then on: it must not hold up others, and Slack may have it."""
_ALONE = (
    sa.select(_row.c.id, _row.c.target)
    .where(
        _row.c.workspace_id == sa.bindparam("workspace"),
        sa.text(ALONE),
        _row.c.target.in_(sa.bindparam("targets", expanding=True)),
        _row.c.kind.in_(sa.bindparam("kinds", expanding=True)),
        UNTRIED,
    )
    .order_by(_row.c.priority, _row.c.id)
)
_SHARING = (
    sa.select(_row.c.joined_key, sa.func.count())
    .where(
        _row.c.workspace_id == sa.bindparam("workspace"),
        sa.text(f"delivery.{JOINED}"),
        _row.c.joined_key.in_(sa.bindparam("firsts", expanding=True)),
    )
    .group_by(_row.c.joined_key)
)


async def sharing(session: AsyncSession, workspace_id: str, firsts: Sequence[str]) -> dict[str, int]:
    """Return how many share the message of each of `firsts` (keys), itself included."""
    if not firsts:
        return {}
    found = await session.execute(_SHARING, {"workspace": workspace_id, "firsts": firsts})
    return {first: count for first, count in found}  # noqa: C416 (rows are not pairs)


class Joining:
    """Lets the messages of some kinds to one person that wait at the same time be one message in Slack."""

    def __init__(self, database: Database) -> None:
        """Look and write in `database`."""
        self._database = database
        self.kinds: Collection[str] = ()
        """Kinds of messages that join each other; none until it is told."""

    async def join(self, workspace_id: str, items: Sequence[Item]) -> list[Item]:
        """Return what is left of `items` when those that go together have become one.

        What waits further back in the queue comes along.
        """
        heads = [one for one in items if self._may_lead(one)]
        if not heads:
            return list(items)
        async with self._database.reading(workspace_id) as session:
            joining = await self._found(session, workspace_id, heads)
        if not joining:
            return list(items)
        async with self._database.transaction(workspace_id) as session:
            await hold(session, workspace_id, _row.c.id.in_({*joining, *chain.from_iterable(joining.values())}))
            led = await let_join(session, workspace_id, joining)
        gone = {row_id for first in led for row_id in joining[first]}
        return [replace(one, joined_key=one.key) if one.id in led else one for one in items if one.id not in gone]

    def _may_lead(self, item: Item) -> bool:
        return item.kind in self.kinds and item.unsolicited and item.attempt == 0

    async def _found(
        self, session: AsyncSession, workspace_id: str, heads: Sequence[Item]
    ) -> Mapping[int, Sequence[int]]:
        """Return which rows (ids) join the message of which of `heads`."""
        values: dict[str, Any] = {
            "workspace": workspace_id,
            "targets": sorted({one.target for one in heads}),
            "kinds": sorted(self.kinds),
        }
        alone: dict[str, list[int]] = defaultdict(list)
        for row_id, target in await session.execute(_ALONE, values):
            alone[target].append(row_id)
        shared = await sharing(session, workspace_id, [one.key for one in heads if one.leads and alone[one.target]])
        found: dict[int, Sequence[int]] = {}
        # First those that several share already, then the first of those that are alone.
        for head in sorted(heads, key=lambda one: not one.leads):
            waiting = alone[head.target]
            if not head.leads:
                if head.id not in waiting:
                    continue
                waiting.remove(head.id)
            places = max(0, MOST_TOGETHER - shared.get(head.key, 1))
            if waiting[:places]:
                found[head.id] = waiting[:places]
                del waiting[:places]
        return found


async def let_join(session: AsyncSession, workspace_id: str, joining: Mapping[int, Sequence[int]]) -> set[int]:
    """Let rows join the first of their message, all by their ids and locked by `hold`; return which of the first lead.

    What another process has in hand by now is said alone: what would join it would never be said.
    """
    waiting = sa.update(_row).where(_row.c.workspace_id == workspace_id, _row.c.ts == "", UNTRIED)
    unled = _row.c.joined_key.in_(["", _row.c.key])
    heads = waiting.where(_row.c.id.in_(joining), _row.c.state == "planned", unled)
    leading = await session.execute(heads.values(joined_key=_row.c.key).returning(_row.c.id, _row.c.key))
    led = {row_id: key for row_id, key in leading}  # noqa: C416 (rows are not pairs)
    keys = {one: key for first, key in led.items() for one in joining[first]}
    if keys:
        others = waiting.where(_row.c.id.in_(keys), _row.c.state.in_(["planned", "held"]), _row.c.joined_key == "")
        await session.execute(others.values(joined_key=sa.case(keys, value=_row.c.id), state="planned"))
    return set(led)
