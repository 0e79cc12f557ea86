"""A ritual says what becomes of a date on which its home country has a holiday.

Rules: no imports from `models`; every constraint named; NOT NULL columns get a server_default; on SQLite alter tables
in batch mode; both directions work with rows in the tables (tests/migrations runs them).
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("ritual") as ritual:
        ritual.add_column(sa.Column("holidays", sa.String(), server_default="own", nullable=False))
        ritual.add_column(sa.Column("home_country", sa.String(), server_default="", nullable=False))
        ritual.create_check_constraint(op.f("ck_ritual_holidays_known"), sa.text("holidays IN ('own', 'skip', 'move')"))


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("ritual") as ritual:
        ritual.drop_constraint(op.f("ck_ritual_holidays_known"), type_="check")
        ritual.drop_column("home_country")
        ritual.drop_column("holidays")
