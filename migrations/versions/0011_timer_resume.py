"""Timers that wait for Slack are found among all others: one too far ahead is from before the clock was set back.

Rules: no imports from `models`; every constraint named; NOT NULL columns get a server_default; on SQLite alter tables
in batch mode; both directions work with rows in the tables (tests/migrations runs them).
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

RESUMING = sa.text("state = 'pending' AND kind = 'delivery.resume'")


def upgrade() -> None:
    """Apply."""
    op.create_index(
        "ix_timer_resume", "timer", ["kind", "due_at"], unique=False, sqlite_where=RESUMING, postgresql_where=RESUMING
    )


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_timer_resume", table_name="timer", sqlite_where=RESUMING, postgresql_where=RESUMING)
