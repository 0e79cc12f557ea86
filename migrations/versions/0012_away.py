"""Away dates say who gave them; those of a status in Slack may have no end, and be those that somebody typed.

Rules: no imports from `models`; every constraint named; NOT NULL columns get a server_default; on SQLite alter tables
in batch mode; both directions work with rows in the tables (tests/migrations runs them).
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

UNIQUE = "uq_away_workspace_id_person_id_first_last"


def upgrade() -> None:
    """Apply; what is there came from a company file."""
    with op.batch_alter_table("away", schema=None) as batch_op:
        batch_op.drop_constraint(op.f(UNIQUE), type_="unique")
        batch_op.create_index("ix_away_person", ["workspace_id", "person_id"], unique=False)
        batch_op.add_column(sa.Column("source", sa.String(), server_default="file", nullable=False))
        batch_op.alter_column("last", existing_type=sa.Date(), nullable=True)
        batch_op.create_check_constraint(op.f("ck_away_source_known"), "source IN ('own', 'pmo', 'file', 'status')")


def downgrade() -> None:
    """Take back; what has no end cannot be kept, and Slack tells of it again; of the same days one row stays."""
    op.execute("DELETE FROM away WHERE last IS NULL")
    op.execute(
        "DELETE FROM away WHERE id NOT IN (SELECT min(id) FROM away GROUP BY workspace_id, person_id, first, last)"
    )
    with op.batch_alter_table("away", schema=None) as batch_op:
        batch_op.drop_index("ix_away_person")
        batch_op.create_unique_constraint(op.f(UNIQUE), ["workspace_id", "person_id", "first", "last"])
        batch_op.drop_constraint(op.f("ck_away_source_known"), type_="check")
        batch_op.alter_column("last", existing_type=sa.Date(), nullable=False)
        batch_op.drop_column("source")
