"""What is asked of sponsors before an announcement goes to people who have a lot to take in already."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, InWorkspace, Reference, one_of, own_key, within


class ChangeLoadAsk(InWorkspace, Base):
    """The question to whoever stands for a change whether an announcement may go although it is a lot."""

    __tablename__ = "change_load_ask"
    __table_args__ = (
        within("announcement", "announcement_id"),
        within("person", "person_id"),
        within("person", "asked_by_id"),
        sa.UniqueConstraint("workspace_id", "id"),
        sa.Index("ix_change_load_ask_announcement", "workspace_id", "announcement_id", "state"),
        one_of("state", "asked", "allowed", "declined"),
    )

    id: Mapped[int] = own_key()
    announcement_id: Mapped[Reference]
    person_id: Mapped[Reference]
    """Who is asked."""
    asked_by_id: Mapped[Reference]
    """Who wanted to send it, and hears what they say."""
    what: Mapped[str]
    """How much it was when they were asked, in a sentence."""
    state: Mapped[str] = mapped_column(server_default="asked")
    note: Mapped[str] = mapped_column(server_default="")
    """Why it may go all the same, or why not now."""
