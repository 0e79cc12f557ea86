"""Slack's rates, shared by all processes."""

from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class PaceSlot(Base):
    """The next free instant of a rate (a workspace, a channel, a method), in real seconds since 1970."""

    __tablename__ = "pace_slot"

    key: Mapped[str] = mapped_column(primary_key=True)
    free_at: Mapped[float]
    noted_at: Mapped[float] = mapped_column(server_default="0")
    """When `free_at` was noted, in the same seconds: later than now where the clock has been set back since."""
