"""Who gets an announcement, and when: planned in bulk, whoever belongs to several of its groups once."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.db import BY_ID, IDS, AnyRow, rows_of
from bot.domain.announcement import ReaderState, Timing
from bot.domain.announcement_time import When, due_of_all
from bot.domain.stakeholder import Told
from bot.engine.upsert import insert_rows
from bot.ids import new_id
from bot.services.stakeholder import told_by_person
from bot.services.working import working_times
from models import Announcement, AnnouncementPart, AnnouncementReader, Membership, Person, Team

FOR_LONG = "Away for longer than anybody knows, so it waits for their return."
"""Why somebody does not get it who is away without an end, or for more than two months."""

LEFT = "This person's account is deactivated."
"""Why somebody does not get it who has left."""

ROWS = 5000
"""Readers of one statement: on SQLite whoever else has something to do waits for it."""

PEOPLE = tuple(
    getattr(Person, name)
    for name in ("id", "slack_id", "zone", "working_days", "works_from", "works_until", "country", "deactivated")
)
"""What is read of somebody to know when they work."""

_PEOPLE = sa.select(*PEOPLE).where(Person.id.in_(IDS)).with_hint(Person, BY_ID, "sqlite")
_Theirs = aliased(Membership)
_LED = (
    sa.select(Membership.person_id, _Theirs.person_id)
    .join(Team, sa.and_(Team.workspace_id == Membership.workspace_id, Team.id == Membership.team_id))
    .join(_Theirs, sa.and_(_Theirs.workspace_id == Membership.workspace_id, _Theirs.team_id == Membership.team_id))
    .where(
        Membership.is_lead.is_(True),
        Team.archived_at.is_(None),
        _Theirs.is_home.is_(True),
        _Theirs.person_id != Membership.person_id,
    )
)


def when_of(announcement: Announcement) -> When:
    """Return what was decided about when an announcement comes."""
    row = announcement
    return When(Timing(row.timing), row.send_on, row.send_at, row.lead_hours)


async def concerned_by(session: AsyncSession, announcement: Announcement) -> dict[int, Told]:
    """Return who is in the groups of an announcement (by id), its author too, with these groups."""
    groups = sa.select(AnnouncementPart.group_id).where(AnnouncementPart.announcement_id == announcement.id)
    return await told_by_person(session, list(await session.scalars(groups)))


async def told_in(session: AsyncSession, announcement: Announcement) -> dict[int, Told]:
    """Return who is to get an announcement (by id), with their groups; whoever signs it has it already."""
    told = await concerned_by(session, announcement)
    told.pop(announcement.author_id, None)
    return told


async def people_of(session: AsyncSession, ids: Collection[int]) -> list[AnyRow]:
    """Return these people, with what tells when they work."""
    return await rows_of(session, _PEOPLE, ids)


async def plan_readers(session: AsyncSession, announcement: Announcement, now: datetime) -> int:
    """Write down who gets an announcement, and when; whoever has it already keeps it. Return how many get it."""
    told = await told_in(session, announcement)
    if not told:
        return 0
    working = await working_times(session, await people_of(session, told))
    led = await _led(session, told) if _for_leads(announcement) else {}
    due = due_of_all(when_of(announcement), working, led, now)
    await write_readers(session, announcement, told, due, led, now)
    return len(told)


async def write_readers(
    session: AsyncSession,
    announcement: Announcement,
    told: Mapping[int, Told],
    due: Mapping[int, datetime | None],
    leads: Collection[int],
    now: datetime,
) -> None:
    """Write down readers (by the ids of people) with when it comes to them; None: they are away for long.

    Leads first: of those who get it at the same moment, they have it in their hands first.
    """
    rows = [
        {
            "id": new_id(),
            "workspace_id": announcement.workspace_id,
            "announcement_id": announcement.id,
            "group_id": told[person].group_id,
            "other_group_ids": list(told[person].other_ids),
            "person_id": person,
            "lead": person in leads,
            "due_at": due[person] or now,
            "state": ReaderState.WAITING if due[person] else ReaderState.UNREACHED,
            "why": "" if due[person] else FOR_LONG,
        }
        for person in sorted(due, key=lambda one: (one not in leads, one))
        if person in told
    ]
    for first in range(0, len(rows), ROWS):
        insert = insert_rows(session, AnnouncementReader, rows[first : first + ROWS])
        once = ["workspace_id", "announcement_id", "person_id"]
        await session.execute(insert.on_conflict_do_nothing(index_elements=once))


def _for_leads(announcement: Announcement) -> bool:
    """Tell whether leads get it before their people, or with words of their own."""
    row = announcement
    return bool(row.lead_hours or row.talking_points.strip() or row.likely_questions.strip())


async def _led(session: AsyncSession, told: Collection[int]) -> Mapping[int, list[int]]:
    """Return those who lead people that get it, and whom."""
    found: dict[int, list[int]] = defaultdict(list)
    for lead, person in await session.execute(_LED):
        if lead in told and person in told:
            found[lead].append(person)
    return found
