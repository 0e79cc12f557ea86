"""Participation: how many answered before a round closed, by team; counted once, so that no prompt is counted again."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, InWorkspace, Reference, own_key, within


class Participation(InWorkspace, Base):
    """How many of a team were asked and at work in a round, and how many of them were heard until it closed."""

    __tablename__ = "participation"
    __table_args__ = (
        within("round", "round_id"),
        within("team", "team_id"),
        sa.UniqueConstraint("workspace_id", "round_id", "team_id", "of_people"),
    )

    id: Mapped[int] = own_key()
    round_id: Mapped[Reference]
    team_id: Mapped[Reference]
    """The team that was asked, or in which who was asked was at home then."""
    of_people: Mapped[bool] = mapped_column(server_default=sa.false())
    """Whether its people were asked each; else one of them for the team."""
    asked: Mapped[int]
    heard: Mapped[int]
    """With an answer, or with nothing new."""
