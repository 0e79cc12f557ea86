"""What is open is found without looking through the past: rounds, somebody's turn in them, decisions, blockers.

Rules: no imports from `models`; every constraint named; NOT NULL columns get a server_default; on SQLite alter tables
in batch mode; both directions work with rows in the tables (tests/migrations runs them).
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

MERGED = sa.text("merged_into_id IS NOT NULL")


def upgrade() -> None:
    """Apply."""
    op.create_index("ix_round_state", "round", ["workspace_id", "state", "local_date"])
    op.create_index("ix_decision_state", "decision", ["workspace_id", "state", "due_on"])
    op.drop_index("ix_turn_person", "turn")
    op.create_index("ix_turn_person", "turn", ["workspace_id", "person_id", "round_id"])
    op.drop_index("ix_blocker_merged", "blocker")
    op.create_index(
        "ix_blocker_merged",
        "blocker",
        ["workspace_id", "merged_into_id"],
        sqlite_where=MERGED,
        postgresql_where=MERGED,
    )


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_blocker_merged", "blocker")
    op.create_index("ix_blocker_merged", "blocker", ["workspace_id", "merged_into_id"])
    op.drop_index("ix_turn_person", "turn")
    op.create_index("ix_turn_person", "turn", ["workspace_id", "person_id"])
    op.drop_index("ix_decision_state", "decision")
    op.drop_index("ix_round_state", "round")
