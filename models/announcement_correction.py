"""What readers say of whom an announcement affects, and who was taken out of a group because of it."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, InWorkspace, Reference, one_of, own_key, within

OPEN = "state = 'open'"
"""What nobody has decided yet, as the index says it."""


class AnnouncementCorrection(InWorkspace, Base):
    """*Doesn't affect me*: of one reader, with whom they named instead, and what whoever runs the change made of it."""

    __tablename__ = "announcement_correction"
    __table_args__ = (
        within("announcement_reader", "reader_id"),
        within("person", "named_person_id"),
        within("team", "named_team_id"),
        within("person", "decided_by_id"),
        sa.UniqueConstraint("workspace_id", "reader_id"),
        sa.Index("ix_announcement_correction_batch", "workspace_id", "batch"),
        sa.Index(
            "ix_announcement_correction_open",
            "workspace_id",
            "reader_id",
            sqlite_where=sa.text(OPEN),
            postgresql_where=sa.text(OPEN),
        ),
        one_of("state", "open", "accepted", "declined"),
    )

    id: Mapped[int] = own_key()
    reader_id: Mapped[Reference]
    named_person_id: Mapped[Reference | None]
    """Whom it affects instead."""
    named_team_id: Mapped[Reference | None]
    """Which team it affects instead."""
    state: Mapped[str] = mapped_column(server_default="open")
    because: Mapped[str] = mapped_column(server_default="")
    """Why it does affect them, in the words of whoever declined it."""
    decided_by_id: Mapped[Reference | None]
    decided_at: Mapped[datetime | None]
    batch: Mapped[Reference]
    """The id of the correction with which the PMO was asked: what comes meanwhile joins that message."""


class StakeholderLeftOut(InWorkspace, Base):
    """Somebody who does not belong to a group, although they are in a team, area or channel that it is made of."""

    __tablename__ = "stakeholder_left_out"
    __table_args__ = (
        within("stakeholder_group", "group_id"),
        within("person", "person_id"),
        sa.UniqueConstraint("workspace_id", "group_id", "person_id"),
    )

    id: Mapped[int] = own_key()
    group_id: Mapped[Reference]
    person_id: Mapped[Reference]
