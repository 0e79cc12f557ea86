"""What a person was told of late is found at once, however much was said to others.

Rules: no imports from `models`; every constraint named; NOT NULL columns get a server_default; on SQLite alter tables
in batch mode; both directions work with rows in the tables (tests/migrations runs them).
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

TOLD = "posted_at IS NOT NULL AND thread_key = ''"


def upgrade() -> None:
    """Apply."""
    op.create_index(
        "ix_delivery_told",
        "delivery",
        ["workspace_id", "target", "posted_at"],
        sqlite_where=sa.text(TOLD),
        postgresql_where=sa.text(TOLD),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_delivery_told", "delivery")
