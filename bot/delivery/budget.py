"""People's patience in the delivery: what may wait comes while its reader works and has room, or joins another message.

The rules are in domain/budget.py. Looked at are only messages that are yet to come to one person, in the transaction
that takes them from the queue: one short read a chunk for whether something is held for their readers, and three more
where something may wait, for what its readers were told and when they work.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.delivery.item import Item
from bot.delivery.joining import UNTRIED, let_join, sharing
from bot.delivery.ledger import Ledger
from bot.delivery.reader import PEOPLE, Reader, WorkingTimes, readers_of
from bot.delivery.rows import hold
from bot.delivery.together import MOST_TOGETHER
from bot.domain.budget import Standing, comes_at, in_hours, next_room
from bot.domain.working_time import WorkingTime
from bot.engine.port import DueTimer
from bot.engine.timers import PENDING, set_timers
from bot.engine.upsert import table
from models import Delivery, Person, Timer
from models.delivery import HELD, JOINED

ROOM = "delivery.room"
"""Kind of the timer at which a person has room for what is held; its subject is the person's id."""

WAITING = frozenset({Standing.MAY_WAIT, Standing.IN_HOURS})
"""Standings of what does not come whenever it is wanted."""

_row, _person, _timer = table(Delivery), table(Person), table(Timer)
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
_WITH_OTHERS = sa.select(_row.c.joined_key).where(
    _row.c.workspace_id == sa.bindparam("workspace"),
    sa.text(f"delivery.{JOINED}"),
    _row.c.joined_key.in_(sa.bindparam("firsts", expanding=True)),
    _row.c.kind.not_in(sa.bindparam("kinds", expanding=True)),
)
"""Which messages that several share have something in them that cannot wait."""
_ROOMS = sa.select(_timer.c.subject, _timer.c.due_at).where(
    sa.text(PENDING),
    _timer.c.workspace_id == sa.bindparam("workspace"),
    _timer.c.kind == ROOM,
    _timer.c.subject.in_(sa.bindparam("people", expanding=True)),
)


@dataclass(slots=True)
class Sorted:
    """What becomes of a chunk.

    `now` is sent, `joining` are rows (ids) by the first of the message that they join, `held` are rows by the person
    (id) and the instant at which there is room for them. `parting` are the first (keys) of those that were to share a
    message and wait, each by itself from now on: an outage of Slack, say, kept it until its reader does not work.
    """

    now: list[Item]
    joining: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    held: dict[tuple[int, datetime], list[int]] = field(default_factory=lambda: defaultdict(list))
    parting: list[str] = field(default_factory=list)

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
        heads = [one for one in items if one.unsolicited or self._waits(one)]
        if not heads:
            return Sorted(list(items))
        targets = {one.target for one in heads}
        kinds = self._kinds(Standing.MAY_WAIT)
        waiting = await session.execute(_HELD, {"workspace": workspace_id, "targets": sorted(targets), "kinds": kinds})
        held: dict[str, list[int]] = defaultdict(list)
        for row_id, target in waiting:
            held[target].append(row_id)
        shared = [one.key for one in heads if one.leads and self._waits(one)]
        urgent = await self._with_others(session, workspace_id, shared) if shared else frozenset()
        patient = {one.id for one in heads if self._waits(one) and one.key not in urgent}
        optional = {one.target for one in heads if one.id in patient}
        readers = await self._readers(session, workspace_id, optional) if optional else {}
        firsts = [one.key for one in heads if one.leads] if held or optional else []
        found, over = self._sorted(items, held, readers, patient, await sharing(session, workspace_id, firsts))
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
        await self._set_rooms(session, workspace_id, found.held)
        others = (row_id for ids in (*found.joining.values(), *found.held.values()) for row_id in ids)
        changing = {*found.joining, *others}
        shared = sa.and_(sa.text(f"delivery.{JOINED}"), _row.c.joined_key.in_(found.parting))
        await hold(
            session, workspace_id, sa.or_(_row.c.id.in_(changing), shared) if found.parting else _row.c.id.in_(changing)
        )
        if found.joining:
            await let_join(session, workspace_id, found.joining)
        held = [row_id for rows in found.held.values() for row_id in rows]
        if held:
            mine = (_row.c.workspace_id == workspace_id, _row.c.ts == "", _row.c.state == "planned")
            waiting = sa.update(_row).where(*mine, _row.c.id.in_(held))
            if found.parting:
                await session.execute(sa.update(_row).where(*mine, shared).values(state="held", joined_key=""))
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
            people = (await session.execute(PEOPLE, {"workspace": workspace_id, "people": ids})).all()
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

    def _waits(self, item: Item) -> bool:
        """Tell whether a message is of a kind that does not come whenever it is wanted, and is yet to come."""
        standing = self.standings.get(item.kind)
        if standing is Standing.IN_HOURS:
            return item.personal and not item.posted and item.state == "planned"
        return standing is Standing.MAY_WAIT and item.unsolicited

    def _at(self, item: Item, reader: Reader, now: datetime) -> datetime:
        """Return when it comes."""
        if self.standings.get(item.kind) is Standing.IN_HOURS:
            return in_hours(reader.working, now)
        return comes_at(reader.working, reader.told, now)

    def _kinds(self, *standings: Standing) -> list[str]:
        return sorted(kind for kind, standing in self.standings.items() if standing in standings)

    async def _with_others(self, session: AsyncSession, workspace_id: str, firsts: Sequence[str]) -> Collection[str]:
        """Return which of those that share a message (the first of each by key) do so with what cannot wait."""
        given = {"workspace": workspace_id, "firsts": firsts, "kinds": self._kinds(*WAITING)}
        return frozenset(await session.scalars(_WITH_OTHERS, given))

    async def _set_rooms(
        self, session: AsyncSession, workspace_id: str, held: Collection[tuple[int, datetime]]
    ) -> None:
        """Look at what is held for people when the first of it can come, also where something else waits longer."""
        people = sorted({str(person) for person, _ in held})
        known = await session.execute(_ROOMS, {"workspace": workspace_id, "people": people}) if people else ()
        due: dict[tuple[str, str], datetime] = {(workspace_id, person): at for person, at in known}
        for person, at in held:
            mine = (workspace_id, str(person))
            due[mine] = min(at, due.get(mine, at))
        await set_timers(session, ROOM, due)

    async def _readers(
        self, session: AsyncSession, workspace_id: str, targets: Collection[str]
    ) -> Mapping[str, Reader]:
        counting = self._kinds(*(one for one in Standing if one.counts))
        return await readers_of(session, workspace_id, targets, counting, self._working, self._clock.now())

    def _sorted(
        self,
        items: Sequence[Item],
        held: Mapping[str, Sequence[int]],
        readers: Mapping[str, Reader],
        patient: Collection[int],
        shared: Mapping[str, int],
    ) -> tuple[Sorted, Mapping[str, Sequence[Item]]]:
        """Return what becomes of `items`, save of those that are to wait: they are by their reader beside it."""
        now = self._clock.now()
        found = Sorted([])
        over: dict[str, list[Item]] = defaultdict(list)
        first: dict[str, Item] = {}
        for one in items:
            reader = readers.get(one.target)
            if reader and one.id in patient and (at := self._at(one, reader, now)) > now:
                if self.holds(one):
                    over[one.target].append(one)
                    continue
                found.held[reader.id, at].append(one.id)
                found.parting += [one.key] if one.leads else []
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


async def _nobodys(_session: AsyncSession, _people: Sequence[Any]) -> Mapping[int, WorkingTime]:
    """Know of nobody when they work: where no budget is kept, nothing waits for it."""
    return {}
