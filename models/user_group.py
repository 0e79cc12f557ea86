"""User groups of Slack, as far as Drumbeat may see them."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, InWorkspace, own_key


class UserGroup(InWorkspace, Base):
    """A user group: people who are mentioned together, as @handle."""

    __tablename__ = "user_group"
    __table_args__ = (sa.UniqueConstraint("workspace_id", "slack_id"),)

    id: Mapped[int] = own_key()
    slack_id: Mapped[str]
    """S…"""
    handle: Mapped[str]
    """Without the leading @."""
    is_gone: Mapped[bool] = mapped_column(server_default=sa.false())
    """Whether it was deleted or switched off."""
