"""Retros: what a team looks back on, how often, and where."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, InWorkspace, Reference, own_key, within
from models.ritual_columns import RitualColumns, ritual_args


class Retro(RitualColumns, Base):
    """A ritual in which teams look back: its rounds have other phases than those of a sync."""

    __tablename__ = "retro"
    __table_args__ = (
        *ritual_args("retro"),
        sa.CheckConstraint("write_days BETWEEN 1 AND 15", name="write_days"),
        sa.CheckConstraint("group_days BETWEEN 1 AND 15", name="group_days"),
        sa.CheckConstraint("vote_days BETWEEN 1 AND 15", name="vote_days"),
        sa.CheckConstraint("votes BETWEEN 1 AND 10", name="votes"),
    )

    format: Mapped[str]
    """Which set of columns it began with, as domain/retro_format.py names it."""
    columns: Mapped[list[Any]]
    """[{"key": …, "title": …, "hint": …}], as domain/retro_format.py writes them."""
    anonymous: Mapped[bool] = mapped_column(server_default=sa.true())
    write_days: Mapped[int] = mapped_column(server_default="3")
    """Working days for cards."""
    group_days: Mapped[int] = mapped_column(server_default="1")
    """Working days for sorting them into themes."""
    vote_days: Mapped[int] = mapped_column(server_default="1")
    """Working days for the vote."""
    votes: Mapped[int] = mapped_column(server_default="3")
    """Votes that each person has."""


class RetroTeam(InWorkspace, Base):
    """A team whose members take part in a retro."""

    __tablename__ = "retro_team"
    __table_args__ = (
        within("retro", "retro_id"),
        within("team", "team_id"),
        sa.UniqueConstraint("workspace_id", "retro_id", "team_id"),
    )

    id: Mapped[int] = own_key()
    retro_id: Mapped[Reference]
    team_id: Mapped[Reference]
