"""What somebody is setting up and has not saved yet."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from models.base import Base, InWorkspace, Reference, own_key, within


class Draft(InWorkspace, Base):
    """A form's content between its steps; closing the form loses nothing."""

    __tablename__ = "draft"
    __table_args__ = (
        within("person", "person_id"),
        sa.UniqueConstraint("workspace_id", "person_id", "kind"),
    )

    id: Mapped[int] = own_key()
    person_id: Mapped[Reference]
    kind: Mapped[str]
    """What is drafted: *sync* for a new one, *sync:7* for an edit."""
    values: Mapped[dict[str, Any]]
    updated_at: Mapped[datetime]
