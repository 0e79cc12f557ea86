"""What a question or an idea is about, and how much of that may stand beside one without a name.

What few people know of tells who asks: an announcement that four people got, or a change that affects three.
"""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.change_question import ENOUGH_PEOPLE, About
from bot.errors import NotFound
from bot.services.change_sight import visible_to
from bot.services.stakeholder import members_of
from models import Announcement, AnnouncementReader, Change, Person, StakeholderGroup

GONE = "This change is not there any more, or has ended. Nothing was stored; you can ask about nothing in particular."
_READER = (
    sa.select(AnnouncementReader.group_id)
    .join(Announcement, Announcement.id == AnnouncementReader.announcement_id)
    .where(
        AnnouncementReader.person_id == sa.bindparam("person_id"), Announcement.change_id == sa.bindparam("change_id")
    )
    .order_by(AnnouncementReader.id.desc())
    .limit(1)
)
_ANNOUNCED = (
    sa.select(AnnouncementReader.group_id, Announcement.id, Announcement.title)
    .join(Announcement, Announcement.id == AnnouncementReader.announcement_id)
    .where(
        AnnouncementReader.id == sa.bindparam("reader_id"),
        AnnouncementReader.person_id == sa.bindparam("person_id"),
        Announcement.change_id.is_(None),
    )
)
_HAVE_IT = (
    sa.select(sa.func.count())
    .select_from(AnnouncementReader)
    .where(AnnouncementReader.announcement_id == sa.bindparam("announcement_id"), AnnouncementReader.state == "told")
)
_GROUPS = sa.select(StakeholderGroup.id).where(StakeholderGroup.change_id == sa.bindparam("change_id"))


@dataclass(frozen=True, slots=True)
class Matter:
    """A change (None: of none) or the title of an announcement, and the group of whoever asks.

    `name` is "" for nothing in particular. `hidden`: what it was called before it was left out, since it would tell who
    asks.
    """

    name: str = ""
    change_id: int | None = None
    group_id: int | None = None
    announcement_id: int | None = None
    hidden: str = ""


async def matter_of(session: AsyncSession, person: Person, about: About) -> Matter:
    """Return what it is about, and the group with which the person was told of it.

    That is a change, or an announcement of its own, else nothing in particular. Raises NotFound.
    """
    if not about.change_id:
        which = {"reader_id": about.reader_id, "person_id": person.id}
        row = (await session.execute(_ANNOUNCED, which)).one_or_none() if about.reader_id else None
        return Matter(row.title, None, row.group_id, row.id) if row else Matter()
    change: Change | None = await session.scalar(sa.select(Change).where(Change.id == about.change_id))
    if change is None or change.state == "draft":
        raise NotFound(GONE)
    group: int | None = await session.scalar(_READER, {"person_id": person.id, "change_id": change.id})
    seen = sa.select(Change.id).where(Change.id == change.id, visible_to(person))
    if group is None and await session.scalar(seen) is None:
        raise NotFound(GONE)
    return Matter(change.name, change.id, group)


async def without_a_name(session: AsyncSession, matter: Matter) -> Matter:
    """Return what may stand beside words without a name: nothing by which fewer than five people could have asked.

    An announcement counts whom it has reached by now, since it comes in the morning of each. A change without groups
    tells nothing of who asks.
    """
    if matter.announcement_id is not None:
        have_it: int = await session.scalar(_HAVE_IT, {"announcement_id": matter.announcement_id}) or 0
        if have_it < ENOUGH_PEOPLE:
            return Matter(hidden=matter.name)
    if matter.change_id is not None:
        groups = list(await session.scalars(_GROUPS, {"change_id": matter.change_id}))
        members = await members_of(session, groups)
        if groups and len(set[int]().union(*members.values())) < ENOUGH_PEOPLE:
            return Matter(hidden=matter.name)
    return Matter(matter.name, matter.change_id, await _large(session, matter.group_id))


async def _large(session: AsyncSession, group_id: int | None) -> int | None:
    """Return a group if it says nothing of whoever asks that they belong to it."""
    large = group_id is not None and len((await members_of(session, [group_id]))[group_id]) >= ENOUGH_PEOPLE
    return group_id if large else None
