"""Who hears what becomes of the approval of an announcement, and what they hear once a co-signer has left."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Ledger
from bot.domain.announcement import State
from bot.services import announcement_sign_message as messages
from bot.services.announcement_row import may_send
from models import Announcement, AnnouncementEdit, AnnouncementSign, Change, Person


async def who_hears(session: AsyncSession, row: Announcement) -> Person:
    """Return who hears what becomes of an announcement, and in whose name it goes once all have signed.

    That is its author; once they have left, or it is not theirs to send any more, who answers for its change.
    """
    author = await session.get_one(Person, row.author_id)
    if row.change_id is None or (not author.deactivated and await may_send(session, author, row)):
        return author
    change = await session.get_one(Change, row.change_id)
    return await session.get_one(Person, change.owner_id)


async def tell_of_those_who_left(session: AsyncSession, ledger: Ledger, workspace_id: str) -> None:
    """Tell whoever it belongs to of each announcement that waits for somebody who has left, or of which an edit does.

    They choose another, or do without.
    """
    wanted = sa.func.coalesce(AnnouncementEdit.revision, Announcement.revision)
    waits = sa.or_(AnnouncementSign.state != "signed", AnnouncementSign.revision != wanted)
    rows = (
        sa.select(Announcement, AnnouncementEdit, Person.id)
        .join(AnnouncementSign, AnnouncementSign.announcement_id == Announcement.id)
        .join(Person, Person.id == AnnouncementSign.person_id)
        .outerjoin(AnnouncementEdit, AnnouncementEdit.announcement_id == Announcement.id)
        .where(
            sa.or_(Announcement.state == State.SIGNING, AnnouncementEdit.id.is_not(None)),
            waits,
            Person.deactivated.is_(True),
        )
        .order_by(Announcement.id)
    )
    told = []
    for row, edit, person_id in (await session.execute(rows)).all():
        editor = None if edit is None else await session.get_one(Person, edit.edited_by_id)
        heir = await who_hears(session, row) if editor is None or editor.deactivated else editor
        what, revision = (messages.LEFT, row.revision) if edit is None else (messages.EDIT_LEFT, edit.revision)
        told.append(messages.news(row.id, heir.slack_id, what, revision, person_id))
    await ledger.plan(session, workspace_id, told)
