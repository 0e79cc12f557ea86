"""Themes of retros, and the votes for them."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, InWorkspace, Reference, one_of, own_key, within


class RetroTheme(InWorkspace, Base):
    """What several cards of a round are about."""

    __tablename__ = "retro_theme"
    __table_args__ = (
        within("retro_round", "round_id"),
        within("retro_theme", "merged_into_id"),
        sa.UniqueConstraint("workspace_id", "id"),
        sa.Index("ix_retro_theme_round", "workspace_id", "round_id", "place"),
        sa.Index("ix_retro_theme_merged", "workspace_id", "merged_into_id"),
        # Few themes are those of several teams.
        sa.Index("ix_retro_theme_systemic", "workspace_id", "systemic_id"),
        one_of("became", "", "action", "blocker", "page", "aside"),
    )

    id: Mapped[int] = own_key()
    round_id: Mapped[Reference]
    name: Mapped[str]
    suggested: Mapped[bool] = mapped_column(server_default=sa.true())
    """Found by Drumbeat, and touched by nobody since, but that Drumbeat called it anew as cards joined it."""
    place: Mapped[int] = mapped_column(server_default="0")
    merged_into_id: Mapped[Reference | None]
    """The theme that it became part of: a vote for this one counts for that one."""
    votes: Mapped[int | None]
    """How many it got; None until the vote has ended."""
    revision: Mapped[int] = mapped_column(server_default="1")
    """Grows with each change: of two who change it at once the second is told."""
    systemic_id: Mapped[Reference | None]
    """What those have in common that the retros of several teams share: the newest of them. No foreign key: it is found
    anew whenever themes are settled."""
    became: Mapped[str] = mapped_column(server_default="")
    """What the PMO made of it, as one of those; nothing yet, and then nothing of what is found to be like it later."""


class RetroVote(InWorkspace, Base):
    """One vote of somebody for a theme. When the vote ends the counts stay on the themes, and these rows go.

    Its key is random and, on SQLite, the only one: a row number would tell in which order people voted.
    """

    __tablename__ = "retro_vote"
    __table_args__ = (
        within("retro_round", "round_id"),
        within("retro_theme", "theme_id"),
        sa.Index("ix_retro_vote_round", "workspace_id", "round_id", "voter"),
        sa.Index("ix_retro_vote_theme", "workspace_id", "theme_id"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    """Random (`secrets.token_hex`)."""
    round_id: Mapped[Reference]
    theme_id: Mapped[Reference]
    voter: Mapped[str]
    """The mark of whoever votes, which nobody can make without the key."""
