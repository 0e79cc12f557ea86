"""Readers whose time has come are handed to the ledger, in bulk; whoever is away by now waits for their return."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import IDS_AT_ONCE, AnyRow
from bot.delivery.ledger import Intent, Ledger
from bot.domain.announcement import ReaderState, Timing
from bot.domain.announcement_time import due_for
from bot.domain.working_time import WorkingTime
from bot.engine.upsert import table
from bot.services import announcement_message as messages
from bot.services.announcement_facts import pages_of, parts_of
from bot.services.announcement_plan import FOR_LONG, LEFT, PEOPLE, when_of
from bot.services.working import working_times
from models import Announcement, AnnouncementReader, Delivery, Person

_reader, _delivery = table(AnnouncementReader), table(Delivery)
_DUE = (
    sa.select(
        AnnouncementReader.id.label("reader_id"),
        AnnouncementReader.group_id,
        AnnouncementReader.other_group_ids,
        AnnouncementReader.lead,
        AnnouncementReader.due_at,
        *PEOPLE,
    )
    .join(Person, Person.id == AnnouncementReader.person_id)
    .where(
        AnnouncementReader.announcement_id == sa.bindparam("announcement"),
        AnnouncementReader.state == ReaderState.WAITING,
        AnnouncementReader.due_at <= sa.bindparam("now", type_=_reader.c.due_at.type),
    )
    .order_by(AnnouncementReader.id)
)
_UNSENT = (
    sa.select(AnnouncementReader.id)
    .join(
        Delivery,
        sa.and_(Delivery.workspace_id == AnnouncementReader.workspace_id, Delivery.key == messages.key_of_reader()),
    )
    .where(
        AnnouncementReader.announcement_id == sa.bindparam("announcement"),
        AnnouncementReader.state == ReaderState.TOLD,
        Delivery.ts == "",
        Delivery.state.in_(("planned", "held", "skipped")),
    )
)


async def hand_over(session: AsyncSession, ledger: Ledger, row: Announcement, now: datetime) -> int:
    """Hand the readers of a locked announcement to the ledger whose time has come; return how many.

    Those who are away by now, or have ended their day while Drumbeat stood still, get it when they work again.
    """
    due = (await session.execute(_DUE, {"announcement": row.id, "now": now})).all()
    if not due:
        return 0
    working = await working_times(session, due)
    told: list[AnyRow] = []
    later: dict[datetime, list[int]] = defaultdict(list)
    why: dict[str, list[int]] = {LEFT: [], FOR_LONG: []}
    for one in due:
        at = None if one.deactivated else _at(row, working[one.id], now)
        if one.deactivated:
            why[LEFT].append(one.reader_id)
        elif at is None:
            why[FOR_LONG].append(one.reader_id)
        elif at > now:
            later[at].append(one.reader_id)
        else:
            told.append(one)
    for at, ids in later.items():
        await _set(session, row, ids, due_at=at)
    for reason, ids in why.items():
        await _set(session, row, ids, state=ReaderState.UNREACHED, why=reason)
    await _set(session, row, [one.reader_id for one in told], state=ReaderState.TOLD, why="")
    intents = await _intents(session, row, told)
    if await ledger.plan(session, row.workspace_id, intents) < len(intents):
        # Planned before somebody stopped it: what was not needed then is wanted again.
        await ledger.refresh(session, row.workspace_id, [one.key for one in intents])
    return len(told)


async def take_back(session: AsyncSession, row: Announcement) -> None:
    """Let those readers of a stopped announcement wait again to whom nothing was posted yet."""
    unsent = list(await session.scalars(_UNSENT, {"announcement": row.id}))
    await _set(session, row, unsent, state=ReaderState.WAITING)


async def _intents(session: AsyncSession, row: Announcement, told: Sequence[AnyRow]) -> list[Intent]:
    parts = await parts_of(session, row.id)
    pages: dict[tuple[Any, ...], int] = {}
    found: list[Intent] = []
    for one in told:
        groups = (one.group_id, *one.other_group_ids)
        alike = (groups, one.lead)
        if alike not in pages:
            pages[alike] = pages_of(row, parts, groups, lead=one.lead)
        found += messages.to_reader(one.reader_id, one.slack_id, pages[alike], _kind(row, one.due_at))
    return found


def _kind(row: Announcement, due_at: datetime) -> str:
    """Return how it comes to a reader: a must-read at any hour to those alone who were there as it was sent at once."""
    if not row.must_read:
        return messages.READER
    at_once = row.timing == Timing.NOW and row.planned_at is not None and due_at <= row.planned_at
    return messages.MUST_NOW if at_once else messages.MUST


def _at(row: Announcement, working: WorkingTime, now: datetime) -> datetime | None:
    """Return when somebody gets it whose time has come: now, unless they do not work now."""
    if row.timing == Timing.MORNING and working.next_working(now) == now:
        return now
    return due_for(when_of(row), working, now)


async def _set(session: AsyncSession, row: Announcement, ids: Sequence[int], **values: Any) -> None:
    """Set these columns of readers; in the order of their ids, as all do who change several."""
    ordered = sorted(ids)
    for first in range(0, len(ordered), IDS_AT_ONCE):
        part = _reader.c.id.in_(ordered[first : first + IDS_AT_ONCE])
        mine = (_reader.c.workspace_id == row.workspace_id, part)
        await session.execute(sa.update(_reader).where(*mine).values(**values))
