"""People's patience in the delivery: what may wait comes while its reader works and has room, or joins another message.

The rules are in domain/budget.py. Looked at are only messages that are yet to come to one person, in the transaction
that takes them from the queue: one short read a chunk for whether something is held for their readers, and three more
where something may wait, for what its readers were told and when they work.
"""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.delivery.item import Item
from bot.delivery.joining import UNTRIED, let_join, sharing
from bot.delivery.ledger import Ledger
from bot.delivery.rows import hold
from bot.delivery.together import MOST_TOGETHER
from bot.domain.budget import WEEK, Standing, comes_at, next_room
from bot.domain.working_time import WorkingTime
from bot.engine.port import DueTimer
from bot.engine.timers import set_timers
from bot.engine.upsert import table
from models import Delivery, Person
from models.delivery import HELD, TOLD

ROOM = "delivery.room"
"""Kind of the timer at which a person has room for what is held; its subject is the person's id."""

LOOKED_AT = WEEK + timedelta(days=2)
"""How far back the messages of seven days of a person's zone lie at most."""

WorkingTimes = Callable[[AsyncSession, Sequence[Any]], Awaitable[Mapping[int, WorkingTime]]]
"""Returns by their ids when people (rows of their columns) work, away dates and holidays heeded; in bulk."""

_row, _person = table(Delivery), table(Person)
_HELD = (
    sa.select(_row.c.id, _row.c.target)
    .where(
        _row.c.workspace_id == sa.bindparam("workspace"),
        sa.text(f"delivery.{HELD}"),
        _row.c.target.in_(sa.bindparam("targets", expanding=True)),
        _row.c.kind.in_(sa.bindparam("kinds", expanding=True)),
        UNTRIED,
    )
    .order_by(_row.c.id)
)
_TOLD = (
    sa.select(
        _person.c.id,
        _person.c.slack_id,
        _row.c.posted_at,
    )
    .select_from(
        _person.outerjoin(
            _row,
            sa.and_(
                _row.c.workspace_id == _person.c.workspace_id,
                _row.c.target == _person.c.slack_id,
                _row.c.kind.in_(sa.bindparam("kinds", expanding=True)),
                _row.c.posted_at > sa.bindparam("since", type_=_row.c.posted_at.type),
                # A person has none of these columns: they need no name of the table before them.
                sa.text(TOLD),
            ),
        )
    )
    .where(
        _person.c.workspace_id == sa.bindparam("workspace"),
        _person.c.slack_id.in_(sa.bindparam("targets", expanding=True)),
    )
)

_PEOPLE = sa.select(
    *(_person.c[name] for name in ("id", "slack_id", "zone", "working_days", "works_from", "works_until", "country"))
).where(_person.c.workspace_id == sa.bindparam("workspace"), _person.c.id.in_(sa.bindparam("people", expanding=True)))


@dataclass(slots=True)
class _Reader:
    """A person: what they were told of late, and what counts from now on."""

    id: int
    working: WorkingTime
    told: list[datetime] = field(default_factory=list)


@dataclass(slots=True)
class Sorted:
    """What becomes of a chunk.

    `now` is sent, `joining` are rows (ids) by the first of the message that they join, `held` are rows by the person
    (id) and the instant at which there is room for them.
    """

    now: list[Item]
    joining: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    held: dict[tuple[int, datetime], list[int]] = field(default_factory=lambda: defaultdict(list))

    @property
    def changes(self) -> bool:
        """Whether anything is to be written down."""
        return bool(self.joining or self.held)


class Budget:
    """Keeps the interruption budget; a kind without a standing is never held back, and does not count."""

    def __init__(self, clock: Clock, ledger: Ledger) -> None:
        """Count by the days of `clock`, and wake senders through `ledger`."""
        self._clock, self._ledger = clock, ledger
        self.standings: Mapping[str, Standing] = {}
        self._working: WorkingTimes = _nobodys

    def keep(self, standings: Mapping[str, Standing], working: WorkingTimes) -> None:
        """Keep the budget from now on; what waits comes when its reader works, as `working` says."""
        self.standings, self._working = standings, working

    async def sort(self, session: AsyncSession, workspace_id: str, items: Sequence[Item]) -> Sorted:
        """Say which of `items` are sent now, and what is held or joins them."""
        heads = [one for one in items if one.unsolicited]
        if not heads:
            return Sorted(list(items))
        targets = {one.target for one in heads}
        kinds = sorted(kind for kind, standing in self.standings.items() if standing is Standing.MAY_WAIT)
        waiting = await session.execute(_HELD, {"workspace": workspace_id, "targets": sorted(targets), "kinds": kinds})
        held: dict[str, list[int]] = defaultdict(list)
        for row_id, target in waiting:
            held[target].append(row_id)
        optional = {one.target for one in heads if self.holds(one)}
        readers = await self._readers(session, workspace_id, optional) if optional else {}
        firsts = [one.key for one in heads if one.leads] if held or optional else []
        found, over = self._sorted(items, held, readers, await sharing(session, workspace_id, firsts))
        now = self._clock.now()
        for target, rest in over.items():
            reader = readers[target]
            found.held[reader.id, comes_at(reader.working, reader.told, now)] += [one.id for one in rest]
        return found

    def holds(self, item: Item) -> bool:
        """Tell whether a message is of a kind that may wait, and is to come by itself."""
        return self.standings.get(item.kind) is Standing.MAY_WAIT and not item.joined_key

    async def apply(self, session: AsyncSession, workspace_id: str, found: Sorted) -> None:
        """Write down what is held and what joins other messages."""
        # As the tick does when it releases: a timer first, then its messages.
        timers = {(workspace_id, str(person)): at for person, at in found.held}
        await set_timers(session, ROOM, timers)
        others = (row_id for ids in (*found.joining.values(), *found.held.values()) for row_id in ids)
        changing = {*found.joining, *others}
        await hold(session, workspace_id, _row.c.id.in_(changing))
        if found.joining:
            await let_join(session, workspace_id, found.joining)
        held = [row_id for rows in found.held.values() for row_id in rows]
        if held:
            mine = (_row.c.workspace_id == workspace_id, _row.c.id.in_(held), _row.c.ts == "")
            waiting = sa.update(_row).where(*mine, _row.c.state == "planned")
            await session.execute(waiting.values(state="held"))

    async def release(self, session: AsyncSession, timers: Sequence[DueTimer], now: datetime) -> None:
        """Plan what was held until now; what finds no room after all is held again.

        So is what was held for somebody who is away by now, or on a day on which nobody thought that they would not
        work: after downtime, say.
        """
        by_workspace: dict[str, list[int]] = defaultdict(list)
        for timer in timers:
            by_workspace[timer.workspace_id].append(int(timer.subject))
        for workspace_id, ids in by_workspace.items():
            people = (await session.execute(_PEOPLE, {"workspace": workspace_id, "people": ids})).all()
            working = await self._working(session, people)
            away = {one for one, when in working.items() if not when.works_on(when.local_date(now))}
            again = {(workspace_id, str(one)): next_room(working[one], [], now) for one in away}
            await set_timers(session, ROOM, again)
            here = [one.slack_id for one in people if one.id not in away]
            rows = sa.update(_row).where(
                _row.c.workspace_id == workspace_id, sa.text(f"delivery.{HELD}"), _row.c.target.in_(here)
            )
            await session.execute(rows.values(state="planned"))
            await self._ledger.wake(session, workspace_id)

    def _sorted(
        self,
        items: Sequence[Item],
        held: Mapping[str, Sequence[int]],
        readers: Mapping[str, _Reader],
        shared: Mapping[str, int],
    ) -> tuple[Sorted, Mapping[str, Sequence[Item]]]:
        """Return what becomes of `items`, save of those that are to wait: they are by their reader beside it."""
        now = self._clock.now()
        found = Sorted([])
        over: dict[str, list[Item]] = defaultdict(list)
        first: dict[str, Item] = {}
        for one in items:
            reader = readers.get(one.target)
            if one.unsolicited and self.holds(one) and reader and comes_at(reader.working, reader.told, now) > now:
                over[one.target].append(one)
                continue
            if one.unsolicited:
                if one.attempt == 0:
                    first.setdefault(one.target, one)
                if reader and self.standings.get(one.kind, Standing.ASKED_FOR).counts:
                    reader.told.append(now)
            found.now.append(one)
        for target, head in first.items():
            places = max(0, MOST_TOGETHER - shared.get(head.key, 1))
            waiting, wanting = held.get(target, ())[:places], over.pop(target, [])
            places -= len(waiting)
            fresh = {one.id for one in [one for one in wanting if one.attempt == 0][:places]}
            over[target] = [one for one in wanting if one.id not in fresh]
            joining = [*waiting, *sorted(fresh)]
            if joining:
                found.joining[head.id] = joining
        found.now = [replace(one, joined_key=one.key) if one.id in found.joining else one for one in found.now]
        return found, {target: rest for target, rest in over.items() if rest}

    async def _readers(
        self, session: AsyncSession, workspace_id: str, targets: Collection[str]
    ) -> Mapping[str, _Reader]:
        counting = sorted(kind for kind, standing in self.standings.items() if standing.counts)
        since = self._clock.now() - LOOKED_AT
        told = {"workspace": workspace_id, "targets": sorted(targets), "kinds": counting, "since": since}
        found: dict[str, tuple[int, list[datetime]]] = {}
        for person_id, slack_id, posted_at in await session.execute(_TOLD, told):
            at = found.setdefault(slack_id, (person_id, []))[1]
            if posted_at is not None:
                at.append(posted_at)
        ids = [person_id for person_id, _ in found.values()]
        people = await session.execute(_PEOPLE, {"workspace": workspace_id, "people": ids})
        working = await self._working(session, people.all())
        return {one: _Reader(person_id, working[person_id], at) for one, (person_id, at) in found.items()}


async def _nobodys(_session: AsyncSession, _people: Sequence[Any]) -> Mapping[int, WorkingTime]:
    """Know of nobody when they work: where no budget is kept, nothing waits for it."""
    return {}
