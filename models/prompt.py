"""Prompts: who is asked in a round, and whose turn it is to speak."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, InParent, Reference, one_of, own_key, within


class Prompt(InParent, Base):
    """The question set of one round for one person, or for one team through its speaker."""

    __tablename__ = "prompt"
    __table_args__ = (
        within("round", "round_id"),
        within("person", "person_id"),
        within("team", "team_id"),
        sa.UniqueConstraint("workspace_id", "id"),
        sa.UniqueConstraint("workspace_id", "round_id", "person_id"),
        sa.UniqueConstraint("workspace_id", "round_id", "team_id"),
        sa.UniqueConstraint("workspace_id", "round_id", "id"),
        sa.CheckConstraint("(person_id IS NULL) <> (team_id IS NULL)", name="person_or_team"),
        one_of("state", "pending", "answered", "skipped", "absent", "missed"),
    )

    id: Mapped[int] = own_key()
    round_id: Mapped[Reference]
    person_id: Mapped[Reference | None]
    team_id: Mapped[Reference | None]
    name: Mapped[str]
    """The team's or person's name when the round opened."""
    state: Mapped[str] = mapped_column(server_default="pending")
    plan: Mapped[list[Any]]
    """What was planned last time, as domain/plan.py writes its items: [{"text": …, "weeks": …}]."""


class Turn(InParent, Base):
    """A person asked for a prompt: the one person, or a speaker of the team; later speakers get later turns."""

    __tablename__ = "turn"
    __table_args__ = (
        # Of its prompt, and of its prompt's round.
        sa.ForeignKeyConstraint(
            ["workspace_id", "round_id", "prompt_id"],
            ["prompt.workspace_id", "prompt.round_id", "prompt.id"],
            ondelete="CASCADE",
        ),
        within("person", "person_id"),
        sa.UniqueConstraint("workspace_id", "prompt_id", "person_id"),
        sa.Index("ix_turn_round", "workspace_id", "round_id"),
        sa.Index("ix_turn_person", "workspace_id", "person_id", "round_id"),
    )

    id: Mapped[int] = own_key()
    round_id: Mapped[Reference]
    prompt_id: Mapped[Reference]
    person_id: Mapped[Reference]
    ask_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]
    nudge_at: Mapped[datetime | None]
    """When the reminder goes out or, with one voice, the next of the squad is asked; None: never."""
    nudged_at: Mapped[datetime | None]
    later_at: Mapped[datetime | None]
    """When the person wants to be asked again."""
    laters: Mapped[int] = mapped_column(server_default="0")
    """How often they have put it off."""
    first_contact: Mapped[bool] = mapped_column(server_default=sa.false())
    """Whether this is the first message that the person ever gets from Drumbeat."""
