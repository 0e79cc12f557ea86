"""The parts of an announcement that a form can hold, read from its row and stored in it."""

from collections.abc import Collection, Mapping

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.announcement import Timing
from bot.domain.announcement_compose import CHANNELS, GROUPS, CoreText, ForLeads, Way, begun_part
from bot.errors import NotFound
from bot.services.announcement_row import channels_of
from models import Announcement, AnnouncementChannel, AnnouncementPart, StakeholderGroup

NOT_ITS_GROUP = "This group does not get it any more: somebody has taken it out. Nothing was changed."


def core_of(row: Announcement) -> CoreText:
    """Return what everybody reads."""
    return CoreText(row.title, row.text, row.not_known, row.next_word_on)


def store_core(row: Announcement, core: CoreText) -> None:
    """Store it."""
    row.title, row.text, row.not_known, row.next_word_on = core.title, core.text, core.not_known, core.next_word_on


def leads_of(row: Announcement) -> ForLeads:
    """Return what leads get besides."""
    return ForLeads(row.talking_points, row.likely_questions, row.lead_hours)


def store_leads(row: Announcement, leads: ForLeads) -> None:
    """Store it."""
    row.talking_points, row.likely_questions, row.lead_hours = leads.points, leads.questions, leads.hours


def way_of(row: Announcement) -> Way:
    """Return how and when it comes."""
    return Way(Timing(row.timing), row.send_on, row.send_at, row.must_read, row.asks)


def store_way(row: Announcement, way: Way) -> None:
    """Store it."""
    row.timing, row.send_on, row.send_at = way.timing, way.day, way.at
    row.must_read, row.asks = way.must_read, way.asks


async def audience_of(session: AsyncSession, row: Announcement) -> dict[str, str]:
    """Return to which groups and channels it goes, as a form compares them."""
    groups = sa.select(AnnouncementPart.group_id).where(AnnouncementPart.announcement_id == row.id)
    return {
        GROUPS: " ".join(str(one) for one in sorted(await session.scalars(groups))),
        CHANNELS: " ".join(sorted(await channels_of(session, row.id))),
    }


async def store_groups(session: AsyncSession, row: Announcement, begun: Mapping[int, str]) -> None:
    """Let it go to these groups (by id); a new one begins with its text, the others keep theirs."""
    parts = sa.select(AnnouncementPart).where(AnnouncementPart.announcement_id == row.id)
    known = {one.group_id: one for one in await session.scalars(parts)}
    for group_id, part in known.items():
        if group_id not in begun:
            await session.delete(part)
    for group_id, text in begun.items():
        if group_id not in known:
            session.add(AnnouncementPart(announcement_id=row.id, group_id=group_id, text=text))
    await session.flush()


async def store_channels(session: AsyncSession, row: Announcement, channels: Collection[str]) -> None:
    """Let it be posted in these channels (Slack ids)."""
    stored = sa.select(AnnouncementChannel).where(AnnouncementChannel.announcement_id == row.id)
    known = {one.channel_id: one for one in await session.scalars(stored)}
    for channel_id, one in known.items():
        if channel_id not in channels:
            await session.delete(one)
    session.add_all(
        [AnnouncementChannel(announcement_id=row.id, channel_id=one) for one in channels if one not in known]
    )
    await session.flush()


async def begun_parts(session: AsyncSession, change_id: int, kind: str) -> dict[int, str]:
    """Return what an announcement begins with for each group of a change."""
    rows = sa.select(StakeholderGroup).where(StakeholderGroup.change_id == change_id)
    groups = await session.scalars(rows.order_by(StakeholderGroup.place, StakeholderGroup.id))
    return {one.id: begun_part(kind, one.yesterday, one.tomorrow) for one in groups}


async def part_of(session: AsyncSession, announcement_id: int, group_id: int) -> AnnouncementPart:
    """Return what it means for one of its groups. Raises NotFound."""
    rows = sa.select(AnnouncementPart).where(
        AnnouncementPart.announcement_id == announcement_id, AnnouncementPart.group_id == group_id
    )
    part: AnnouncementPart | None = await session.scalar(rows)
    if part is None:
        raise NotFound(NOT_ITS_GROUP)
    return part
