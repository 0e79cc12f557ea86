"""Who said that they read a summary."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from models.base import Base, InWorkspace, Reference, own_key, within


class Reading(InWorkspace, Base):
    """A person who pressed *Read all* on the summary of a round; when they did is nobody's business."""

    __tablename__ = "reading"
    __table_args__ = (
        within("round", "round_id"),
        within("person", "person_id"),
        sa.UniqueConstraint("workspace_id", "round_id", "person_id"),
    )

    id: Mapped[int] = own_key()
    round_id: Mapped[Reference]
    person_id: Mapped[Reference]
