"""Short retros of a change: who was asked, what was written without a name, and the themes of it."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, InParent, InWorkspace, Reference, one_of, own_key, within


class ChangeRetro(InWorkspace, Base):
    """A change that its people look back on."""

    __tablename__ = "change_retro"
    __table_args__ = (
        within("change", "change_id"),
        within("person", "asked_by_id"),
        sa.UniqueConstraint("workspace_id", "id"),
        sa.Index("ix_change_retro_change", "workspace_id", "change_id", "state"),
        one_of("state", "open", "closed", "discarded"),
    )

    id: Mapped[int] = own_key()
    change_id: Mapped[Reference]
    asked_by_id: Mapped[Reference]
    """Who began it, and hears what it came to while they run the change."""
    state: Mapped[str] = mapped_column(server_default="open")
    opened_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    longer: Mapped[bool] = mapped_column(server_default=sa.false())
    """Whether it was left open for longer, since too few people had written."""


class ChangeRetroAsked(InParent, Base):
    """Somebody who is asked in a retro; whether they wrote is not kept."""

    __tablename__ = "change_retro_asked"
    __table_args__ = (
        within("change_retro", "retro_id"),
        within("person", "person_id"),
        sa.UniqueConstraint("workspace_id", "id"),
        sa.UniqueConstraint("workspace_id", "retro_id", "person_id"),
        sa.Index("ix_change_retro_asked_person", "workspace_id", "person_id", "due_at"),
        sa.Index("ix_change_retro_asked_due", "workspace_id", "retro_id", "due_at"),
    )

    id: Mapped[int] = own_key()
    retro_id: Mapped[Reference]
    person_id: Mapped[Reference]
    because: Mapped[str] = mapped_column(server_default="")
    """The name of the group with which they are asked, as it was then; empty: they worked on the change."""
    due_at: Mapped[datetime]


class ChangeRetroTheme(InWorkspace, Base):
    """What several cards of one column are about, as Drumbeat found it when they were shown."""

    __tablename__ = "change_retro_theme"
    __table_args__ = (
        within("change_retro", "retro_id"),
        sa.UniqueConstraint("workspace_id", "id"),
        sa.Index("ix_change_retro_theme_retro", "workspace_id", "retro_id", "place"),
    )

    id: Mapped[int] = own_key()
    retro_id: Mapped[Reference]
    column_key: Mapped[str]
    place: Mapped[int]
    name: Mapped[str]


class ChangeRetroCard(InWorkspace, Base):
    """A thought on a card of a retro.

    Its key is random and, on SQLite, the only one: a row number would tell in which order they were written.
    """

    __tablename__ = "change_retro_card"
    __table_args__ = (
        within("change_retro", "retro_id"),
        within("change_retro_theme", "theme_id"),
        sa.Index("ix_change_retro_card_retro", "workspace_id", "retro_id"),
        sa.Index("ix_change_retro_card_receipt", "workspace_id", "receipt"),
        sa.CheckConstraint("writer IS NULL OR theme_id IS NULL", name="sealed_or_shown"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    """Random (`secrets.token_hex`), and made anew whenever somebody writes, and when the cards are shown."""
    retro_id: Mapped[Reference]
    column_key: Mapped[str]
    text: Mapped[str]
    writer: Mapped[str | None]
    """The mark of whoever wrote it, which nobody can make without the key; None once it was shown."""
    receipt: Mapped[str]
    """The hash of the code by which it can be withdrawn."""
    theme_id: Mapped[Reference | None]
    place: Mapped[int] = mapped_column(server_default="0")
    """Where it stands among those of its author; once shown, among those of its theme, by chance."""
