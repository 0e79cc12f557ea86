"""Rituals: what recurs, for whom, and where its roll-up goes."""

from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, InWorkspace, Reference, one_of, own_key, within


class Ritual(InWorkspace, Base):
    """Something that recurs; this version knows the kind *sync*."""

    __tablename__ = "ritual"
    __table_args__ = (
        within("person", "owner_id", ondelete="RESTRICT"),
        sa.UniqueConstraint("workspace_id", "id"),
        sa.Index(
            "uq_ritual_name",
            "workspace_id",
            "name",
            unique=True,
            sqlite_where=sa.text("state <> 'deleted'"),
            postgresql_where=sa.text("state <> 'deleted'"),
        ),
        one_of("kind", "sync"),
        one_of("state", "active", "paused", "deleted"),
        one_of("voice", "team", "everyone"),
        one_of("holidays", "own", "skip", "move"),
        one_of("rollup_style", "decisions", "team", "question"),
        one_of("rollup_place", "channel", "week"),
        one_of("follow_trouble", "", "gone", "archived", "unseen", "scope", "empty"),
        sa.CheckConstraint("answering_minutes BETWEEN 15 AND 2880", name="answering_time"),
    )

    id: Mapped[int] = own_key()
    kind: Mapped[str] = mapped_column(server_default="sync")
    name: Mapped[str]
    state: Mapped[str] = mapped_column(server_default="active")
    owner_id: Mapped[Reference]
    rrule: Mapped[str]
    """RFC 5545 recurrence over local dates, without DTSTART, e.g. FREQ=WEEKLY;BYDAY=TU."""
    starts_on: Mapped[date]
    """The date that the rule counts from."""
    local_time: Mapped[time]
    zone: Mapped[str] = mapped_column(server_default="")
    """One IANA zone for all; empty: each person's own."""
    voice: Mapped[str] = mapped_column(server_default="team")
    answering_minutes: Mapped[int] = mapped_column(server_default="240")
    """How much of their own working time everybody asked has at least."""
    holidays: Mapped[str] = mapped_column(server_default="own")
    """What becomes of a date that is a holiday of the home country: own (it takes place), skip or move."""
    home_country: Mapped[str] = mapped_column(server_default="")
    """ISO 3166, "PT" or "DE-BY"; empty: the owner's."""
    reminds: Mapped[bool] = mapped_column(server_default=sa.true())
    channel_id: Mapped[str]
    """Slack's id of the channel that the roll-up goes to."""
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
    next_on: Mapped[date | None]
    """The local date of the next round; None while there is none to come (paused, deleted)."""
    next_opens_at: Mapped[datetime | None]
    """The first instant at which somebody is asked in the next round."""
    revision: Mapped[int] = mapped_column(server_default="1")
    """Grows with each edit by a person: of two who edit at once the second is told."""
    created_at: Mapped[datetime]


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
