"""People."""

from datetime import datetime, time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, InWorkspace, one_of, own_key


class Person(InWorkspace, Base):
    """A Slack user: identity and time zone come from Slack, working time and role from people."""

    __tablename__ = "person"
    __table_args__ = (
        sa.UniqueConstraint("workspace_id", "id"),
        sa.UniqueConstraint("workspace_id", "slack_id"),
        sa.Index("ix_person_email", "workspace_id", "email"),
        one_of("role", "member", "lead", "pmo"),
        one_of("reminders", "none", "light", "standard"),
    )

    id: Mapped[int] = own_key()
    slack_id: Mapped[str]
    name: Mapped[str]
    """The name to show, as Slack shows it."""
    email: Mapped[str] = mapped_column(server_default="")
    """In lower case; empty where Slack does not tell."""
    zone: Mapped[str] = mapped_column(server_default="UTC")
    """IANA time zone, kept in step with Slack unless `zone_fixed`."""
    zone_fixed: Mapped[bool] = mapped_column(server_default=sa.false())
    country: Mapped[str] = mapped_column(server_default="")
    area: Mapped[str] = mapped_column(server_default="")
    role: Mapped[str] = mapped_column(server_default="member")
    is_admin: Mapped[bool] = mapped_column(server_default=sa.false())
    """Admin or owner of the Slack workspace: may always act as PMO."""
    is_bot: Mapped[bool] = mapped_column(server_default=sa.false())
    is_guest: Mapped[bool] = mapped_column(server_default=sa.false())
    deactivated: Mapped[bool] = mapped_column(server_default=sa.false())
    working_days: Mapped[list[Any]] = mapped_column(server_default="[0, 1, 2, 3, 4]")
    """Weekdays, Monday is 0."""
    works_from: Mapped[time] = mapped_column(server_default="09:00:00")
    works_until: Mapped[time] = mapped_column(server_default="17:00:00")
    reminders: Mapped[str] = mapped_column(server_default="standard")
    """How often they want to be reminded; domain/rhythm.py says what each word means."""
    rhythm_known: Mapped[bool] = mapped_column(server_default=sa.false())
    """Whether they have said that their country and working time are right, or set them."""
    back_despite: Mapped[str] = mapped_column(server_default="")
    """The mark (domain/away_status.py) of the status in Slack despite which they said that they are back, or empty."""
    welcomed_at: Mapped[datetime | None]
    """When Drumbeat first wrote to this person; the first message says who set this up and why."""

    @property
    def acts_as_pmo(self) -> bool:
        """Whether this person may do what the PMO may."""
        return self.role == "pmo" or self.is_admin
