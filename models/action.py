"""Actions: what somebody promised to do, by when, and what will tell that it worked."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, InWorkspace, Reference, one_of, own_key, within


class Action(InWorkspace, Base):
    """A promise with an owner; it lives until it is done or dropped, longer than the retro round that made it."""

    __tablename__ = "action"
    __table_args__ = (
        within("team", "team_id"),
        within("retro", "retro_id"),
        within("person", "owner_id"),
        within("person", "given_by_id"),
        within("person", "raised_by_id"),
        within("person", "helped_by_id"),
        within("person", "settled_by_id"),
        sa.UniqueConstraint("workspace_id", "id"),
        sa.Index("ix_action_state", "workspace_id", "state", "team_id"),
        sa.Index("ix_action_owner", "workspace_id", "owner_id", "state"),
        sa.Index("ix_action_retro", "workspace_id", "retro_id", "state"),
        one_of("kind", "action", "experiment"),
        one_of("state", "proposed", "open", "help", "done", "dropped"),
        sa.CheckConstraint("(state IN ('done', 'dropped')) = (settled_at IS NOT NULL)", name="settled_or_live"),
        sa.CheckConstraint("carried >= 0", name="carried_known"),
    )

    id: Mapped[int] = own_key()
    kind: Mapped[str] = mapped_column(server_default="action")
    """Experiment: something that all of a retro try until its next time."""
    text: Mapped[str]
    """What is to be done, in the words of whoever raised it."""
    signal: Mapped[str] = mapped_column(server_default="")
    """What will tell that it worked."""
    team_id: Mapped[Reference | None]
    """The team that it is for; None: for nobody but its owner, or for all of a retro of several teams."""
    retro_id: Mapped[Reference | None]
    round_id: Mapped[Reference | None]
    """The round of the retro that made it. No foreign key: an action outlives its round, and ids never come back."""
    theme_id: Mapped[Reference | None]
    """The theme that it came of; it may be gone by now for the same reason."""
    theme: Mapped[str] = mapped_column(server_default="")
    """What that theme was called; "" where that was what a card of it says, which nobody else reads."""
    owner_id: Mapped[Reference]
    given_by_id: Mapped[Reference]
    """Who gave it to its owner: who raised it, or handed it over."""
    raised_by_id: Mapped[Reference]
    due_on: Mapped[date | None]
    """The local date of the owner by which it is done; None: until the next time of its retro."""
    state: Mapped[str] = mapped_column(server_default="proposed")
    """Proposed: its owner has not said anything yet; help: its owner needs some."""
    helped_by_id: Mapped[Reference | None]
    """Who was asked for help last."""
    needs: Mapped[str] = mapped_column(server_default="")
    """What help the owner needs, in their words."""
    effect: Mapped[str] = mapped_column(server_default="")
    """What came of it, once it is done."""
    worked: Mapped[bool | None]
    """Whether an experiment worked; None while nobody has said."""
    reason: Mapped[str] = mapped_column(server_default="")
    """Why it was dropped."""
    carried: Mapped[int] = mapped_column(server_default="0")
    """At how many later rounds of its retro it was open still."""
    carried_round_id: Mapped[Reference | None]
    """The last of these rounds: each counts once."""
    created_at: Mapped[datetime]
    settled_by_id: Mapped[Reference | None]
    settled_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(server_default="1")
    """Grows with each change: what is due for an earlier one is passed over."""
