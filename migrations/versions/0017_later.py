"""A question can be put off: when it comes again, and how often it has been.

Rules: no imports from `models`; every constraint named; NOT NULL columns get a server_default; on SQLite alter tables
in batch mode; both directions work with rows in the tables (tests/migrations runs them).
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("turn") as turn:
        turn.add_column(sa.Column("later_at", sa.DateTime(timezone=True), nullable=True))
        turn.add_column(sa.Column("laters", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("turn") as turn:
        turn.drop_column("laters")
        turn.drop_column("later_at")
