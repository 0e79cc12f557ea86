"""What a person was told and has not replied to, and what a lead has still to tell, for their home tab."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.announcement import ReaderState, State
from bot.domain.announcement_list import Unanswered
from bot.services.announcement_message import in_ledger
from models import Announcement, AnnouncementReader, Change, Delivery, Person

MOST = 40
"""Rows that are looked at: the home tab shows a few, and counts the others."""

_SILENT = sa.and_(Announcement.asks.is_(True), AnnouncementReader.answer == "")
_UNTOLD = sa.and_(AnnouncementReader.lead.is_(True), AnnouncementReader.told_team != "told")
# It comes with another message, or Slack has yet to take it: nobody has *got* what they cannot read yet.
_COMING = sa.exists().where(in_ledger(), Delivery.state.in_(("planned", "sending", "held")), Delivery.ts == "")
# Put together once: every home tab reads it.
_OF_PERSON = (
    sa.select(
        AnnouncementReader.id,
        Announcement.title,
        Person.name,
        _SILENT.label("silent"),
        _UNTOLD.label("untold"),
    )
    .join(Announcement, Announcement.id == AnnouncementReader.announcement_id)
    .join(Person, Person.id == Announcement.author_id)
    .outerjoin(Change, Change.id == Announcement.change_id)
    .where(
        AnnouncementReader.person_id == sa.bindparam("person"),
        AnnouncementReader.state == ReaderState.TOLD,
        Announcement.state.in_((State.SENDING, State.SENT, State.STOPPED)),
        sa.or_(Change.id.is_(None), Change.ended_at.is_(None)),
        sa.or_(_SILENT, _UNTOLD),
        ~_COMING,
    )
    .order_by(AnnouncementReader.due_at.desc(), AnnouncementReader.id.desc())
    .limit(MOST)
)


async def unanswered(session: AsyncSession, person: Person) -> tuple[tuple[Unanswered, ...], tuple[Unanswered, ...]]:
    """Return what waits for somebody's *Got it*, and what for a word on their team, the newest first."""
    rows = (await session.execute(_OF_PERSON, {"person": person.id})).all()
    to_read = tuple(Unanswered(one.id, one.title, one.name) for one in rows if one.silent)
    to_tell = tuple(Unanswered(one.id, one.title, one.name, team=True) for one in rows if one.untold)
    return to_read, to_tell
