"""Decisions: what needs one, whose it is, what was decided and when that is looked at again.

Their words lie beside them as those of pages do: see models/playbook.py.
"""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, InWorkspace, Reference, one_of, own_key, within


class Decision(InWorkspace, Base):
    """Something that needs a decision, or was decided.

    One that a sync asked for belongs to its `ritual_id` and to a party, a team or a person, as prompts do. One that was
    made elsewhere has neither, and no question.
    """

    __tablename__ = "decision"
    __table_args__ = (
        within("ritual", "ritual_id"),
        within("team", "team_id"),
        within("person", "person_id"),
        within("person", "raised_by_id"),
        within("person", "owner_id"),
        within("person", "settled_by_id"),
        sa.UniqueConstraint("workspace_id", "id"),
        sa.Index("ix_decision_ritual", "workspace_id", "ritual_id", "state"),
        sa.Index("ix_decision_owner", "workspace_id", "owner_id", "state"),
        sa.Index("ix_decision_state", "workspace_id", "state", "due_on"),
        # The newest first, and those that a name leads to: nothing reads all that was ever decided.
        sa.Index("ix_decision_settled", "workspace_id", "state", "settled_at"),
        sa.Index("ix_decision_settler", "workspace_id", "settled_by_id"),
        sa.Index("ix_decision_person", "workspace_id", "person_id"),
        sa.Index("ix_decision_team", "workspace_id", "team_id"),
        one_of("state", "needed", "decided", "dropped"),
        sa.CheckConstraint("(state = 'needed') = (settled_at IS NULL)", name="settled_or_needed"),
    )

    id: Mapped[int] = own_key()
    ritual_id: Mapped[Reference | None]
    team_id: Mapped[Reference | None]
    person_id: Mapped[Reference | None]
    question: Mapped[str] = mapped_column(server_default="")
    """What was asked for, in the words of whoever needs it."""
    state: Mapped[str] = mapped_column(server_default="needed")
    raised_by_id: Mapped[Reference]
    raised_at: Mapped[datetime]
    owner_id: Mapped[Reference]
    """Who decides."""
    due_on: Mapped[date | None]
    """The local date of the owner by which it is decided."""
    settled_by_id: Mapped[Reference | None]
    """Who decided, or said that it is needed no longer."""
    settled_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(server_default="")
    reason: Mapped[str] = mapped_column(server_default="")
    review_on: Mapped[date | None]
    """When it is looked at again, a local date of whoever decided; None once it stands for good."""
    link: Mapped[str] = mapped_column(server_default="")
    """The address of the message that it was noted from, or empty."""
    link_public: Mapped[bool] = mapped_column(server_default=sa.false())
    """Whether that stands in a public channel; if not, only who noted it sees the link."""
    revision: Mapped[int] = mapped_column(server_default="1")
    """Grows with each change: of two who change it at once the second is told."""


class DecisionTold(InWorkspace, Base):
    """A prompt whose answer says that a decision is needed: told again in a later round, it stays the same one."""

    __tablename__ = "decision_told"
    __table_args__ = (
        within("decision", "decision_id"),
        within("prompt", "prompt_id"),
        sa.UniqueConstraint("workspace_id", "prompt_id", "decision_id"),
        sa.Index("ix_decision_told_decision", "workspace_id", "decision_id"),
    )

    id: Mapped[int] = own_key()
    decision_id: Mapped[Reference]
    prompt_id: Mapped[Reference]


class DecisionBefore(InWorkspace, Base):
    """What had been decided before a decision was changed."""

    __tablename__ = "decision_before"
    __table_args__ = (
        within("decision", "decision_id"),
        within("person", "settled_by_id"),
        sa.Index("ix_decision_before_decision", "workspace_id", "decision_id"),
    )

    id: Mapped[int] = own_key()
    decision_id: Mapped[Reference]
    settled_by_id: Mapped[Reference]
    settled_at: Mapped[datetime]
    outcome: Mapped[str]
    reason: Mapped[str] = mapped_column(server_default="")
