"""Events that have been taken, since Slack sends some of them again."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from models.base import Base, InWorkspace, own_key


class InboxEvent(InWorkspace, Base):
    """An event that was seen; the same `event_id` a second time has no effect."""

    __tablename__ = "inbox_event"
    __table_args__ = (
        sa.UniqueConstraint("workspace_id", "event_id"),
        sa.Index("ix_inbox_event_seen", "seen_at"),
    )

    id: Mapped[int] = own_key()
    event_id: Mapped[str]
    seen_at: Mapped[datetime]
