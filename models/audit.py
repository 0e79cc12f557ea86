"""Who did what: every action of a PMO leaves a row."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from models.base import Base, InWorkspace, own_key


class AuditEntry(InWorkspace, Base):
    """An action that changed what others see, by whom (a Slack id, or *file* for `drumbeat apply`), on what."""

    __tablename__ = "audit_entry"
    __table_args__ = (sa.Index("ix_audit_entry_at", "workspace_id", "at"),)

    id: Mapped[int] = own_key()
    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]
    """Noun first, past tense: *sync_created*, *role_given*."""
    subject: Mapped[str]
    details: Mapped[dict[str, Any]]
