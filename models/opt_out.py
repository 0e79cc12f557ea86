"""Who asked to be left out of a sync or a retro, and what was decided."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, InWorkspace, Reference, one_of, own_key, within


class OptOut(InWorkspace, Base):
    """What stands between a person and a sync or a retro; whoever asks anew after it was decided gets a new row."""

    __tablename__ = "opt_out"
    __table_args__ = (
        within("ritual", "ritual_id"),
        within("retro", "retro_id"),
        within("person", "person_id"),
        within("person", "decided_by_id"),
        sa.UniqueConstraint("workspace_id", "ritual_id", "person_id"),
        sa.UniqueConstraint("workspace_id", "retro_id", "person_id"),
        sa.CheckConstraint("(ritual_id IS NULL) <> (retro_id IS NULL)", name="one_ritual"),
        one_of("state", "asked", "out", "kept", "back"),
        sa.CheckConstraint("(state = 'asked') = (decided_at IS NULL)", name="decided_or_asked"),
    )

    id: Mapped[int] = own_key()
    ritual_id: Mapped[Reference | None]
    """The sync; None where it is a retro."""
    retro_id: Mapped[Reference | None]
    person_id: Mapped[Reference]
    state: Mapped[str] = mapped_column(server_default="asked")
    """As domain/opt_out.py has it."""
    reason: Mapped[str] = mapped_column(server_default="")
    """Why, in the words of the person; or empty."""
    asked_at: Mapped[datetime]
    decided_by_id: Mapped[Reference | None]
    """Who decided last; None while nobody has, and for what a company file says."""
    decided_at: Mapped[datetime | None]
    word: Mapped[str] = mapped_column(server_default="")
    """A word of whoever decided to the person; or empty."""
