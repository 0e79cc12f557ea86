"""The PMO says how long a blocker may wait before it is past its time.

Rules: no imports from `models`; every constraint named; NOT NULL columns get a server_default; on SQLite alter tables
in batch mode; both directions work with rows in the tables (tests/migrations runs them).
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("workspace") as workspace:
        workspace.add_column(sa.Column("blocker_limit", sa.Integer(), server_default="3", nullable=False))
        workspace.create_check_constraint(
            op.f("ck_workspace_blocker_limit_known"), sa.text("blocker_limit BETWEEN 1 AND 30")
        )


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("workspace") as workspace:
        workspace.drop_constraint(op.f("ck_workspace_blocker_limit_known"), type_="check")
        workspace.drop_column("blocker_limit")
