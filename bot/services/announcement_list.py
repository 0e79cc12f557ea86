"""Announcements that somebody may write or read: in a list, on the page of a change, and on a home tab."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import AnyRow, Database
from bot.domain.announcement import Kind, State
from bot.domain.announcement_list import AnnouncementList, AnnouncementRow, HomeAnnouncements
from bot.services.announcement_correction_read import open_corrections
from bot.services.announcement_form import today_of
from bot.services.announcement_row import went_on
from bot.services.announcement_unanswered import unanswered
from bot.services.change_sight import run_by
from bot.services.role import Rights, acting, rights_of
from models import Announcement, AnnouncementEdit, AnnouncementSign, Change, Person

ON_A_PAGE, ON_A_CHANGE, ON_HOME = 8, 3, 20

_UNSENT = (State.DRAFT, State.SIGNING, State.SIGNED)
_ROWS = (
    sa.select(Announcement, Person.name, Change.name)
    .join(Person, Person.id == Announcement.author_id)
    .outerjoin(Change, Change.id == Announcement.change_id)
)
_NEWEST = (
    sa.case((Announcement.state.in_(_UNSENT), 0), (Announcement.state == State.PLANNED, 1), else_=2),
    Announcement.created_at.desc(),
    Announcement.id.desc(),
)


_WISHES = (
    sa.select(Announcement.id, sa.func.min(Person.name))
    .join(AnnouncementSign, AnnouncementSign.announcement_id == Announcement.id)
    .join(Person, Person.id == AnnouncementSign.person_id)
    .where(AnnouncementSign.state == "declined", AnnouncementSign.revision == Announcement.revision)
    .group_by(Announcement.id)
)
"""Who wants what waits for signatures otherwise; of several one is named, and its desk names all."""


class AnnouncementLists:
    """Reads the lists."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Read `database`."""
        self._database, self._clock = database, clock

    async def facts(self, workspace_id: str, slack_id: str, *, first: int = 0) -> AnnouncementList:
        """Return a page of the announcements that somebody may write. Raises NotFound, NotAllowed.

        These are their own without a change, those of changes that they run, and for the PMO all.
        """
        async with self._database.reading(workspace_id) as session:
            person = await acting(session, slack_id)
            today = today_of(person, self._clock.now())
            rows = _ROWS.where(_theirs(person)).order_by(*_NEWEST).offset(first).limit(ON_A_PAGE + 1)
            found = await _rows(session, rows, person)
            rights = await rights_of(session, person)
        return AnnouncementList(tuple(found[:ON_A_PAGE]), today, first, len(found) > ON_A_PAGE, writes=rights.any)

    async def of_change(
        self, workspace_id: str, slack_id: str, change_id: int
    ) -> tuple[Sequence[AnnouncementRow], date]:
        """Return those of a change that do not go yet, and what day it is for the reader.

        They are for those who run it.
        """
        now = self._clock.now()
        async with self._database.reading(workspace_id) as session:
            person = await acting(session, slack_id)
            of_it = (Announcement.change_id == change_id, Announcement.state.in_(_UNSENT))
            rows = _ROWS.where(*of_it).order_by(*_NEWEST).limit(ON_A_CHANGE)
            found = await _rows(session, rows, person)
        return found, today_of(person, now)


async def home_announcements(session: AsyncSession, rights: Rights) -> HomeAnnouncements:
    """Return what waits for somebody: what they have begun to write, are to sign, to say, or to decide."""
    person = rights.person
    drafts = _ROWS.where(Announcement.author_id == person.id, Announcement.state.in_(_UNSENT), _theirs(person))
    edited = sa.exists().where(AnnouncementEdit.announcement_id == Announcement.id)
    waits = (
        _ROWS.join(AnnouncementSign, AnnouncementSign.announcement_id == Announcement.id)
        .where(AnnouncementSign.person_id == person.id, AnnouncementSign.state == "asked")
        .where(sa.or_(Announcement.state == State.SIGNING, edited))
    )
    drafted = await _rows(session, drafts.order_by(*_NEWEST).limit(ON_HOME), person)
    to_sign = await _rows(session, waits.order_by(*_NEWEST).limit(ON_HOME), person)
    to_read, to_tell = await unanswered(session, person)
    # Of one without a change its author decides, while they may announce anything.
    of_theirs = _theirs(person) if rights.any else Announcement.change_id.in_(_run_by(person))
    to_correct = await open_corrections(session, of_theirs, ON_HOME)
    return HomeAnnouncements(tuple(drafted), tuple(to_sign), to_read, to_tell, to_correct)


def _theirs(person: Person) -> sa.ColumnElement[bool]:
    if person.acts_as_pmo:
        return sa.true()
    alone = sa.and_(Announcement.author_id == person.id, Announcement.change_id.is_(None))
    return sa.or_(alone, Announcement.change_id.in_(_run_by(person)))


def _run_by(person: Person) -> sa.Select[int]:
    return sa.select(Change.id).where(run_by(person))


async def _rows(session: AsyncSession, rows: sa.Select[*tuple[Any, ...]], reader: Person) -> list[AnnouncementRow]:
    found = (await session.execute(rows)).all()
    signing = [row.id for row, _, _ in found if row.state == State.SIGNING]
    wishes = dict((await session.execute(_WISHES.where(Announcement.id.in_(signing)))).all()) if signing else {}
    return [_row(one, reader, wishes) for one in found]


def _row(one: AnyRow, reader: Person, wishes: Mapping[int, str]) -> AnnouncementRow:
    row, author, change = one
    state = State(row.state)
    on = row.send_on if state is State.PLANNED else None
    if state.out and row.planned_at is not None:
        on = went_on(row, ZoneInfo(reader.zone))
    return AnnouncementRow(row.id, row.title, Kind(row.kind), state, author, change or "", on, wishes.get(row.id, ""))
