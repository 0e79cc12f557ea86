"""What an announcement says, read when it is said: to a reader, in a channel, or to whoever looks at it before."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.domain.announcement import Kind, Reply, State, ToldTeam
from bot.domain.announcement_message import AnnouncementFacts, GroupPart, LeadFacts, laid_out
from bot.domain.change import ChangeState
from bot.services.announcement_correction_read import correction_of
from models import (
    Announcement,
    AnnouncementPart,
    AnnouncementReader,
    Change,
    Membership,
    Person,
    StakeholderGroup,
)

_Reading = aliased(Person)
_Leading, _Theirs = aliased(Membership), aliased(Membership)
# Put together once: every message that is sent reads these.
_OF_READER = (
    sa.select(AnnouncementReader, Announcement, Person.name, _Reading.zone, Change.name, Change.state)
    .join(Announcement, Announcement.id == AnnouncementReader.announcement_id)
    .join(Person, Person.id == Announcement.author_id)
    .join(_Reading, _Reading.id == AnnouncementReader.person_id)
    .outerjoin(Change, Change.id == Announcement.change_id)
    .where(AnnouncementReader.id == sa.bindparam("reader"))
)
_OF_ANNOUNCEMENT = (
    sa.select(Announcement, Person.name, Person.zone, Change.name, Change.state)
    .join(Person, Person.id == Announcement.author_id)
    .outerjoin(Change, Change.id == Announcement.change_id)
    .where(Announcement.id == sa.bindparam("announcement"))
)
_PARTS = (
    sa.select(AnnouncementPart.group_id, StakeholderGroup.name, AnnouncementPart.text)
    .join(StakeholderGroup, StakeholderGroup.id == AnnouncementPart.group_id)
    .where(AnnouncementPart.announcement_id == sa.bindparam("announcement"))
)
_LED = (
    sa.select(sa.func.count(AnnouncementReader.id.distinct()), sa.func.min(AnnouncementReader.due_at))
    .join(_Theirs, sa.and_(_Theirs.person_id == AnnouncementReader.person_id, _Theirs.is_home.is_(True)))
    .join(
        _Leading,
        sa.and_(
            _Leading.team_id == _Theirs.team_id,
            _Leading.is_lead.is_(True),
            _Leading.person_id == sa.bindparam("lead"),
        ),
    )
    .where(
        AnnouncementReader.announcement_id == sa.bindparam("announcement"),
        AnnouncementReader.person_id != sa.bindparam("lead"),
    )
)


async def reader_facts(session: AsyncSession, reader_id: int, now: datetime) -> tuple[AnnouncementFacts, State] | None:
    """Return what a reader gets now, and how far the announcement is; None where either is gone."""
    found = (await session.execute(_OF_READER, {"reader": reader_id})).one_or_none()
    if found is None:
        return None
    reader, row, author, zone, change, state = found
    parts = await parts_of(session, row.id)
    lead = await _lead(session, row, reader) if reader.lead else None
    facts = facts_of(
        row, author, zone, now, change=change, change_state=state, parts=parts, groups=groups_of(reader), lead=lead
    )
    reply = Reply(reader.answer)
    correction = await correction_of(session, reader) if reply is Reply.NOT_AFFECTED else None
    said = replace(facts, reader_id=reader.id, reply=reply, helps=reader.helps, correction=correction)
    return said, State(row.state)


async def channel_facts(
    session: AsyncSession, announcement_id: int, now: datetime
) -> tuple[AnnouncementFacts, State] | None:
    """Return what stands in a channel: what everybody reads, on the days of whoever signs it."""
    found = (await session.execute(_OF_ANNOUNCEMENT, {"announcement": announcement_id})).one_or_none()
    if found is None:
        return None
    row, author, zone, change, state = found
    facts = facts_of(row, author, zone, now, change=change, change_state=state)
    return replace(facts, in_channel=True), State(row.state)


async def preview_facts(
    session: AsyncSession, announcement_id: int, group_ids: Sequence[int], now: datetime
) -> AnnouncementFacts | None:
    """Return what somebody of these groups will get, the first of them their own; nobody can answer it."""
    found = (await session.execute(_OF_ANNOUNCEMENT, {"announcement": announcement_id})).one_or_none()
    if found is None:
        return None
    row, author, zone, change, state = found
    parts = await parts_of(session, announcement_id)
    return facts_of(row, author, zone, now, change=change, change_state=state, parts=parts, groups=group_ids)


async def parts_of(session: AsyncSession, announcement_id: int) -> Mapping[int, GroupPart]:
    """Return what an announcement means for each of its groups (by id)."""
    rows = await session.execute(_PARTS, {"announcement": announcement_id})
    return {group_id: GroupPart(name, text) for group_id, name, text in rows}


def groups_of(reader: AnnouncementReader) -> list[int]:
    """Return the groups whose parts somebody reads, their own first."""
    return [reader.group_id, *reader.other_group_ids]


def facts_of(
    row: Announcement,
    author: str,
    zone: str,
    now: datetime,
    *,
    change: str | None = None,
    change_state: str | None = None,
    parts: Mapping[int, GroupPart] | None = None,
    groups: Sequence[int] = (),
    lead: LeadFacts | None = None,
) -> AnnouncementFacts:
    """Return an announcement as somebody in `zone` reads it who belongs to `groups`."""
    local = ZoneInfo(zone)
    return AnnouncementFacts(
        announcement_id=row.id,
        kind=Kind(row.kind),
        title=row.title,
        text=row.text,
        author=author,
        today=now.astimezone(local).date(),
        zone=zone,
        change=change or "",
        change_id=row.change_id or 0,
        parts=tuple(parts[one] for one in groups if one in parts) if parts else (),
        not_known=row.not_known,
        next_word_on=row.next_word_on,
        edited_on=row.edited_at.astimezone(local).date() if row.edited_at else None,
        asks=row.asks,
        must_read=row.must_read,
        lead=lead,
        over=change_state is not None and ChangeState(change_state).over,
    )


def pages_of(row: Announcement, parts: Mapping[int, GroupPart], groups: Sequence[int], *, lead: bool) -> int:
    """Return how many messages somebody of `groups` gets in the thread, who leads others or not."""
    led = LeadFacts(0, row.created_at, row.talking_points, row.likely_questions) if lead else None
    return len(laid_out(facts_of(row, "", "UTC", row.created_at, parts=parts, groups=groups, lead=led)).pages)


def channel_pages(row: Announcement) -> int:
    """Return how many messages go on in the thread of what stands in a channel."""
    return pages_of(row, {}, (), lead=False)


async def led_by(session: AsyncSession, announcement_id: int, person_id: int) -> tuple[int, datetime | None]:
    """Return how many who get an announcement are at home in teams that somebody leads, and when the first gets it."""
    people, first = (await session.execute(_LED, {"announcement": announcement_id, "lead": person_id})).one()
    return people, first


async def _lead(session: AsyncSession, row: Announcement, reader: AnnouncementReader) -> LeadFacts | None:
    people, first = await led_by(session, row.id, reader.person_id)
    if not people or first is None:
        return None
    told = ToldTeam(reader.told_team)
    return LeadFacts(people, first, row.talking_points, row.likely_questions, told, before=first > reader.due_at)
