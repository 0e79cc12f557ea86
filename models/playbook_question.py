"""Questions to which no page had an answer: each has somebody who answers, and a day."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, InWorkspace, Reference, one_of, own_key, within


class PlaybookQuestion(InWorkspace, Base):
    """What somebody asked, of one person or in a channel."""

    __tablename__ = "playbook_question"
    __table_args__ = (
        within("person", "asked_by_id"),
        within("person", "owner_id"),
        within("person", "answered_by_id"),
        sa.UniqueConstraint("workspace_id", "id"),
        sa.Index("ix_playbook_question_owner", "workspace_id", "owner_id", "state"),
        sa.Index("ix_playbook_question_asked_by", "workspace_id", "asked_by_id", "state"),
        one_of("state", "open", "answered", "dropped"),
        sa.CheckConstraint("(state = 'open') = (settled_at IS NULL)", name="settled_or_open"),
    )

    id: Mapped[int] = own_key()
    text: Mapped[str]
    asked_by_id: Mapped[Reference]
    owner_id: Mapped[Reference]
    """Who answers, or sees to it that somebody in the channel does."""
    channel_id: Mapped[str] = mapped_column(server_default="")
    """The channel in which it was asked; empty where it was asked of the owner alone."""
    due_on: Mapped[date]
    """The local date of the owner by which it is answered."""
    state: Mapped[str] = mapped_column(server_default="open")
    answer: Mapped[str] = mapped_column(server_default="")
    answered_by_id: Mapped[Reference | None]
    asked_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(server_default="1")
    """Grows with each change: what was planned for an earlier state is passed over."""
