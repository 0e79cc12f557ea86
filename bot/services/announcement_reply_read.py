"""A reader with what they got, and who hears of what readers say."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.announcement_reply import HelpersFacts, NeedsHelp
from bot.domain.change import ChangeState
from bot.services.announcement_facts import led_by
from bot.services.announcement_row import found
from bot.services.role import pmo_to_tell
from models import Announcement, AnnouncementReader, Change, Person


@dataclass(frozen=True, slots=True)
class Reading:
    """A reader, who they are, and what they got; `change` is "" where it is of none, `over`: it has ended."""

    reader: AnnouncementReader
    person: Person
    announcement: Announcement
    change: str = ""
    over: bool = False


async def reading_of(session: AsyncSession, reader_id: int, *, locked: bool = False) -> Reading | None:
    """Return a reader by their id; with `locked` nobody else changes their row meanwhile. None where it is gone."""
    row = sa.select(AnnouncementReader).where(AnnouncementReader.id == reader_id)
    if locked:
        row = row.with_for_update().execution_options(populate_existing=True)
    reader = await session.scalar(row)
    if reader is None:
        return None
    person = await session.get_one(Person, reader.person_id)
    announcement = await session.get_one(Announcement, reader.announcement_id)
    change = await session.get(Change, announcement.change_id) if announcement.change_id else None
    over = change is not None and ChangeState(change.state).over
    return Reading(reader, person, announcement, change.name if change else "", over=over)


async def held(session: AsyncSession, reader_id: int) -> Reading | None:
    """Return a reader of an announcement of which nobody else changes anything meanwhile; None where it is gone.

    First what they got, then they, in the order of all who change several readers.
    """
    of = sa.select(AnnouncementReader.announcement_id).where(AnnouncementReader.id == reader_id)
    announcement_id: int | None = await session.scalar(of)
    if announcement_id is None or await found(session, announcement_id) is None:
        return None
    return await reading_of(session, reader_id, locked=True)


async def heard_by(session: AsyncSession, announcement: Announcement) -> Person:
    """Return who answers for an announcement: the owner of its change, else whoever signed it."""
    change = await session.get(Change, announcement.change_id) if announcement.change_id else None
    answers = await session.get_one(Person, change.owner_id if change else announcement.author_id)
    return await session.get_one(Person, announcement.author_id) if answers.deactivated else answers


async def recipients(session: AsyncSession, announcement: Announcement) -> Sequence[Person]:
    """Return who hears of what those who run it have to do: who answers for it, and the PMO; nobody twice."""
    people = [await heard_by(session, announcement), *await pmo_to_tell(session)]
    return list({one.id: one for one in people if not one.deactivated}.values())


async def helpers_facts(session: AsyncSession, announcement_id: int) -> HelpersFacts | None:
    """Return who would like to help; None where nobody would any more."""
    row = await session.get(Announcement, announcement_id)
    names = (
        sa.select(Person.name)
        .join(AnnouncementReader, AnnouncementReader.person_id == Person.id)
        .where(AnnouncementReader.announcement_id == announcement_id, AnnouncementReader.helps.is_(True))
        .order_by(AnnouncementReader.id)
    )
    return None if row is None else HelpersFacts(row.title, tuple(await session.scalars(names)))


async def needs_help_facts(session: AsyncSession, reader_id: int, *, again: bool = False) -> NeedsHelp | None:
    """Return a lead who asked for help (`again`), as it is by now; None where they do not read it any more."""
    reading = await reading_of(session, reader_id)
    if reading is None:
        return None
    people, _ = await led_by(session, reading.announcement.id, reading.person.id)
    told = reading.reader.told_team
    return NeedsHelp(
        reading.announcement.title,
        reading.person.name,
        reading.person.slack_id,
        people,
        told=told == "told",
        withdrawn=not told,
        again=again,
    )
