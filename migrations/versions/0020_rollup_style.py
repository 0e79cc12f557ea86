"""A ritual says in which style its roll-up is told, and whether it stands below the message of its week.

Rules: no imports from `models`; every constraint named; NOT NULL columns get a server_default; on SQLite alter tables
in batch mode; both directions work with rows in the tables (tests/migrations runs them).
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

STYLES, PLACES = "rollup_style IN ('decisions', 'team', 'question')", "rollup_place IN ('channel', 'week')"


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("ritual") as ritual:
        ritual.add_column(sa.Column("rollup_style", sa.String(), server_default="decisions", nullable=False))
        ritual.add_column(sa.Column("rollup_place", sa.String(), server_default="channel", nullable=False))
        ritual.create_check_constraint(op.f("ck_ritual_rollup_style_known"), sa.text(STYLES))
        ritual.create_check_constraint(op.f("ck_ritual_rollup_place_known"), sa.text(PLACES))


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("ritual") as ritual:
        ritual.drop_constraint(op.f("ck_ritual_rollup_place_known"), type_="check")
        ritual.drop_constraint(op.f("ck_ritual_rollup_style_known"), type_="check")
        ritual.drop_column("rollup_place")
        ritual.drop_column("rollup_style")
