"""Changes, stakeholder groups and announcements, valid by default."""

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.stakeholder import Source
from bot.ids import new_id
from models import (
    Announcement,
    AnnouncementChannel,
    AnnouncementPart,
    AnnouncementReader,
    Change,
    ChangeImpact,
    Person,
    StakeholderGroup,
    StakeholderSource,
)
from tests.factories.people import MONDAY


async def change(session: AsyncSession, owner: Person, name: str = "Product teams", **fields: Any) -> Change:
    """A change that `owner` answers for and sponsors."""
    defaults = {"owner_id": owner.id, "sponsor_id": owner.id, "created_at": MONDAY, "why": "One team a customer."}
    made = Change(id=new_id(), name=name, name_key=name.casefold(), **(defaults | fields))
    session.add(made)
    await session.flush()
    return made


async def stakeholder_group(
    session: AsyncSession,
    of: Change | None,
    name: str = "Sales",
    sources: Iterable[Source] = (),
    impact: Mapping[str, int] | None = None,
    **fields: Any,
) -> StakeholderGroup:
    """A group of a change, or of one announcement alone, made of `sources`."""
    made = StakeholderGroup(id=new_id(), change_id=of.id if of else None, name=name, name_key=name.casefold(), **fields)
    session.add(made)
    await session.flush()
    for one in sources:
        number = int(one.value) if one.kind in {"team", "person"} else None
        of_whom = {"team_id": number} if one.kind == "team" else {"person_id": number}
        session.add(StakeholderSource(group_id=made.id, kind=one.kind, value=one.value, **of_whom))
    session.add_all(
        [ChangeImpact(group_id=made.id, aspect=aspect, score=score) for aspect, score in (impact or {}).items()]
    )
    await session.flush()
    return made


async def announcement(
    session: AsyncSession,
    author: Person,
    of: Change | None = None,
    groups: Iterable[StakeholderGroup] = (),
    **fields: Any,
) -> Announcement:
    """A draft by `author` that goes to `groups`, at once."""
    defaults = {"title": "Sales joins the product teams", "text": "From 4 May you work in them.", "timing": "now"}
    made = Announcement(
        id=new_id(),
        change_id=of.id if of else None,
        author_id=author.id,
        created_at=MONDAY,
        **(defaults | fields),
    )
    session.add(made)
    await session.flush()
    session.add_all([AnnouncementPart(announcement_id=made.id, group_id=one.id) for one in groups])
    await session.flush()
    return made


async def reader(
    session: AsyncSession, of: Announcement, group: StakeholderGroup, who: Person, **fields: Any
) -> AnnouncementReader:
    """Somebody who was told an announcement, and has said nothing yet."""
    defaults = {"due_at": MONDAY, "state": "told"}
    made = AnnouncementReader(
        id=new_id(),
        workspace_id=of.workspace_id,
        announcement_id=of.id,
        group_id=group.id,
        person_id=who.id,
        **(defaults | fields),
    )
    session.add(made)
    await session.flush()
    return made


async def say_to(session: AsyncSession, of: Announcement, texts: Mapping[StakeholderGroup, str]) -> None:
    """Let an announcement say to its groups what it means for them."""
    for group, text in texts.items():
        row = (AnnouncementPart.announcement_id == of.id, AnnouncementPart.group_id == group.id)
        await session.execute(sa.update(AnnouncementPart).where(*row).values(text=text))


async def post_in(session: AsyncSession, of: Announcement, channels: Iterable[str]) -> None:
    """Let an announcement be posted in channels (Slack ids)."""
    session.add_all([AnnouncementChannel(announcement_id=of.id, channel_id=one) for one in channels])
    await session.flush()
