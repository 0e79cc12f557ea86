"""Away dates that follow people's status in Slack: set, moved and ended as it changes."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.domain.away import Source
from bot.domain.away_status import away_until, mark, says_away
from bot.domain.working_time import WorkingTime
from bot.ids import new_id
from bot.services.away_back import forget_returns, note_returns
from bot.services.sync_away import heed
from bot.services.sync_lock import lock_all_openings
from bot.services.sync_round import SyncRounds
from bot.services.working import working_times
from bot.slack.gateway import SlackPerson
from models import Away, Person

PAGE = 500

_IDS: sa.BindParameter[Any] = sa.bindparam("ids", expanding=True)
_PEOPLE = sa.select(Person).where(Person.slack_id.in_(_IDS))
_ROWS = sa.select(Away).where(Away.source == Source.STATUS, Away.person_id.in_(_IDS)).order_by(Away.id)


@dataclass(frozen=True, slots=True)
class _Change:
    """Somebody, the away dates that follow their status, and the first and last date that it tells of now.

    `yesterday`: of their own calendar. `doubles`: what two processes wrote that heard of the same at once, where no
    sync made one wait for the other. `outlived`: the status despite which they said that they are back is another now.
    """

    person: Person
    yesterday: date
    row: Away | None
    wanted: tuple[date, date | None] | None
    doubles: tuple[Away, ...] = ()
    outlived: bool = False

    @property
    def differs(self) -> bool:
        """Whether there is something to write."""
        if self.doubles or self.outlived:
            return True
        if self.row is None or self.wanted is None:
            return (self.row is None) != (self.wanted is None)
        return self.row.last != self.wanted[1]


class AwayStatuses:
    """Keeps away dates in step with statuses."""

    def __init__(self, database: Database, clock: Clock, rounds: SyncRounds) -> None:
        """Work on `database`; `rounds` heed each change at once."""
        self._database, self._clock, self._rounds = database, clock, rounds

    async def told(self, workspace_id: str, people: Sequence[SlackPerson]) -> None:
        """Take what Slack says of the statuses of `people`; nothing is written where nothing changed."""
        told = {one.slack_id: one for one in people if not one.is_bot}
        ids = list(told)
        for start in range(0, len(ids), PAGE):
            some = [told[one] for one in ids[start : start + PAGE]]
            async with self._database.reading(workspace_id) as session:
                changes = await self._changes(session, some)
            if changes:
                await self._write(workspace_id, [told[one.person.slack_id] for one in changes])

    async def _write(self, workspace_id: str, people: Sequence[SlackPerson]) -> None:
        async with self._database.transaction(workspace_id) as session:
            # Read again, and now alone: another process may just have heard of the same.
            await lock_all_openings(session)
            changes = await self._changes(session, people)
            stay = [(one.person, row) for one in changes if (row := _kept(one)) is not None]
            gone = [row for one in changes for row in _dropped(one)]
            for one in changes:
                if one.outlived:
                    one.person.back_despite = ""
            endless = [row for _, row in stay if row.last is None]
            # A status for everybody (a holiday of the company) must not hold the openings for long: all at once.
            await forget_returns(session, workspace_id, [*gone, *endless])
            await session.execute(
                sa.delete(Away).where(Away.workspace_id == workspace_id, Away.id.in_([row.id for row in gone]))
            )
            session.add_all([row for _, row in stay])
            await session.flush()
            await note_returns(session, stay, self._clock.now())
            await self._rounds.move_all(session)
            await heed(session, self._rounds, {one.person.id for one in changes}, self._clock.now())

    async def _changes(self, session: AsyncSession, people: Sequence[SlackPerson]) -> list[_Change]:
        """Return those whose away dates differ from what their status says."""
        now = self._clock.now()
        known = {one.slack_id: one for one in await session.scalars(_PEOPLE, {"ids": [one.slack_id for one in people]})}
        working = await working_times(session, list(known.values()))
        rows: dict[int, list[Away]] = defaultdict(list)
        for row in await session.scalars(_ROWS, {"ids": [one.id for one in known.values()]}):
            if row.last is None or row.last >= working[row.person_id].local_date(now):
                rows[row.person_id].append(row)
        changes = []
        for one in people:
            if (person := known.get(one.slack_id)) is not None:
                first, doubles = rows[person.id][:1], tuple(rows[person.id][1:])
                despite = person.back_despite == mark_of(one)
                wanted = None if despite else _wanted(one, working[person.id], now)
                yesterday = working[person.id].local_date(now) - timedelta(days=1)
                outlived = bool(person.back_despite) and not despite
                change = _Change(person, yesterday, first[0] if first else None, wanted, doubles, outlived)
                changes += [change] if change.differs else []
        return changes


def mark_of(one: SlackPerson) -> str:
    """Return the mark of somebody's status; "" where it does not say that they are away."""
    if not says_away(one.status, one.status_emoji):
        return ""
    return mark(one.status, one.status_emoji, int(one.status_until or 0))


def _kept(change: _Change) -> Away | None:
    """Return the away dates that a status leaves there, as they are from now on.

    They begin with it and end when it does. Once it is cleared they ended yesterday, unless they began today.
    """
    row = change.row
    if change.wanted is not None:
        first, last = change.wanted
        row = row or Away(id=new_id(), person_id=change.person.id, first=first, source=Source.STATUS)
        row.last = last
        return row
    if row is None or row.first > change.yesterday:
        return None
    row.last = change.yesterday
    return row


def _dropped(change: _Change) -> list[Away]:
    """Return the away dates that are gone: of a status that was cleared on the day on which it was set, and doubles."""
    row = change.row
    never = row is not None and change.wanted is None and row.first > change.yesterday
    return [*change.doubles, *([row] if row is not None and never else [])]


def _wanted(one: SlackPerson, working: WorkingTime, now: datetime) -> tuple[date, date | None] | None:
    """Return the first and last date of the absence that a status tells of, or None."""
    if one.deactivated or not says_away(one.status, one.status_emoji):
        return None
    return away_until(working, now, datetime.fromtimestamp(one.status_until, UTC) if one.status_until else None)
