"""Rounds: the occurrences of a ritual."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, InWorkspace, Reference, one_of, own_key, within


class Round(InWorkspace, Base):
    """One occurrence of a ritual, named by its local date: there can be only one a date."""

    __tablename__ = "round"
    __table_args__ = (
        within("ritual", "ritual_id"),
        sa.UniqueConstraint("workspace_id", "id"),
        sa.UniqueConstraint("workspace_id", "ritual_id", "local_date"),
        # Open ones are few among all that ever were.
        sa.Index("ix_round_state", "workspace_id", "state", "local_date"),
        one_of("state", "open", "closed", "missed"),
    )

    id: Mapped[int] = own_key()
    ritual_id: Mapped[Reference]
    local_date: Mapped[date]
    state: Mapped[str] = mapped_column(server_default="open")
    opens_at: Mapped[datetime]
    """The first instant at which somebody is asked."""
    closes_at: Mapped[datetime]
    """The one instant, the same for all, after which an answer is late."""
    closed_at: Mapped[datetime | None]
    rolled_up_at: Mapped[datetime | None]
    """When the roll-up was first planned: at the closing, or earlier when all had answered."""
    questions: Mapped[list[Any]]
    """The questions as they were worded in this round."""
    created_at: Mapped[datetime]
