"""Readiness pulses of a change: who was asked, what was said without a name, and what it came to."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, InParent, InWorkspace, Reference, one_of, own_key, within


class ChangePulse(InWorkspace, Base):
    """Five statements, asked of the groups of a change, or of a part of their people."""

    __tablename__ = "change_pulse"
    __table_args__ = (
        within("change", "change_id"),
        within("person", "asked_by_id"),
        sa.UniqueConstraint("workspace_id", "id"),
        sa.Index("ix_change_pulse_change", "workspace_id", "change_id", "state"),
        one_of("state", "open", "closed", "dropped"),
    )

    id: Mapped[int] = own_key()
    change_id: Mapped[Reference]
    asked_by_id: Mapped[Reference]
    """Who began it, and hears what it came to while they run the change."""
    state: Mapped[str] = mapped_column(server_default="open")
    opened_at: Mapped[datetime]
    closes_at: Mapped[datetime]


class ChangePulseAsked(InParent, Base):
    """Somebody who is asked in a pulse; whether they answered is not kept."""

    __tablename__ = "change_pulse_asked"
    __table_args__ = (
        within("change_pulse", "pulse_id"),
        within("stakeholder_group", "group_id"),
        within("person", "person_id"),
        sa.UniqueConstraint("workspace_id", "id"),
        sa.UniqueConstraint("workspace_id", "pulse_id", "person_id"),
        sa.Index("ix_change_pulse_asked_person", "workspace_id", "person_id", "due_at"),
        sa.Index("ix_change_pulse_asked_due", "workspace_id", "pulse_id", "due_at"),
    )

    id: Mapped[int] = own_key()
    pulse_id: Mapped[Reference]
    group_id: Mapped[Reference]
    """The group with which they count."""
    box_id: Mapped[Reference | None]
    """Where fewer of it are asked than a figure needs: the group under which those of all such groups answer together,
    since an answer beside the name of a group of two would tell whose it is. No foreign key: it is `group_id` of
    another who is asked."""
    person_id: Mapped[Reference]
    due_at: Mapped[datetime]


class ChangePulseAnswer(InWorkspace, Base):
    """What somebody said to the five statements. When the pulse closes means stay, and these rows go.

    Its key is random and, on SQLite, the only one: a row number would tell in which order people answered.
    """

    __tablename__ = "change_pulse_answer"
    __table_args__ = (
        within("change_pulse", "pulse_id"),
        within("stakeholder_group", "group_id"),
        sa.Index("ix_change_pulse_answer_pulse", "workspace_id", "pulse_id", "voter"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    """Random (`secrets.token_hex`)."""
    pulse_id: Mapped[Reference]
    group_id: Mapped[Reference]
    voter: Mapped[str]
    """The mark of whoever answers, which nobody can make without the key."""
    scores: Mapped[list[Any]]
    """From 1 to 5 for each statement in its order; None: not answered."""
    words: Mapped[str] = mapped_column(server_default="")


class ChangePulseResult(InWorkspace, Base):
    """What a closed pulse came to: of all who count, of one group, or of those too small to be shown alone."""

    __tablename__ = "change_pulse_result"
    __table_args__ = (
        within("change_pulse", "pulse_id"),
        within("stakeholder_group", "group_id"),
        sa.Index("ix_change_pulse_result_pulse", "workspace_id", "pulse_id"),
        one_of("part", "all", "group", "rest"),
        sa.CheckConstraint("(part = 'group') = (group_id IS NOT NULL)", name="group_or_not"),
    )

    id: Mapped[int] = own_key()
    pulse_id: Mapped[Reference]
    part: Mapped[str]
    group_id: Mapped[Reference | None]
    answers: Mapped[int]
    means: Mapped[list[Any]]
    """The mean of each statement in its order; None: too few said something to it."""


class ChangePulseTheme(InWorkspace, Base):
    """What several people wrote about in a pulse: the name that Drumbeat found, and what they wrote."""

    __tablename__ = "change_pulse_theme"
    __table_args__ = (
        within("change_pulse", "pulse_id"),
        sa.Index("ix_change_pulse_theme_pulse", "workspace_id", "pulse_id", "place"),
    )

    id: Mapped[int] = own_key()
    pulse_id: Mapped[Reference]
    place: Mapped[int]
    name: Mapped[str]
    texts: Mapped[list[Any]]
