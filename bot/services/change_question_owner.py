"""Who answers questions and ideas about changes, and who does once that person has left."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Ledger
from bot.errors import UserError
from bot.services import change_question_message as messages
from bot.services.change_question_timer import schedule
from bot.services.role import pmos
from models import Announcement, AnnouncementPart, Change, ChangeQuestion, Person, StakeholderGroup

NOBODY = (
    "Nobody here acts as PMO yet, so nobody could answer this. Nothing was stored. An admin of this workspace gives "
    "the role with `/pmo role`."
)
_CONTACT = sa.select(StakeholderGroup.contact_id).where(StakeholderGroup.id == sa.bindparam("group_id"))
_AUTHOR = (
    sa.select(Announcement.author_id)
    .join(AnnouncementPart, AnnouncementPart.announcement_id == Announcement.id)
    .where(AnnouncementPart.group_id == sa.bindparam("group_id"), Announcement.change_id.is_(None))
    .limit(1)
)
_LEFT = (
    sa.select(ChangeQuestion)
    .join(Person, Person.id == ChangeQuestion.owner_id)
    .where(Person.deactivated.is_(True), ChangeQuestion.state.in_(("open", "unknown")))
    .order_by(ChangeQuestion.id)
    .with_for_update(of=ChangeQuestion)
)


async def owner_for(session: AsyncSession, change_id: int | None, group_id: int | None) -> Person:
    """Return who answers: the contact of the group, else the owner of the change, its sponsor, or the PMO.

    Of the group of an announcement without a change that is who signed it. Whoever has left is passed over. Raises
    UserError where nobody is left.
    """
    change = await session.get(Change, change_id) if change_id else None
    which = {"group_id": group_id}
    contact = await session.scalar(_CONTACT, which) if group_id else None
    author = await session.scalar(_AUTHOR, which) if group_id and change is None else None
    for person_id in (contact, author, change.owner_id if change else None, change.sponsor_id if change else None):
        person = await session.get(Person, person_id) if person_id else None
        if person is not None and not person.deactivated:
            return person
    first = next(iter(await pmos(session)), None)
    if first is None:
        raise UserError(NOBODY)
    return first


async def pass_questions_on(session: AsyncSession, ledger: Ledger, now: datetime) -> None:
    """Give what somebody who left should have answered to whoever answers in their place, who is told."""
    for question in list(await session.scalars(_LEFT)):
        try:
            heir = await owner_for(session, question.change_id, question.group_id)
        except UserError:
            # It stays as it is until somebody acts as PMO.
            return
        await give(session, ledger, question, heir, None, now)


async def give(
    session: AsyncSession, ledger: Ledger, question: ChangeQuestion, heir: Person, by: Person | None, now: datetime
) -> None:
    """Let somebody else answer a question; the message that its owner has says so."""
    before = messages.shown_keys(question)
    question.owner_id, question.revision = heir.id, question.revision + 1
    await session.flush()
    await ledger.refresh(session, question.workspace_id, before)
    await ledger.plan(session, question.workspace_id, [messages.owned(question, heir, by)])
    await schedule(session, question, now)
