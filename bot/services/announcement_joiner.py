"""Who joins a group of a change gets what is still open for it; who has left before it came does not."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import IDS, rows_of
from bot.domain.announcement import ReaderState, State, Timing
from bot.domain.announcement_open import Out, still_open
from bot.domain.announcement_time import due_for, spaced
from bot.domain.stakeholder import Told
from bot.services.announcement_message import READER
from bot.services.announcement_plan import FOR_LONG, LEFT, people_of, plan_readers, told_in, when_of, write_readers
from bot.services.announcement_progress import mend
from bot.services.people import next_night
from bot.services.working import working_times
from models import Announcement, AnnouncementReader, Change, Delivery
from models.delivery import HELD

JOINERS = "announcement.joiners"
"""Kind of the timer that looks every night who has joined; it has no subject."""

HOUR = 5
"""Of UTC, after members of channels and user groups were asked of Slack."""

_HELD = (
    sa.select(Announcement.id)
    .where(Announcement.state.in_((State.PLANNED, State.SENDING, State.SENT)))
    .order_by(Announcement.id)
    .with_for_update()
)
"""All that is looked at, in the order of all who hold several: whoever stops a change meanwhile waits, or is waited
for."""

_OUT = (
    sa.select(Announcement)
    .join(Change, Change.id == Announcement.change_id)
    .where(Announcement.state.in_((State.SENDING, State.SENT)), Change.state.in_(("announced", "in_progress")))
    .order_by(Announcement.planned_at, Announcement.id)
    .with_for_update(of=Announcement)
)
_WAITED_FOR = (
    sa.select(Announcement)
    .where(
        Announcement.state.in_((State.PLANNED, State.SENDING, State.SENT)),
        sa.or_(
            sa.exists().where(
                AnnouncementReader.workspace_id == Announcement.workspace_id,
                AnnouncementReader.announcement_id == Announcement.id,
                AnnouncementReader.state == ReaderState.WAITING,
            ),
            Announcement.id.in_(IDS),
        ),
    )
    .order_by(Announcement.id)
    .with_for_update()
)
"""What somebody has yet to get, who may be away for weeks, or gets it with another message (`ids`)."""

_WITH_ANOTHER = sa.select(Delivery.subject).where(sa.text(f"delivery.{HELD}"), Delivery.kind == READER)
_OF_READERS = sa.select(AnnouncementReader.id, AnnouncementReader.announcement_id).where(
    AnnouncementReader.id.in_(IDS), AnnouncementReader.answer == ""
)


def tomorrow(workspace_id: str, now: datetime) -> datetime:
    """Return when it is looked at next who has joined."""
    return next_night(workspace_id, now, hour=HOUR)


async def look(session: AsyncSession, now: datetime) -> set[int]:
    """Look at the announcements of a workspace; return which of them (ids) somebody waits for who did not before."""
    waits: set[int] = set()
    await session.execute(_HELD)
    await mend(session, now)
    subjects = await session.scalars(_WITH_ANOTHER)
    coming = await rows_of(session, _OF_READERS, [one["reader"] for one in subjects])
    held: dict[int, int] = {reader_id: announcement_id for reader_id, announcement_id in coming}  # noqa: C416 (rows)
    for row in await session.scalars(_WAITED_FOR, {"ids": sorted({*held.values()})}):
        await _regroup(session, row, held)
        if row.state == State.PLANNED and row.timing == Timing.MORNING:
            await plan_readers(session, row, now)
            waits.add(row.id)
    by_change: dict[int, list[Announcement]] = defaultdict(list)
    for row in await session.scalars(_OUT):
        by_change[row.change_id or 0].append(row)
    for rows in by_change.values():
        chosen = still_open([Out(one.id, one.kind, one.must_read, one.planned_at or now) for one in rows])
        waits |= await _join(session, [one for one in rows if one.id in chosen], now)
    return waits


async def _join(session: AsyncSession, rows: Sequence[Announcement], now: datetime) -> set[int]:
    """Write down who is new to these announcements of a change: one in each of their mornings, the oldest first."""
    place: dict[int, int] = defaultdict(int)
    waits: set[int] = set()
    for row in rows:
        told = await told_in(session, row)
        known = await _readers(session, row)
        new = {one: groups for one, groups in told.items() if one not in known}
        back = [one for one, reader in known.items() if reader.why == FOR_LONG and one in told]
        working = await working_times(session, await people_of(session, [*new, *back]))
        due: dict[int, datetime | None] = {}
        for one in new:
            due[one] = spaced(working[one], row.send_at, place[one], now)
            place[one] += 1
        await write_readers(session, row, new, due, (), now)
        for one in back:
            at = due_for(when_of(row), working[one], now)
            if at is not None:
                known[one].state, known[one].why, known[one].due_at = ReaderState.WAITING, "", at
                due[one] = at
        await session.flush()
        if any(due.values()):
            waits.add(row.id)
    return waits


async def _regroup(session: AsyncSession, row: Announcement, held: Collection[int]) -> None:
    """Let those who have yet to get an announcement read the parts of the groups to which they belong by now.

    `held`: the ids of readers who get it with another message.
    """
    told = await told_in(session, row)
    readers = (await _readers(session, row)).items()
    coming = {one: of for one, of in readers if of.state == ReaderState.WAITING or of.id in held}
    others = await people_of(session, [one for one in coming if one not in told])
    left = {one.id for one in others if one.deactivated}
    for one, reader in coming.items():
        groups: Told | None = told.get(one)
        if one in left:
            reader.state, reader.why = ReaderState.UNREACHED, LEFT
        elif groups is None:
            await session.delete(reader)
        elif (reader.group_id, tuple(reader.other_group_ids)) != (groups.group_id, groups.other_ids):
            reader.group_id, reader.other_group_ids = groups.group_id, list(groups.other_ids)
    await session.flush()


async def _readers(session: AsyncSession, row: Announcement) -> dict[int, AnnouncementReader]:
    rows = sa.select(AnnouncementReader).where(AnnouncementReader.announcement_id == row.id)
    return {one.person_id: one for one in await session.scalars(rows)}
