"""The forms of an announcement as they are stored, with the digests by which a later edit by others is known."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.announcement import Kind
from bot.domain.announcement_compose import PART, theirs_of
from bot.domain.announcement_desk import SectionForm
from bot.domain.merging import digests
from bot.errors import NotFound
from bot.services import announcement_section as section
from bot.services.announcement_edit_wait import core_of, edit_of
from bot.services.announcement_standing import Standing
from bot.services.audit import last_actor
from bot.services.stakeholder import members_of
from models import AnnouncementPart, AnnouncementSign, Person, StakeholderGroup

EDITED = "announcement_edited"
"""What the audit calls an edit."""


def today_of(person: Person, now: datetime) -> date:
    """Return which day it is where somebody is."""
    return now.astimezone(ZoneInfo(person.zone)).date()


async def form_of(session: AsyncSession, standing: Standing) -> SectionForm:
    """Return all that its forms can hold."""
    row = standing.row
    edit = await edit_of(session, row.id)
    values = {
        **(section.core_of(row) if edit is None else core_of(edit)).fields(),
        **section.leads_of(row).fields(),
        **section.way_of(row).fields(),
        **await section.audience_of(session, row),
    }
    return SectionForm(
        announcement_id=row.id,
        kind=Kind(row.kind),
        values=values,
        base=digests(values),
        state=standing.state,
        change_id=row.change_id,
        signers=await _signers(session, row.id),
        waits=edit is not None,
    )


async def part_form(session: AsyncSession, standing: Standing, group_id: int) -> SectionForm:
    """Return what it means for one of its groups. Raises NotFound."""
    row = standing.row
    rows = (
        sa.select(AnnouncementPart.text, StakeholderGroup.name)
        .join(StakeholderGroup, StakeholderGroup.id == AnnouncementPart.group_id)
        .where(AnnouncementPart.announcement_id == row.id, AnnouncementPart.group_id == group_id)
    )
    found = (await session.execute(rows)).one_or_none()
    if found is None:
        raise NotFound(section.NOT_ITS_GROUP)
    text, name = found
    edit = await edit_of(session, row.id)
    if edit is not None:
        text = edit.parts.get(str(group_id), text)
    return SectionForm(
        announcement_id=row.id,
        kind=Kind(row.kind),
        values={PART: text},
        base=digests({PART: text}),
        state=standing.state,
        change_id=row.change_id,
        group_id=group_id,
        group=name,
        people=len((await members_of(session, [group_id]))[group_id]),
        signers=await _signers(session, row.id),
        waits=edit is not None,
    )


async def both_form(
    session: AsyncSession,
    form: SectionForm,
    values: Mapping[str, str],
    conflicts: Sequence[str],
    stored: Mapping[str, str],
) -> SectionForm:
    """Return a form with what was typed, and above it what somebody else stored meanwhile."""
    by = await last_actor(session, f"announcement:{form.announcement_id}", EDITED) or "Somebody"
    others = theirs_of(conflicts, stored)
    return replace(form, values={**form.values, **values}, base=digests(stored), by=by, others=others)


async def _signers(session: AsyncSession, announcement_id: int) -> int:
    count = sa.select(sa.func.count()).select_from(AnnouncementSign)
    return await session.scalar(count.where(AnnouncementSign.announcement_id == announcement_id)) or 0
