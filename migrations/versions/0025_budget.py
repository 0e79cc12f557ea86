"""Messages can share one message in Slack, and wait until their reader has had few enough.

Rules: no imports from `models`; every constraint named; NOT NULL columns get a server_default; on SQLite alter tables
in batch mode; both directions work with rows in the tables (tests/migrations runs them).
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

STATES = "'planned', 'sending', 'sent', 'unknown', 'skipped', 'failed'"


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("delivery") as delivery:
        delivery.add_column(sa.Column("joined_key", sa.String(), server_default="", nullable=False))
        delivery.add_column(sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True))
        delivery.drop_constraint(op.f("ck_delivery_state_known"), type_="check")
        delivery.create_check_constraint(op.f("ck_delivery_state_known"), f"state IN ({STATES}, 'held')")
    op.execute("UPDATE delivery SET posted_at = created_at WHERE ts <> ''")
    op.create_index(
        "ix_delivery_joined",
        "delivery",
        ["workspace_id", "joined_key"],
        sqlite_where=sa.text("joined_key <> ''"),
        postgresql_where=sa.text("joined_key <> ''"),
    )
    op.create_index(
        "ix_delivery_held",
        "delivery",
        ["workspace_id", "target"],
        sqlite_where=sa.text("state = 'held'"),
        postgresql_where=sa.text("state = 'held'"),
    )


def downgrade() -> None:
    """Take back."""
    op.execute("UPDATE delivery SET state = 'planned' WHERE state = 'held'")
    op.drop_index("ix_delivery_held", "delivery")
    op.drop_index("ix_delivery_joined", "delivery")
    with op.batch_alter_table("delivery") as delivery:
        delivery.drop_constraint(op.f("ck_delivery_state_known"), type_="check")
        delivery.create_check_constraint(op.f("ck_delivery_state_known"), f"state IN ({STATES})")
        delivery.drop_column("posted_at")
        delivery.drop_column("joined_key")
