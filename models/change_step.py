"""The plan of a change: what each stakeholder group is told, learns and adapts, and who of them took part."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, InWorkspace, Reference, one_of, own_key, within


class ChangeStep(InWorkspace, Base):
    """One step for one group: somebody sees to it by a day."""

    __tablename__ = "change_step"
    __table_args__ = (
        within("change", "change_id"),
        within("stakeholder_group", "group_id"),
        within("person", "owner_id"),
        within("person", "given_by_id"),
        within("person", "settled_by_id"),
        sa.UniqueConstraint("workspace_id", "id"),
        sa.Index("ix_change_step_plan", "workspace_id", "change_id", "group_id", "due_on"),
        sa.Index("ix_change_step_owner", "workspace_id", "owner_id", "state"),
        sa.Index("ix_change_step_late", "workspace_id", "state", "due_on"),
        one_of("kind", "inform", "session", "page", "practice", "adapt"),
        one_of("state", "proposed", "open", "done", "dropped"),
        sa.CheckConstraint("(state IN ('done', 'dropped')) = (settled_at IS NOT NULL)", name="settled_or_live"),
        sa.CheckConstraint("minutes BETWEEN 5 AND 600", name="minutes"),
        sa.CheckConstraint("seats BETWEEN 0 AND 10000", name="seats"),
        sa.CheckConstraint("second_at IS NULL OR starts_at IS NOT NULL", name="second_after_first"),
    )

    id: Mapped[int] = own_key()
    change_id: Mapped[Reference]
    group_id: Mapped[Reference]
    kind: Mapped[str]
    """What is said, a session, a page to read, something to practise, or a process beside theirs that must adapt."""
    text: Mapped[str]
    owner_id: Mapped[Reference]
    given_by_id: Mapped[Reference]
    """Who gave it to its owner."""
    due_on: Mapped[date]
    """The local date of the owner by which it is done; of a session the last of its dates, once these are known."""
    state: Mapped[str] = mapped_column(server_default="proposed")
    """Proposed: its owner has not said anything yet."""
    announcement_id: Mapped[Reference | None]
    """Through which announcement they are told. No foreign key: the step stays where a draft is deleted."""
    playbook_id: Mapped[Reference | None]
    """The page that they read. No foreign key, for the same reason."""
    starts_at: Mapped[datetime | None]
    """When a session begins; None: no date is known yet."""
    second_at: Mapped[datetime | None]
    """When it is held once more."""
    minutes: Mapped[int] = mapped_column(server_default="60")
    place: Mapped[str] = mapped_column(server_default="")
    """Where a session is: a room, or a link."""
    seats: Mapped[int] = mapped_column(server_default="0")
    """How many can come to each of its dates; 0: as many as want."""
    material: Mapped[str] = mapped_column(server_default="")
    """What there is to read or to see, as a link or a sentence: the way of whoever cannot come."""
    invited_at: Mapped[datetime | None]
    """When its group was first asked to come, to read or to try."""
    created_at: Mapped[datetime]
    settled_by_id: Mapped[Reference | None]
    settled_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(server_default="")
    """Why it was dropped."""
    revision: Mapped[int] = mapped_column(server_default="1")
    """Grows with each change: of two who edit it the second is told, and what is due for an earlier one is left out."""


class ChangeStepPerson(InWorkspace, Base):
    """Somebody who was asked to come to a session, to read a page or to practise.

    There is no time of what they said: who answers how fast is nobody's business.
    """

    __tablename__ = "change_step_person"
    __table_args__ = (
        within("change_step", "step_id"),
        within("person", "person_id"),
        sa.UniqueConstraint("workspace_id", "id"),
        sa.UniqueConstraint("workspace_id", "step_id", "person_id"),
        sa.Index("ix_change_step_person_person", "workspace_id", "person_id", "did", "answer"),
        one_of("answer", "", "first", "second", "cant"),
    )

    id: Mapped[int] = own_key()
    step_id: Mapped[Reference]
    person_id: Mapped[Reference]
    answer: Mapped[str] = mapped_column(server_default="")
    """To which date of a session they come."""
    did: Mapped[bool] = mapped_column(server_default=sa.false())
    """Whether they were there, have read it or have done it."""
    material_sent: Mapped[bool] = mapped_column(server_default=sa.false())
    """Whether they were sent the material, since they could come to neither date."""
