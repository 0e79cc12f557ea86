"""Whoever is asked in a pulse as one of few of their group answers together with other small groups.

Rules: no imports from `models`; every constraint named; NOT NULL columns get a server_default; on SQLite alter tables
in batch mode; both directions work with rows in the tables (tests/migrations runs them).
"""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("change_pulse_asked") as table:
        table.add_column(sa.Column("box_id", KEY, nullable=True))


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("change_pulse_asked") as table:
        table.drop_column("box_id")
