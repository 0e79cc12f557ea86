"""The blockers of a sync are found by when they were closed: for its map, and for what a summary says of them.

Rules: no imports from `models`; every constraint named; NOT NULL columns get a server_default; on SQLite alter tables
in batch mode; both directions work with rows in the tables (tests/migrations runs them).
"""

from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_index("ix_blocker_closed", "blocker", ["workspace_id", "ritual_id", "closed_at"])


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_blocker_closed", "blocker")
