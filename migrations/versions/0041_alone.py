"""What waits for a person is found at once, however much waits for others.

Rules: no imports from `models`; every constraint named; NOT NULL columns get a server_default; on SQLite alter tables
in batch mode; both directions work with rows in the tables (tests/migrations runs them).
"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

ALONE = "state = 'planned' AND ts = '' AND thread_key = '' AND joined_key = ''"


def upgrade() -> None:
    """Apply."""
    op.create_index(
        "ix_delivery_alone",
        "delivery",
        ["workspace_id", "target"],
        sqlite_where=sa.text(ALONE),
        postgresql_where=sa.text(ALONE),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_delivery_alone", "delivery")
