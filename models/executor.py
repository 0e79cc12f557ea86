"""The processes that share a database."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Executor(Base):
    """A process that runs on a PostgreSQL, with its last sign of life; both instants are of the database's clock."""

    __tablename__ = "executor"

    id: Mapped[str] = mapped_column(primary_key=True)
    started_at: Mapped[datetime]
    beat_at: Mapped[datetime]
