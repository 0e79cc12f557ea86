"""What is said once is found by its age, to be deleted.

Rules: no imports from `models`; every constraint named; NOT NULL columns get a server_default; on SQLite alter tables
in batch mode; both directions work with rows in the tables (tests/migrations runs them).
"""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_index("ix_delivery_age", "delivery", ["workspace_id", "kind", "created_at"], unique=False)


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_delivery_age", table_name="delivery")
