"""Answers: what people submitted, and what team mates added."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, InWorkspace, Reference, own_key, within


class Answer(InWorkspace, Base):
    """The one answer to a prompt; it can be edited, and is marked when it came after the round had closed."""

    __tablename__ = "answer"
    __table_args__ = (
        within("prompt", "prompt_id"),
        within("person", "person_id"),
        sa.UniqueConstraint("workspace_id", "prompt_id"),
    )

    id: Mapped[int] = own_key()
    prompt_id: Mapped[Reference]
    person_id: Mapped[Reference]
    """Who gave it."""
    submitted_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    late: Mapped[bool] = mapped_column(server_default=sa.false())
    as_planned: Mapped[bool] = mapped_column(server_default=sa.false())
    """Given by one tap on *All as planned*."""
    values: Mapped[dict[str, Any]]
    """By question key; the shapes are those of domain/question.py."""
    asked_about: Mapped[list[Any]] = mapped_column(server_default="[]")
    """Keys of what its author was shown to speak against their confidence (domain/confidence.py): it is shown once."""
    words: Mapped[int | None]
    """How many words were typed; None where nothing was (*All as planned*), and where they were erased."""


class Addition(InWorkspace, Base):
    """What somebody of the team added to its answer, kept with their name under it."""

    __tablename__ = "addition"
    __table_args__ = (
        within("prompt", "prompt_id"),
        within("person", "person_id"),
        sa.Index("ix_addition_prompt", "workspace_id", "prompt_id"),
    )

    id: Mapped[int] = own_key()
    prompt_id: Mapped[Reference]
    person_id: Mapped[Reference]
    added_at: Mapped[datetime]
    text: Mapped[str]
