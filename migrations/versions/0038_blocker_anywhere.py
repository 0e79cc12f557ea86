"""Blockers are raised anywhere: without a round, and from a message with its link.

Rules: no imports from `models`; every constraint named; NOT NULL columns get a server_default; on SQLite alter tables
in batch mode; both directions work with rows in the tables (tests/migrations runs them).
"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ANCHORS = ("ritual_id", "round_id", "prompt_id")


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("blocker") as blocker:
        for anchor in ANCHORS:
            blocker.alter_column(anchor, existing_type=KEY, nullable=True)
        blocker.add_column(sa.Column("link", sa.String(), server_default="", nullable=False))
        blocker.add_column(sa.Column("link_public", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    """Take back: what was raised without a round counts to the last round of its sync before.

    The version before knows no blocker without a sync, so that those go, and so does what the ledger knows of messages
    that it has no words for; in Slack they stay.
    """
    op.execute(
        "UPDATE blocker SET round_id = COALESCE("
        "(SELECT round.id FROM round WHERE round.workspace_id = blocker.workspace_id"
        " AND round.ritual_id = blocker.ritual_id AND round.opens_at <= blocker.since"
        " ORDER BY round.local_date DESC LIMIT 1),"
        "(SELECT round.id FROM round WHERE round.workspace_id = blocker.workspace_id"
        " AND round.ritual_id = blocker.ritual_id ORDER BY round.local_date LIMIT 1))"
        " WHERE round_id IS NULL AND ritual_id IS NOT NULL"
    )
    op.execute("UPDATE blocker SET prompt_id = 0 WHERE prompt_id IS NULL AND round_id IS NOT NULL")
    lost = "SELECT lost.id FROM blocker AS lost WHERE lost.round_id IS NULL"
    op.execute(f"UPDATE blocker SET merged_into_id = NULL WHERE round_id IS NOT NULL AND merged_into_id IN ({lost})")
    op.execute(f"DELETE FROM blocker_step WHERE blocker_id IN ({lost})")
    op.execute("DELETE FROM blocker WHERE round_id IS NULL")
    op.execute("DELETE FROM delivery WHERE kind = 'blocker_raised' OR key LIKE 'blocker_here:of:%'")
    op.execute("DELETE FROM delivery WHERE thread_key LIKE 'blocker_here:of:%' AND state = 'planned'")
    with op.batch_alter_table("blocker") as blocker:
        blocker.drop_column("link_public")
        blocker.drop_column("link")
        for anchor in ANCHORS:
            blocker.alter_column(anchor, existing_type=KEY, nullable=False)
