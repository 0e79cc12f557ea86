"""What readers say of whom an announcement affects, with the names in it."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.announcement_reply import MOST_SHOWN, Correction, CorrectionsFacts, CorrectionState
from models import (
    Announcement,
    AnnouncementCorrection,
    AnnouncementReader,
    Change,
    Person,
    StakeholderGroup,
    Team,
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


async def correction_facts(
    session: AsyncSession, row: AnnouncementCorrection, reader: AnnouncementReader
) -> Correction:
    """Return one correction with the names in it."""
    wanted = {reader.person_id, row.named_person_id, row.decided_by_id} - {None}
    named = sa.select(Person.id, Person.name).where(Person.id.in_(wanted))
    people = {one: name for one, name in await session.execute(named)}  # noqa: C416 (rows are no pairs to mypy)
    team = await session.get(Team, row.named_team_id) if row.named_team_id else None
    ids = [reader.group_id, *reader.other_group_ids]
    groups = sa.select(StakeholderGroup.id, StakeholderGroup.name).where(StakeholderGroup.id.in_(ids))
    by_id = {one: name for one, name in await session.execute(groups)}  # noqa: C416 (rows are no pairs to mypy)
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
