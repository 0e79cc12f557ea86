"""A slot of Slack's rates says when it was noted, so that a clock that was set back is seen.

Rules: no imports from `models`; every constraint named; NOT NULL columns get a server_default; on SQLite alter tables
in batch mode; both directions work with rows in the tables (tests/migrations runs them).
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    # What is there counts as noted long ago: it is believed as it is, until the next call notes it anew.
    with op.batch_alter_table("pace_slot", schema=None) as batch_op:
        batch_op.add_column(sa.Column("noted_at", sa.Double(), server_default="0", nullable=False))


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("pace_slot", schema=None) as batch_op:
        batch_op.drop_column("noted_at")
