"""Rituals: what recurs, for whom, and where its roll-up goes."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, InWorkspace, Reference, one_of, own_key, within
from models.ritual_columns import RitualColumns, ritual_args


class Ritual(RitualColumns, Base):
    """Something that recurs; this version knows the kind *sync*."""

    __tablename__ = "ritual"
    __table_args__ = (
        *ritual_args("ritual"),
        one_of("kind", "sync"),
        one_of("voice", "team", "everyone"),
        one_of("rollup_style", "decisions", "team", "question"),
        one_of("rollup_place", "channel", "week"),
        one_of("follow_trouble", "", "gone", "archived", "unseen", "scope", "empty"),
        sa.CheckConstraint("answering_minutes BETWEEN 15 AND 2880", name="answering_time"),
    )

    kind: Mapped[str] = mapped_column(server_default="sync")
    voice: Mapped[str] = mapped_column(server_default="team")
    answering_minutes: Mapped[int] = mapped_column(server_default="240")
    """How much of their own working time everybody asked has at least."""
    reminds: Mapped[bool] = mapped_column(server_default=sa.true())
    rollup_style: Mapped[str] = mapped_column(server_default="decisions")
    """In which order the roll-up is told: decisions first, team by team, or question by question."""
    rollup_place: Mapped[str] = mapped_column(server_default="channel")
    """Whether it stands by itself (channel) or below the one message of its week in that channel (week)."""
    questions: Mapped[list[Any]]
    """As domain/question.py writes them."""
    follows_channel: Mapped[str] = mapped_column(server_default="")
    """Slack's id of the channel whose members take part; empty: none."""
    follows_group: Mapped[str] = mapped_column(server_default="")
    """Slack's id of the user group whose members take part; empty: none."""
    follow_trouble: Mapped[str] = mapped_column(server_default="")
    """Why those members cannot be read, or that there are none (domain/sync_follow.py); empty: all is well."""


class RitualTeam(InWorkspace, Base):
    """A team in the audience of a ritual."""

    __tablename__ = "ritual_team"
    __table_args__ = (
        within("ritual", "ritual_id"),
        within("team", "team_id"),
        sa.UniqueConstraint("workspace_id", "ritual_id", "team_id"),
    )

    id: Mapped[int] = own_key()
    ritual_id: Mapped[Reference]
    team_id: Mapped[Reference]


class RitualPerson(InWorkspace, Base):
    """A person in the audience of a ritual: added by name, or a member of the channel or user group that it follows."""

    __tablename__ = "ritual_person"
    __table_args__ = (
        within("ritual", "ritual_id"),
        within("person", "person_id"),
        sa.UniqueConstraint("workspace_id", "ritual_id", "person_id"),
        sa.CheckConstraint("named OR followed", name="takes_part"),
    )

    id: Mapped[int] = own_key()
    ritual_id: Mapped[Reference]
    person_id: Mapped[Reference]
    named: Mapped[bool] = mapped_column(server_default=sa.true())
    """Added by name."""
    followed: Mapped[bool] = mapped_column(server_default=sa.false())
    """A member of what the ritual follows, when Slack was last asked."""
