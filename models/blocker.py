"""Blockers: what somebody waits for, whom it waits on, and what was done about it step by step."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, InWorkspace, Reference, one_of, own_key, within


class Blocker(InWorkspace, Base):
    """Something that needs somebody else; it lives until it is closed, longer than the round in which it was raised."""

    __tablename__ = "blocker"
    __table_args__ = (
        within("ritual", "ritual_id"),
        within("person", "raiser_id"),
        within("team", "party_team_id"),
        within("team", "team_id"),
        within("person", "person_id"),
        within("person", "owner_id"),
        within("blocker", "merged_into_id"),
        sa.UniqueConstraint("workspace_id", "id"),
        sa.Index("ix_blocker_round", "workspace_id", "round_id"),
        sa.Index("ix_blocker_prompt", "workspace_id", "prompt_id"),
        sa.Index("ix_blocker_state", "workspace_id", "state", "team_id"),
        # Only of those that were merged: without statistics SQLite takes it for the others, and looks through the past.
        sa.Index(
            "ix_blocker_merged",
            "workspace_id",
            "merged_into_id",
            sqlite_where=sa.text("merged_into_id IS NOT NULL"),
            postgresql_where=sa.text("merged_into_id IS NOT NULL"),
        ),
        sa.Index("ix_blocker_closed", "workspace_id", "ritual_id", "closed_at"),
        one_of("state", "open", "taken", "done", "withdrawn"),
        sa.CheckConstraint(
            "(CASE WHEN team_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN person_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN outside = '' THEN 0 ELSE 1 END) = 1",
            name="on_one",
        ),
    )

    id: Mapped[int] = own_key()
    ritual_id: Mapped[Reference | None]
    """The sync that it goes on with. None where who waits takes part in none: the first that asks them takes it up."""
    round_id: Mapped[Reference | None]
    """The round in which it was raised; None: between two, by itself.

    No foreign key: an open blocker outlives its round, and ids never come back.
    """
    prompt_id: Mapped[Reference | None]
    """The prompt whose answer told it last, None until there is one; it may be gone by now for the same reason."""
    raiser_id: Mapped[Reference]
    """Who raised it."""
    party_team_id: Mapped[Reference | None]
    """The team that waits; None where the raiser waits for themselves."""
    team_id: Mapped[Reference | None]
    """Whom it waits on now: a team, a person, or …"""
    person_id: Mapped[Reference | None]
    outside: Mapped[str] = mapped_column(server_default="")
    """… words for somebody outside, who has an owner here."""
    needs: Mapped[str]
    """What is needed, in the raiser's words; may be empty."""
    link: Mapped[str] = mapped_column(server_default="")
    """The address of the message that it was raised from; "" for none."""
    link_public: Mapped[bool] = mapped_column(server_default=sa.false())
    """Whether everybody may read the channel of that message."""
    state: Mapped[str] = mapped_column(server_default="open")
    since: Mapped[datetime]
    told_at: Mapped[datetime | None]
    """When whom it waits on was told; None while it can still be taken back unseen."""
    owner_id: Mapped[Reference | None]
    """Who took it; of one that waits on somebody outside, who looks after it here."""
    due_on: Mapped[date | None]
    """The date, in the owner's own calendar, by which the owner means to be done."""
    closed_at: Mapped[datetime | None]
    merged_into_id: Mapped[Reference | None]
    """The blocker that is the same: each step of that one is a step of this one."""


class BlockerStep(InWorkspace, Base):
    """One thing that was done about a blocker: by whom, when, and why or until when."""

    __tablename__ = "blocker_step"
    __table_args__ = (
        within("blocker", "blocker_id"),
        within("person", "person_id"),
        within("team", "on_team_id"),
        within("person", "on_person_id"),
        within("person", "owner_id"),
        sa.Index("ix_blocker_step_blocker", "workspace_id", "blocker_id"),
        sa.Index("ix_blocker_step_team", "workspace_id", "on_team_id"),
        sa.Index("ix_blocker_step_person", "workspace_id", "on_person_id"),
        one_of("kind", "raised", "changed", "taken", "passed", "done", "reopened", "withdrawn", "merged"),
    )

    id: Mapped[int] = own_key()
    blocker_id: Mapped[Reference]
    kind: Mapped[str]
    person_id: Mapped[Reference]
    """Who did it."""
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(server_default="")
    due_on: Mapped[date | None]
    owner_id: Mapped[Reference | None]
    """Who was named as owner, in a step that took it."""
    on_team_id: Mapped[Reference | None]
    """Whom it waits on from this step on, in steps that raise it or pass it on."""
    on_person_id: Mapped[Reference | None]
