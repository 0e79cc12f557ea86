"""Decisions that syncs ask for, and what was decided.

Rules: no imports from `models`; every constraint named; NOT NULL columns get a server_default; on SQLite alter tables
in batch mode; both directions work with rows in the tables (tests/migrations runs them).
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "decision",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("ritual_id", KEY, nullable=True),
        sa.Column("team_id", KEY, nullable=True),
        sa.Column("person_id", KEY, nullable=True),
        sa.Column("question", sa.String(), server_default="", nullable=False),
        sa.Column("state", sa.String(), server_default="needed", nullable=False),
        sa.Column("raised_by_id", KEY, nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner_id", KEY, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("settled_by_id", KEY, nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(), server_default="", nullable=False),
        sa.Column("reason", sa.String(), server_default="", nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.CheckConstraint("(state = 'needed') = (settled_at IS NULL)", name=op.f("ck_decision_settled_or_needed")),
        sa.CheckConstraint("state IN ('needed', 'decided', 'dropped')", name=op.f("ck_decision_state_known")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_decision_workspace_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "owner_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_decision_workspace_id_owner_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_decision_workspace_id_person_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "raised_by_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_decision_workspace_id_raised_by_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "ritual_id"],
            ["ritual.workspace_id", "ritual.id"],
            name=op.f("fk_decision_workspace_id_ritual_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "settled_by_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_decision_workspace_id_settled_by_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "team_id"],
            ["team.workspace_id", "team.id"],
            name=op.f("fk_decision_workspace_id_team_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("workspace_id", "id", name=op.f("uq_decision_workspace_id_id")),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index("ix_decision_owner", ["workspace_id", "owner_id", "state"], unique=False)
        batch_op.create_index("ix_decision_ritual", ["workspace_id", "ritual_id", "state"], unique=False)

    op.create_table(
        "decision_told",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("decision_id", KEY, nullable=False),
        sa.Column("prompt_id", KEY, nullable=False),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_decision_told_workspace_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "decision_id"],
            ["decision.workspace_id", "decision.id"],
            name=op.f("fk_decision_told_workspace_id_decision_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "prompt_id"],
            ["prompt.workspace_id", "prompt.id"],
            name=op.f("fk_decision_told_workspace_id_prompt_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_told")),
        sa.UniqueConstraint(
            "workspace_id", "prompt_id", "decision_id", name=op.f("uq_decision_told_workspace_id_prompt_id_decision_id")
        ),
    )
    with op.batch_alter_table("decision_told", schema=None) as batch_op:
        batch_op.create_index("ix_decision_told_decision", ["workspace_id", "decision_id"], unique=False)

    op.create_table(
        "decision_before",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("decision_id", KEY, nullable=False),
        sa.Column("settled_by_id", KEY, nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), server_default="", nullable=False),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_decision_before_workspace_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "decision_id"],
            ["decision.workspace_id", "decision.id"],
            name=op.f("fk_decision_before_workspace_id_decision_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "settled_by_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_decision_before_workspace_id_settled_by_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_before")),
    )
    with op.batch_alter_table("decision_before", schema=None) as batch_op:
        batch_op.create_index("ix_decision_before_decision", ["workspace_id", "decision_id"], unique=False)


def downgrade() -> None:
    """Take back."""
    op.drop_table("decision_before")
    op.drop_table("decision_told")
    op.drop_table("decision")
