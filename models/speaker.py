"""Who spoke for a team, and when last: whose turn it is next outlives the rounds."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from models.base import Base, InWorkspace, Reference, own_key, within


class Speaker(InWorkspace, Base):
    """A person who has answered for a team in a sync, with the date of their last round."""

    __tablename__ = "speaker"
    __table_args__ = (
        within("ritual", "ritual_id"),
        within("team", "team_id"),
        within("person", "person_id"),
        sa.UniqueConstraint("workspace_id", "ritual_id", "team_id", "person_id"),
    )

    id: Mapped[int] = own_key()
    ritual_id: Mapped[Reference]
    team_id: Mapped[Reference]
    person_id: Mapped[Reference]
    spoke_on: Mapped[date]
    """The local date of the last round in which they answered for the team."""
