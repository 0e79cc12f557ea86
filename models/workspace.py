"""The Slack workspaces that installed Drumbeat."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Workspace(Base):
    """One Slack team; nothing ever crosses from one to another."""

    __tablename__ = "workspace"
    __table_args__ = (
        sa.CheckConstraint("blocker_limit BETWEEN 1 AND 30", name="blocker_limit_known"),
        sa.CheckConstraint("change_limit BETWEEN 1 AND 50", name="change_limit_known"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    """Slack's team id, T…"""
    name: Mapped[str] = mapped_column(server_default="")
    bot_user_id: Mapped[str] = mapped_column(server_default="")
    app_id: Mapped[str] = mapped_column(server_default="")
    created_at: Mapped[datetime]
    people_synced_at: Mapped[datetime | None]
    """When people and channels were last compared with Slack's own lists."""
    blocker_limit: Mapped[int] = mapped_column(server_default="3")
    """Working days that a blocker may wait without being taken, before it is past its time."""
    change_limit: Mapped[int] = mapped_column(server_default="8")
    """What a group can take in within four weeks, before an announcement to it needs a reason."""
