"""A decision that was noted from a message has its link, and whether everybody may see it.

Rules: no imports from `models`; every constraint named; NOT NULL columns get a server_default; on SQLite alter tables
in batch mode; both directions work with rows in the tables (tests/migrations runs them).
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("decision") as decision:
        decision.add_column(sa.Column("link", sa.String(), server_default="", nullable=False))
        decision.add_column(sa.Column("link_public", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("decision") as decision:
        decision.drop_column("link_public")
        decision.drop_column("link")
