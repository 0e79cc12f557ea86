"""Retros: what a team looks back on, how often, and where."""

from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, InWorkspace, Reference, one_of, own_key, within

NAMED = "state <> 'deleted'"
"""The retros whose name nobody else may have."""


class Retro(InWorkspace, Base):
    """A ritual in which teams look back: its rounds have other phases than those of a sync."""

    __tablename__ = "retro"
    __table_args__ = (
        within("person", "owner_id", ondelete="RESTRICT"),
        sa.UniqueConstraint("workspace_id", "id"),
        sa.Index(
            "uq_retro_name",
            "workspace_id",
            "name",
            unique=True,
            sqlite_where=sa.text(NAMED),
            postgresql_where=sa.text(NAMED),
        ),
        one_of("state", "active", "paused", "deleted"),
        one_of("holidays", "own", "skip", "move"),
        sa.CheckConstraint("write_days BETWEEN 1 AND 15", name="write_days"),
        sa.CheckConstraint("group_days BETWEEN 1 AND 15", name="group_days"),
        sa.CheckConstraint("vote_days BETWEEN 1 AND 15", name="vote_days"),
        sa.CheckConstraint("votes BETWEEN 1 AND 10", name="votes"),
    )

    id: Mapped[int] = own_key()
    name: Mapped[str]
    state: Mapped[str] = mapped_column(server_default="active")
    owner_id: Mapped[Reference]
    """Who set it up, and facilitates where nobody else does."""
    rrule: Mapped[str]
    """RFC 5545 recurrence over local dates, without DTSTART, e.g. FREQ=MONTHLY;BYDAY=-1TH."""
    starts_on: Mapped[date]
    """The date that the rule counts from."""
    local_time: Mapped[time]
    zone: Mapped[str] = mapped_column(server_default="")
    """One IANA zone for all; empty: each person's own, and the owner's for what happens in the channel."""
    channel_id: Mapped[str]
    """Slack's id of the channel that the board goes to."""
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
    holidays: Mapped[str] = mapped_column(server_default="own")
    """What becomes of a date that is a holiday of the home country: own (it takes place), skip or move."""
    home_country: Mapped[str] = mapped_column(server_default="")
    """ISO 3166, "PT" or "DE-BY"; empty: the owner's."""
    next_on: Mapped[date | None]
    """The local date of the next round; None while there is none to come (paused, deleted)."""
    next_opens_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(server_default="1")
    """Grows with each edit by a person: of two who edit at once the second is told."""
    created_at: Mapped[datetime]


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
