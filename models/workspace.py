"""The Slack workspaces that installed Drumbeat."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Workspace(Base):
    """One Slack team; nothing ever crosses from one to another."""

    __tablename__ = "workspace"

    id: Mapped[str] = mapped_column(primary_key=True)
    """Slack's team id, T…"""
    name: Mapped[str] = mapped_column(server_default="")
    bot_user_id: Mapped[str] = mapped_column(server_default="")
    app_id: Mapped[str] = mapped_column(server_default="")
    created_at: Mapped[datetime]
    people_synced_at: Mapped[datetime | None]
    """When people and channels were last compared with Slack's own lists."""
