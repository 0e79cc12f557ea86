"""Digests that come by themselves."""

from datetime import date, time

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, InWorkspace, Reference, own_key, within


class Digest(InWorkspace, Base):
    """A digest that somebody has sent once a week: one to themselves at most, and one to each of some channels."""

    __tablename__ = "digest"
    __table_args__ = (
        within("person", "person_id"),
        sa.UniqueConstraint("workspace_id", "person_id", "channel_id"),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_known"),
    )

    id: Mapped[int] = own_key()
    person_id: Mapped[Reference]
    """Whose it is: in their time zone it comes, and what they may see it holds."""
    weekday: Mapped[int]
    """Monday is 0."""
    local_time: Mapped[time]
    channel_id: Mapped[str] = mapped_column(server_default="")
    """Slack's id of the channel it goes to; empty: to the person."""
    next_on: Mapped[date]
    """The date on which it comes next, in the person's own calendar."""
