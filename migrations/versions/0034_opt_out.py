"""People ask to be left out of a sync.

Rules: no imports from `models`; every constraint named; NOT NULL columns get a server_default; on SQLite alter tables
in batch mode; both directions work with rows in the tables (tests/migrations runs them).
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "opt_out",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("ritual_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("state", sa.String(), server_default="asked", nullable=False),
        sa.Column("reason", sa.String(), server_default="", nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", KEY, nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("word", sa.String(), server_default="", nullable=False),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.CheckConstraint("state IN ('asked', 'out', 'kept', 'back')", name=op.f("ck_opt_out_state_known")),
        sa.CheckConstraint("(state = 'asked') = (decided_at IS NULL)", name=op.f("ck_opt_out_decided_or_asked")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "ritual_id"],
            ["ritual.workspace_id", "ritual.id"],
            name=op.f("fk_opt_out_workspace_id_ritual_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_opt_out_workspace_id_person_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "decided_by_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_opt_out_workspace_id_decided_by_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_opt_out_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opt_out")),
        sa.UniqueConstraint(
            "workspace_id", "ritual_id", "person_id", name=op.f("uq_opt_out_workspace_id_ritual_id_person_id")
        ),
    )


def downgrade() -> None:
    """Take back: everybody who was left out is asked again."""
    op.drop_table("opt_out")
