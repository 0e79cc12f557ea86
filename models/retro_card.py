"""Cards of retros. Nothing here tells who wrote one, or when, to anybody without the key outside the database."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, InWorkspace, Reference, within


class RetroCard(InWorkspace, Base):
    """A thought: in the sealed box of a retro, or on a card of one of its rounds.

    Its key is random and, on SQLite, the only one: a row number would tell in which order they were written.
    """

    __tablename__ = "retro_card"
    __table_args__ = (
        within("retro", "retro_id"),
        within("retro_round", "round_id"),
        within("person", "author_id"),
        # Whoever deletes a theme says first where its cards go: none may vanish with it.
        within("retro_theme", "theme_id", ondelete="NO ACTION"),
        sa.Index("ix_retro_card_round", "workspace_id", "round_id"),
        sa.Index("ix_retro_card_retro", "workspace_id", "retro_id", "round_id"),
        sa.Index("ix_retro_card_receipt", "workspace_id", "receipt"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    """Random (`secrets.token_hex`), and made anew when the cards are shown."""
    retro_id: Mapped[Reference]
    round_id: Mapped[Reference | None]
    """None: in the box, for the next round."""
    column_key: Mapped[str] = mapped_column(server_default="")
    """Which column it stands in; empty: none yet."""
    text: Mapped[str]
    writer: Mapped[str | None]
    """The mark of whoever wrote it, which nobody can make without the key; None once an anonymous card was shown."""
    receipt: Mapped[str]
    """The hash of the code by which it can be withdrawn."""
    author_id: Mapped[Reference | None]
    """Who wrote it, where that is said: in retros with names, or by consent."""
    theme_id: Mapped[Reference | None]
    place: Mapped[int] = mapped_column(server_default="0")
    """Where it stands among the others; a random order until somebody moves it."""
    hidden: Mapped[bool] = mapped_column(server_default=sa.false())
    """Taken out of sight by the facilitator."""
