"""An edit of what is out whose meaning changed: it waits for those who sign it, while readers keep what they have."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, InWorkspace, Reference, own_key, within


class AnnouncementEdit(InWorkspace, Base):
    """What an announcement is to say once all have signed that; its row goes when it does, or is taken back."""

    __tablename__ = "announcement_edit"
    __table_args__ = (
        within("announcement", "announcement_id"),
        within("person", "edited_by_id"),
        sa.UniqueConstraint("workspace_id", "announcement_id"),
    )

    id: Mapped[int] = own_key()
    announcement_id: Mapped[Reference]
    edited_by_id: Mapped[Reference]
    """Who edited it last, and hears what comes of it."""
    revision: Mapped[int]
    """Above that of the announcement, and grows with each further edit: signatures hold for one of them."""
    title: Mapped[str]
    text: Mapped[str]
    not_known: Mapped[str] = mapped_column(server_default="")
    next_word_on: Mapped[date | None]
    parts: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    """What it means for those groups (by id) of which that was edited."""
