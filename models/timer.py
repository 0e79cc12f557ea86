"""Business time as rows: what is due, and when."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, InWorkspace, one_of, own_key


class Timer(InWorkspace, Base):
    """Something due at an instant: one a workspace, kind and subject, moved rather than doubled."""

    __tablename__ = "timer"
    __table_args__ = (
        sa.UniqueConstraint("workspace_id", "kind", "subject"),
        sa.Index(
            "ix_timer_due",
            "due_at",
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        ),
        # Those that wait for Slack: the tick looks whether one lies further ahead than any can.
        sa.Index(
            "ix_timer_resume",
            "kind",
            "due_at",
            sqlite_where=sa.text("state = 'pending' AND kind = 'delivery.resume'"),
            postgresql_where=sa.text("state = 'pending' AND kind = 'delivery.resume'"),
        ),
        one_of("state", "pending", "fired", "failed"),
    )

    id: Mapped[int] = own_key()
    kind: Mapped[str]
    subject: Mapped[str]
    due_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(server_default="pending")
    fired_at: Mapped[datetime | None]
    attempt: Mapped[int] = mapped_column(server_default="0")
    """Failures in a row; after three its owner hears, and one that nobody plans is *failed*."""
    error: Mapped[str] = mapped_column(server_default="")
