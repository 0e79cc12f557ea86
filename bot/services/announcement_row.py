"""An announcement that somebody is about to send, stop or change: its row, and who may."""

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.announcement import ReaderState, State, Timing
from bot.domain.change import ChangeState
from bot.domain.words import listing
from bot.errors import NotFound, UserError
from bot.services.announcement_message import in_ledger
from bot.services.role import pmo_refusal, rights_of
from models import (
    Announcement,
    AnnouncementChannel,
    AnnouncementReader,
    AnnouncementSign,
    Change,
    Delivery,
    Person,
)

GONE = "Drumbeat does not have this announcement any more. Nothing was sent."
UNSIGNED = "“{title}” waits for {names} to approve it. It is kept, and goes as soon as they have."

_READERS = (
    AnnouncementReader.workspace_id == Announcement.workspace_id,
    AnnouncementReader.announcement_id == Announcement.id,
)
_AWAY = sa.exists().where(*_READERS, AnnouncementReader.state == ReaderState.WAITING)
_UNSENT = sa.exists().where(
    *_READERS,
    AnnouncementReader.state == ReaderState.TOLD,
    in_ledger(),
    Delivery.state.in_(("planned", "sending", "held")),
    Delivery.ts == "",
)
_ON_ITS_WAY = sa.or_(
    Announcement.state.in_((State.PLANNED, State.SENDING)),
    # All who were there have it; others are away, or get it with their next message.
    sa.and_(Announcement.state == State.SENT, sa.or_(_AWAY, _UNSENT)),
)


async def found(session: AsyncSession, announcement_id: int) -> Announcement | None:
    """Return an announcement that nobody else changes meanwhile; None where it is gone."""
    row = sa.select(Announcement).where(Announcement.id == announcement_id).with_for_update()
    return await session.scalar(row.execution_options(populate_existing=True))


async def found_to_send(session: AsyncSession, announcement_id: int) -> Announcement | None:
    """Return the same of one that may begin to go, by which a draft becomes known: its change is held before it.

    So do all who stop or delete a change; in another order the two would wait for each other.
    """
    begins = sa.select(Change.id).join(Announcement, Announcement.change_id == Change.id)
    draft = (Announcement.id == announcement_id, Change.state == ChangeState.DRAFT)
    await session.execute(begins.where(*draft).with_for_update(of=Change))
    return await found(session, announcement_id)


async def locked(session: AsyncSession, announcement_id: int, *, to_send: bool = False) -> Announcement:
    """Return either of them. Raises NotFound."""
    row = await (found_to_send if to_send else found)(session, announcement_id)
    if row is None:
        raise NotFound(GONE)
    return row


async def on_its_way(session: AsyncSession, change: Change) -> Sequence[Announcement]:
    """Return the announcements of a change that somebody has yet to get; nobody else changes them meanwhile."""
    rows = sa.select(Announcement).where(Announcement.change_id == change.id, _ON_ITS_WAY).order_by(Announcement.id)
    return list(await session.scalars(rows.with_for_update().execution_options(populate_existing=True)))


async def is_on_its_way(session: AsyncSession, row: Announcement) -> bool:
    """Tell the same of a locked one, whatever it is about."""
    found = sa.select(Announcement.id).where(Announcement.id == row.id, _ON_ITS_WAY)
    return await session.scalar(found) is not None


async def may_send(session: AsyncSession, person: Person, row: Announcement) -> bool:
    """Tell whether an announcement is somebody's to change and to send: the PMO's, and of whoever runs its change now.

    That they wrote it does not suffice: the change may be another's by now. Of one without a change it is whose name
    stands below it, while they may announce anything.
    """
    if person.acts_as_pmo:
        return True
    if row.change_id is None:
        return person.id == row.author_id and (await rights_of(session, person)).any
    change = await session.get_one(Change, row.change_id)
    return person.id in {change.owner_id, change.sponsor_id}


async def must_send(session: AsyncSession, person: Person, row: Announcement, what: str = "Sending this is") -> None:
    """Raise NotAllowed for whoever may not."""
    if not await may_send(session, person, row):
        raise await pmo_refusal(session, what)


def went_on(row: Announcement, zone: ZoneInfo) -> date | None:
    """Return the day on which an announcement that is out came to most: the morning that it was for, else at once."""
    if row.planned_at is None:
        return None
    let_go = row.planned_at.astimezone(zone).date()
    return max(row.send_on, let_go) if row.timing == Timing.MORNING and row.send_on else let_go


async def channels_of(session: AsyncSession, announcement_id: int) -> Sequence[str]:
    """Return the channels (Slack ids) in which an announcement is posted."""
    of_it = AnnouncementChannel.announcement_id == announcement_id
    rows = sa.select(AnnouncementChannel.channel_id).where(of_it).order_by(AnnouncementChannel.id)
    return list(await session.scalars(rows))


async def must_be_signed(session: AsyncSession, row: Announcement) -> None:
    """Raise UserError where somebody has yet to approve what it says now."""
    waits = sa.or_(AnnouncementSign.state != "signed", AnnouncementSign.revision != row.revision)
    of_it = (AnnouncementSign.announcement_id == row.id, waits)
    rows = sa.select(Person.name).join(AnnouncementSign, AnnouncementSign.person_id == Person.id).where(*of_it)
    names = list(await session.scalars(rows.order_by(Person.name)))
    if names:
        raise UserError(UNSIGNED.format(title=row.title, names=listing(names)))
