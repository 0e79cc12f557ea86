"""Who hears what becomes of the approval of an announcement, and what they hear once a co-signer has left."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Ledger
from bot.domain.announcement import State
from bot.services import announcement_sign_message as messages
from models import Announcement, AnnouncementSign, Change, Person


async def who_hears(session: AsyncSession, row: Announcement) -> Person:
    """Return who hears what becomes of an announcement: its author; once they have left, who answers for its change."""
    author = await session.get_one(Person, row.author_id)
    if not author.deactivated or row.change_id is None:
        return author
    change = await session.get_one(Change, row.change_id)
    return await session.get_one(Person, change.owner_id)


async def tell_of_those_who_left(session: AsyncSession, ledger: Ledger, workspace_id: str) -> None:
    """Tell the author of each announcement that waits for somebody who has left: they choose another, or do without."""
    rows = (
        sa.select(Announcement, Person.id)
        .join(AnnouncementSign, AnnouncementSign.announcement_id == Announcement.id)
        .join(Person, Person.id == AnnouncementSign.person_id)
        .where(Announcement.state == State.SIGNING, AnnouncementSign.state != "signed", Person.deactivated.is_(True))
        .order_by(Announcement.id)
    )
    told = []
    for row, person_id in (await session.execute(rows)).all():
        heir = await who_hears(session, row)
        told.append(messages.news(row.id, heir.slack_id, messages.LEFT, row.revision, person_id))
    await ledger.plan(session, workspace_id, told)
