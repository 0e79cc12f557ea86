"""The ledger of messages: what is to be said, and what Slack has."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, InWorkspace, one_of, own_key

QUEUED = "state IN ('planned', 'sending')"
"""What waits to be sent; a query that is to use the index must say it in the same words."""

TROUBLED = "state IN ('failed', 'unknown')"
"""What a person may have to look at; the same holds."""

THREADED = "thread_key <> ''"
"""What stands in a thread; the same holds."""

JOINED = "joined_key <> ''"
"""What shares one message in Slack with others; the same holds."""

TOLD = "posted_at IS NOT NULL AND thread_key = ''"
"""What came as a message of its own; the same holds."""

HELD = "state = 'held'"
"""What waits until its reader has had few enough messages; the same holds."""

ALONE = "state = 'planned' AND ts = '' AND thread_key = '' AND joined_key = ''"
"""What is to come as a message of its own, unless it joins another; the same holds."""


class Delivery(InWorkspace, Base):
    """One message that is wanted, known by its key; it is posted once and from then on updated in place.

    `wanted` grows with each change of what it says; `sent` is the value that Slack has seen. A posted message that is
    to be updated is *planned* again, with its `ts`.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        sa.UniqueConstraint("workspace_id", "key"),
        sa.Index(
            "ix_delivery_queue",
            "workspace_id",
            "priority",
            "id",
            sqlite_where=sa.text(QUEUED),
            postgresql_where=sa.text(QUEUED),
        ),
        sa.Index(
            "ix_delivery_trouble",
            "workspace_id",
            "created_at",
            "state",
            sqlite_where=sa.text(TROUBLED),
            postgresql_where=sa.text(TROUBLED),
        ),
        sa.Index(
            "ix_delivery_thread",
            "workspace_id",
            "thread_key",
            sqlite_where=sa.text(THREADED),
            postgresql_where=sa.text(THREADED),
        ),
        sa.Index(
            "ix_delivery_joined",
            "workspace_id",
            "joined_key",
            sqlite_where=sa.text(JOINED),
            postgresql_where=sa.text(JOINED),
        ),
        sa.Index(
            "ix_delivery_held", "workspace_id", "target", sqlite_where=sa.text(HELD), postgresql_where=sa.text(HELD)
        ),
        # What a person was told of late, however much was said to others.
        sa.Index(
            "ix_delivery_told",
            "workspace_id",
            "target",
            "posted_at",
            sqlite_where=sa.text(TOLD),
            postgresql_where=sa.text(TOLD),
        ),
        # What waits for a person, however much waits for others.
        sa.Index(
            "ix_delivery_alone", "workspace_id", "target", sqlite_where=sa.text(ALONE), postgresql_where=sa.text(ALONE)
        ),
        # What is said once is deleted by its age.
        sa.Index("ix_delivery_age", "workspace_id", "kind", "created_at"),
        one_of("state", "planned", "sending", "sent", "unknown", "skipped", "failed", "held"),
    )

    id: Mapped[int] = own_key()
    key: Mapped[str]
    kind: Mapped[str]
    subject: Mapped[dict[str, Any]]
    """What the renderer of `kind` needs to find the facts again."""
    target: Mapped[str]
    """A user id (U…) or a channel id (C…)."""
    thread_key: Mapped[str] = mapped_column(server_default="")
    """The key of the message that this one answers in a thread, or empty."""
    joined_key: Mapped[str] = mapped_column(server_default="")
    """The key of the first of those that share one message in Slack, its own where it is the first; or empty."""
    priority: Mapped[int] = mapped_column(server_default="5")
    """Lower goes first: 0 a channel's hello, 1 replies and roll-ups, 5 prompts, 9 announcements."""
    state: Mapped[str] = mapped_column(server_default="planned")
    wanted: Mapped[int] = mapped_column(server_default="1")
    sent: Mapped[int] = mapped_column(server_default="0")
    attempt: Mapped[int] = mapped_column(server_default="0")
    """Tries since Slack last took it; each further try waits longer."""
    held_until: Mapped[float] = mapped_column(server_default="0")
    """Real seconds since 1970 before which nobody takes this row: a worker has it, or Slack asked for patience."""
    conversation: Mapped[str] = mapped_column(server_default="")
    """The conversation that Slack posted to (D… for a person), or empty."""
    ts: Mapped[str] = mapped_column(server_default="")
    reason: Mapped[str] = mapped_column(server_default="")
    """Why it was skipped or failed, in words for the ritual's owner."""
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    """When Slack last took it, as a post or as an update."""
    posted_at: Mapped[datetime | None]
    """When Slack took it first; None where it shares the message of another one."""
