"""Slack channels that Drumbeat can see."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, InWorkspace, own_key


class Channel(InWorkspace, Base):
    """A public channel, or a private one that Drumbeat was invited to."""

    __tablename__ = "channel"
    __table_args__ = (sa.UniqueConstraint("workspace_id", "slack_id"),)

    id: Mapped[int] = own_key()
    slack_id: Mapped[str]
    name: Mapped[str]
    """Without the leading #."""
    is_member: Mapped[bool] = mapped_column(server_default=sa.false())
    """Whether Drumbeat is in it and may post."""
    is_private: Mapped[bool] = mapped_column(server_default=sa.false())
    is_archived: Mapped[bool] = mapped_column(server_default=sa.false())
    offers_pages: Mapped[bool] = mapped_column(server_default=sa.false())
    """Whether a page is offered to whoever writes there what it is called."""
    welcomed_at: Mapped[datetime | None]
    """When Drumbeat said hello there, which it does once."""
