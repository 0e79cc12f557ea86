"""What stands in a thread is found by the message that it answers.

Rules: no imports from `models`; every constraint named; NOT NULL columns get a server_default; on SQLite alter tables
in batch mode; both directions work with rows in the tables (tests/migrations runs them).
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_index(
        "ix_delivery_thread",
        "delivery",
        ["workspace_id", "thread_key"],
        unique=False,
        sqlite_where=sa.text("thread_key <> ''"),
        postgresql_where=sa.text("thread_key <> ''"),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_delivery_thread", table_name="delivery")
