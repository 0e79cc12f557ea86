"""Pauses: times in which no ritual of a workspace asks anybody."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from models.base import Base, InWorkspace, own_key

RUNNING = "ended_at IS NULL"
"""The pause that nobody has ended; a query that is to use the index must say it in the same words."""


class Pause(InWorkspace, Base):
    """No round opens from `began_at` on, until `until_at` or until somebody ends it; only the last one has no end."""

    __tablename__ = "pause"
    __table_args__ = (
        sa.Index(
            "uq_pause_running",
            "workspace_id",
            unique=True,
            sqlite_where=sa.text(RUNNING),
            postgresql_where=sa.text(RUNNING),
        ),
        sa.CheckConstraint("until_at IS NULL OR began_at < until_at", name="in_order"),
    )

    id: Mapped[int] = own_key()
    actor: Mapped[str]
    """Who paused everything, by Slack id."""
    began_at: Mapped[datetime]
    until_at: Mapped[datetime | None]
    """When rituals ask again by themselves; None: when somebody says so."""
    ended_at: Mapped[datetime | None]
