"""An edit of what is out whose meaning changed: put aside until all who sign the announcement have signed it.

Whatever happens to it goes by the locked row of its announcement. It is shown to readers in the transaction of the last
signature, so that nothing is left to be carried on where Drumbeat breaks off.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.announcement_compose import CoreText
from bot.domain.announcement_edit import OF_PART, EditWaiting, differences
from bot.domain.announcement_message import AnnouncementFacts
from bot.ids import new_id
from bot.services import announcement_section as section
from models import Announcement, AnnouncementEdit, AnnouncementPart, AnnouncementSign, Person, StakeholderGroup


async def edit_of(session: AsyncSession, announcement_id: int) -> AnnouncementEdit | None:
    """Return what waits of an announcement; None for nothing."""
    rows = sa.select(AnnouncementEdit).where(AnnouncementEdit.announcement_id == announcement_id)
    edit: AnnouncementEdit | None = await session.scalar(rows)
    return edit


async def is_signed(session: AsyncSession, announcement_id: int) -> bool:
    """Tell whether somebody signs an announcement besides its author."""
    rows = sa.select(AnnouncementSign.id).where(AnnouncementSign.announcement_id == announcement_id)
    return await session.scalar(rows.limit(1)) is not None


def core_of(edit: AnnouncementEdit) -> CoreText:
    """Return what everybody is to read."""
    return CoreText(edit.title, edit.text, edit.not_known, edit.next_word_on)


def put_aside(
    row: Announcement,
    edit: AnnouncementEdit | None,
    by_id: int,
    *,
    core: CoreText | None = None,
    parts: Mapping[int, str] | None = None,
) -> AnnouncementEdit:
    """Return an edit, begun where none waits yet, with what somebody has written: of the text, or of groups (by id)."""
    wanted = core or (core_of(edit) if edit else section.core_of(row))
    edit = edit or AnnouncementEdit(id=new_id(), announcement_id=row.id, revision=row.revision, parts={})
    edit.title, edit.text, edit.not_known, edit.next_word_on = (
        wanted.title,
        wanted.text,
        wanted.not_known,
        wanted.next_word_on,
    )
    edit.parts = {**edit.parts, **{str(group_id): text for group_id, text in (parts or {}).items()}}
    edit.edited_by_id, edit.revision = by_id, max(edit.revision, row.revision) + 1
    return edit


async def waiting_of(session: AsyncSession, row: Announcement, edit: AnnouncementEdit) -> EditWaiting:
    """Return what an edit changes, for those who read it before it goes."""
    by = await session.get_one(Person, edit.edited_by_id)
    before, after = section.core_of(row).fields(), core_of(edit).fields()
    for group_id, name, text in await _parts(session, row, edit):
        before[f"{OF_PART}{name}"], after[f"{OF_PART}{name}"] = text, edit.parts[str(group_id)]
    return EditWaiting(by.name, differences(before, after))


async def unsigned(session: AsyncSession, edit: AnnouncementEdit) -> int:
    """Return how many have yet to sign an edit."""
    count = sa.select(sa.func.count()).select_from(AnnouncementSign)
    waits = sa.or_(AnnouncementSign.state != "signed", AnnouncementSign.revision != edit.revision)
    return await session.scalar(count.where(AnnouncementSign.announcement_id == edit.announcement_id, waits)) or 0


async def let_out(session: AsyncSession, row: Announcement, edit: AnnouncementEdit, now: datetime) -> None:
    """Let a locked announcement say what its edit says; showing that to its readers is left to the caller."""
    section.store_core(row, core_of(edit))
    parts = sa.select(AnnouncementPart).where(AnnouncementPart.announcement_id == row.id)
    for part in await session.scalars(parts):
        part.text = edit.parts.get(str(part.group_id), part.text)
    # What leads alone read may have been edited meanwhile.
    row.revision = max(row.revision + 1, edit.revision)
    row.meaning, row.edited_at = row.revision, now
    await _hold_for(session, row)
    await session.delete(edit)
    await session.flush()


async def give_up(session: AsyncSession, row: Announcement, edit: AnnouncementEdit) -> None:
    """Let an edit go: its readers keep what they have, which all had signed. Its revision is not used again."""
    row.revision = max(row.revision, edit.revision)
    never = sa.delete(AnnouncementSign).where(
        AnnouncementSign.workspace_id == row.workspace_id,
        AnnouncementSign.announcement_id == row.id,
        AnnouncementSign.revision == 0,
    )
    await session.execute(never)
    await _hold_for(session, row)
    await session.delete(edit)
    await session.flush()


async def as_edited(
    session: AsyncSession, facts: AnnouncementFacts, edit: AnnouncementEdit | None, group_ids: Sequence[int]
) -> AnnouncementFacts:
    """Return what somebody of these groups is to read, once it says what its edit says."""
    if edit is None:
        return facts
    of_it = (AnnouncementPart.announcement_id == edit.announcement_id, AnnouncementPart.group_id.in_(group_ids))
    known = set(await session.scalars(sa.select(AnnouncementPart.group_id).where(*of_it)))
    shown = [one for one in group_ids if one in known]
    parts = [
        replace(part, text=edit.parts.get(str(group_id), part.text))
        for group_id, part in zip(shown, facts.parts, strict=True)
    ]
    return replace(
        facts,
        title=edit.title,
        text=edit.text,
        not_known=edit.not_known,
        next_word_on=edit.next_word_on,
        parts=tuple(parts),
    )


async def _hold_for(session: AsyncSession, row: Announcement) -> None:
    """Let what was signed be what it says now."""
    mine = (AnnouncementSign.workspace_id == row.workspace_id, AnnouncementSign.announcement_id == row.id)
    signed = sa.update(AnnouncementSign).where(*mine)
    await session.execute(signed.values(state="signed", note="", revision=row.revision))


async def _parts(session: AsyncSession, row: Announcement, edit: AnnouncementEdit) -> Sequence[tuple[int, str, str]]:
    rows = (
        sa.select(AnnouncementPart.group_id, StakeholderGroup.name, AnnouncementPart.text)
        .join(StakeholderGroup, StakeholderGroup.id == AnnouncementPart.group_id)
        .where(AnnouncementPart.announcement_id == row.id)
        .order_by(StakeholderGroup.place, StakeholderGroup.id)
    )
    found = (await session.execute(rows)).all()
    return [(group_id, name, text) for group_id, name, text in found if str(group_id) in edit.parts]
