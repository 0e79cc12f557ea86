"""What is over its time of announcements: all of changes that ended, and those without a change that are out."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.services import announcement_message as messages
from bot.services.retention_part import ROUNDS, Part
from models import Announcement, AnnouncementPart, AnnouncementReader, Change, Delivery, StakeholderGroup
from models.delivery import THREADED

_threaded = sa.text(f"delivery.{THREADED}")


def of_announcements(before: datetime) -> list[Part]:
    """Return what belongs to the oldest announcements that were over before an instant, in the order of deletion.

    First what the ledger knows of their messages, then who got them, then what they said.
    """
    of_ended = sa.exists().where(
        Change.workspace_id == Announcement.workspace_id,
        Change.id == Announcement.change_id,
        Change.ended_at < before,
    )
    out = Announcement.state.in_(("sent", "stopped", "dropped"))
    since = sa.func.coalesce(Announcement.sent_at, Announcement.planned_at, Announcement.created_at)
    # What was never sent goes with its change.
    over = (since < before, sa.or_(of_ended, sa.and_(Announcement.change_id.is_(None), out)))
    # A select around the limited one, since neither database takes the limit in every place.
    oldest = sa.select(sa.select(Announcement.id).where(*over).order_by(Announcement.id).limit(ROUNDS).subquery().c.id)
    readers = sa.select(messages.key_of_reader()).where(AnnouncementReader.announcement_id.in_(oldest))
    progress = sa.select(_key(messages.PROGRESS)).where(Announcement.id.in_(oldest))
    in_channel = sa.exists().where(
        Announcement.workspace_id == Delivery.workspace_id,
        Announcement.id.in_(oldest),
        Delivery.key.like(_key(messages.CHANNEL) + sa.literal(":%")),
    )
    alone = (StakeholderGroup.change_id.is_(None), StakeholderGroup.standing.is_(False))
    unused = ~sa.exists().where(
        AnnouncementPart.workspace_id == StakeholderGroup.workspace_id, AnnouncementPart.group_id == StakeholderGroup.id
    )
    return [
        *(Part("messages", Delivery, (Delivery.thread_key.in_(keys), _threaded)) for keys in (readers, progress)),
        *(Part("messages", Delivery, (Delivery.key.in_(keys),)) for keys in (readers, progress)),
        Part("messages", Delivery, (Delivery.kind.in_((messages.CHANNEL_PAGE, messages.CHANNEL)), in_channel)),
        Part("readers", AnnouncementReader, (AnnouncementReader.announcement_id.in_(oldest),)),
        # Without readers alone: once one is gone, another one counts as oldest, whose rows would all go at a time.
        Part(
            "announcements",
            Announcement,
            (Announcement.id.in_(oldest), ~sa.exists().where(AnnouncementReader.announcement_id == Announcement.id)),
        ),
        Part("groups of announcements", StakeholderGroup, (*alone, unused), still=(*alone, unused)),
    ]


def _key(kind: str) -> sa.ColumnElement[str] | Any:
    """Return the key under which the ledger has a message of an announcement."""
    return sa.literal(f"{kind}:") + sa.cast(Announcement.id, sa.Text)
