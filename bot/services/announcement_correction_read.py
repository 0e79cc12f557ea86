"""What readers say of whom an announcement affects, with the names in it."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.domain.announcement_reply import MOST_SHOWN, Correction, CorrectionsFacts, CorrectionState, OpenCorrection
from models import (
    Announcement,
    AnnouncementCorrection,
    AnnouncementReader,
    Change,
    Person,
    StakeholderGroup,
    Team,
)
from models.announcement_correction import OPEN

_Reader, _Named = aliased(Person), aliased(Person)
_OPEN = (
    sa.select(
        AnnouncementCorrection.id,
        Announcement.title,
        _Reader.name.label("person"),
        _Named.name.label("named"),
        Team.name.label("team"),
        AnnouncementReader.group_id,
        AnnouncementReader.other_group_ids,
    )
    .join(AnnouncementReader, AnnouncementReader.id == AnnouncementCorrection.reader_id)
    .join(Announcement, Announcement.id == AnnouncementReader.announcement_id)
    .join(_Reader, _Reader.id == AnnouncementReader.person_id)
    .outerjoin(_Named, _Named.id == AnnouncementCorrection.named_person_id)
    .outerjoin(Team, Team.id == AnnouncementCorrection.named_team_id)
    .outerjoin(Change, Change.id == Announcement.change_id)
    # As the index says it: with a parameter PostgreSQL could not know that it holds them all.
    .where(sa.text(f"announcement_correction.{OPEN}"), sa.or_(Change.id.is_(None), Change.ended_at.is_(None)))
    .order_by(AnnouncementCorrection.id)
)


async def correction_of(session: AsyncSession, reader: AnnouncementReader) -> Correction | None:
    """Return what a reader said of whom it affects; None where they said nothing of it."""
    row = sa.select(AnnouncementCorrection).where(AnnouncementCorrection.reader_id == reader.id)
    found = await session.scalar(row)
    return None if found is None else await correction_facts(session, found, reader)


async def declined_one(session: AsyncSession, correction_id: int) -> Correction | None:
    """Return a correction that was declined; None where its reader says something else by now."""
    row = await session.get(AnnouncementCorrection, correction_id)
    reader = await session.get(AnnouncementReader, row.reader_id) if row else None
    if row is None or reader is None or row.state != CorrectionState.DECLINED:
        return None
    return await correction_facts(session, row, reader)


async def corrections_facts(session: AsyncSession, batch: int) -> CorrectionsFacts | None:
    """Return the corrections that came together, the open ones first; None where nothing is left of them."""
    rows = (
        sa.select(AnnouncementCorrection, AnnouncementReader)
        .join(AnnouncementReader, AnnouncementReader.id == AnnouncementCorrection.reader_id)
        .where(AnnouncementCorrection.batch == batch)
        .order_by(AnnouncementCorrection.state != CorrectionState.OPEN, AnnouncementCorrection.id)
    )
    found = [(one, reader) for one, reader in await session.execute(rows)]
    if not found:
        return None
    announcement = await session.get_one(Announcement, found[0][1].announcement_id)
    change = await session.get(Change, announcement.change_id) if announcement.change_id else None
    shown = [await correction_facts(session, *one) for one in found[:MOST_SHOWN]]
    return CorrectionsFacts(
        announcement.title, change.name if change else "", tuple(shown), max(0, len(found) - MOST_SHOWN)
    )


async def open_corrections(
    session: AsyncSession, which: sa.ColumnElement[bool], most: int
) -> tuple[OpenCorrection, ...]:
    """Return what nobody has decided yet of `which` announcements, what waits longest first; of changes that go on."""
    rows = (await session.execute(_OPEN.where(which).limit(most))).all()
    names = await _group_names(session, {one for row in rows for one in (row.group_id, *row.other_group_ids)})
    found = []
    for row in rows:
        groups = tuple(names[one] for one in (row.group_id, *row.other_group_ids) if one in names)
        named = tuple(one for one in (row.named, row.team) if one)
        found.append(OpenCorrection(row.title, Correction(row.id, row.person, groups, named)))
    return tuple(found)


async def correction_facts(
    session: AsyncSession, row: AnnouncementCorrection, reader: AnnouncementReader
) -> Correction:
    """Return one correction with the names in it."""
    wanted = {reader.person_id, row.named_person_id, row.decided_by_id} - {None}
    named = sa.select(Person.id, Person.name).where(Person.id.in_(wanted))
    people = {one: name for one, name in await session.execute(named)}  # noqa: C416 (rows are no pairs to mypy)
    team = await session.get(Team, row.named_team_id) if row.named_team_id else None
    ids = [reader.group_id, *reader.other_group_ids]
    by_id = await _group_names(session, ids)
    names = [people.get(row.named_person_id or 0, ""), team.name if team else ""]
    return Correction(
        row.id,
        people[reader.person_id],
        tuple(by_id[one] for one in ids if one in by_id),
        tuple(one for one in names if one),
        CorrectionState(row.state),
        people.get(row.decided_by_id or 0, ""),
        row.because,
    )


async def _group_names(session: AsyncSession, ids: Collection[int | None]) -> dict[int, str]:
    if not ids:
        return {}
    rows = sa.select(StakeholderGroup.id, StakeholderGroup.name).where(StakeholderGroup.id.in_(ids))
    return {one: name for one, name in await session.execute(rows)}  # noqa: C416 (rows are no pairs to mypy)
