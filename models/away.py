"""When people are away."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, InWorkspace, Reference, one_of, own_key, within


class Away(InWorkspace, Base):
    """Local dates on which a person is away, both ends included."""

    __tablename__ = "away"
    __table_args__ = (
        within("person", "person_id"),
        # Not unique: a status in Slack may tell of the same days that somebody has typed.
        sa.Index("ix_away_person", "workspace_id", "person_id"),
        sa.CheckConstraint("first <= last", name="in_order"),
        one_of("source", "own", "pmo", "file", "status"),
    )

    id: Mapped[int] = own_key()
    person_id: Mapped[Reference]
    first: Mapped[date]
    last: Mapped[date | None]
    """None: until their status in Slack says otherwise."""
    source: Mapped[str] = mapped_column(server_default="file")
    """Who said so: the person, the PMO, a company file, or the person's status in Slack."""
