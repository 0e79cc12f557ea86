"""Whom changes affect, as long as nobody has decided it, is found at once, however much was decided before.

Rules: no imports from `models`; every constraint named; NOT NULL columns get a server_default; on SQLite alter tables
in batch mode; both directions work with rows in the tables (tests/migrations runs them).
"""

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None

OPEN = "state = 'open'"


def upgrade() -> None:
    """Apply."""
    op.create_index(
        "ix_announcement_correction_open",
        "announcement_correction",
        ["workspace_id", "reader_id"],
        sqlite_where=sa.text(OPEN),
        postgresql_where=sa.text(OPEN),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_announcement_correction_open", "announcement_correction")
