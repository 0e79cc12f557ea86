"""Teams and who belongs to them."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, InWorkspace, Reference, one_of, own_key, within


class Team(InWorkspace, Base):
    """People with a channel."""

    __tablename__ = "team"
    __table_args__ = (
        sa.UniqueConstraint("workspace_id", "id"),
        sa.UniqueConstraint("workspace_id", "name"),
        one_of("kind", "product", "platform", "function", "event"),
    )

    id: Mapped[int] = own_key()
    name: Mapped[str]
    kind: Mapped[str] = mapped_column(server_default="product")
    value_stream: Mapped[str] = mapped_column(server_default="")
    channel_id: Mapped[str] = mapped_column(server_default="")
    """Slack's channel id, or empty."""
    archived_at: Mapped[datetime | None]
    """Since when it is neither asked nor listed; None: it works. What it said stays, and it can be brought back."""


class Membership(InWorkspace, Base):
    """A person in a team: at home in one, perhaps embedded in others."""

    __tablename__ = "membership"
    __table_args__ = (
        within("team", "team_id"),
        within("person", "person_id"),
        sa.UniqueConstraint("workspace_id", "team_id", "person_id"),
        sa.Index("ix_membership_person", "workspace_id", "person_id"),
    )

    id: Mapped[int] = own_key()
    team_id: Mapped[Reference]
    person_id: Mapped[Reference]
    is_home: Mapped[bool] = mapped_column(server_default=sa.true())
    """False: embedded from another team."""
    is_lead: Mapped[bool] = mapped_column(server_default=sa.false())
    in_squad: Mapped[bool] = mapped_column(server_default=sa.false())
    """Named by the lead to take turns speaking for the team."""
