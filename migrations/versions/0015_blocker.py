"""Blockers between teams, and the steps taken about each.

Rules: no imports from `models`; every constraint named; NOT NULL columns get a server_default; on SQLite alter tables
in batch mode; both directions work with rows in the tables (tests/migrations runs them).
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "blocker",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("ritual_id", KEY, nullable=False),
        sa.Column("round_id", KEY, nullable=False),
        sa.Column("prompt_id", KEY, nullable=False),
        sa.Column("raiser_id", KEY, nullable=False),
        sa.Column("party_team_id", KEY, nullable=True),
        sa.Column("team_id", KEY, nullable=True),
        sa.Column("person_id", KEY, nullable=True),
        sa.Column("outside", sa.String(), server_default="", nullable=False),
        sa.Column("needs", sa.String(), nullable=False),
        sa.Column("state", sa.String(), server_default="open", nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("owner_id", KEY, nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("merged_into_id", KEY, nullable=True),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(CASE WHEN team_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN person_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN outside = '' THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_blocker_on_one"),
        ),
        sa.CheckConstraint("state IN ('open', 'taken', 'done', 'withdrawn')", name=op.f("ck_blocker_state_known")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "merged_into_id"],
            ["blocker.workspace_id", "blocker.id"],
            name=op.f("fk_blocker_workspace_id_merged_into_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "owner_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_blocker_workspace_id_owner_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "party_team_id"],
            ["team.workspace_id", "team.id"],
            name=op.f("fk_blocker_workspace_id_party_team_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_blocker_workspace_id_person_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "raiser_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_blocker_workspace_id_raiser_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "ritual_id"],
            ["ritual.workspace_id", "ritual.id"],
            name=op.f("fk_blocker_workspace_id_ritual_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "team_id"],
            ["team.workspace_id", "team.id"],
            name=op.f("fk_blocker_workspace_id_team_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_blocker_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blocker")),
        sa.UniqueConstraint("workspace_id", "id", name=op.f("uq_blocker_workspace_id_id")),
    )
    op.create_index("ix_blocker_round", "blocker", ["workspace_id", "round_id"])
    op.create_index("ix_blocker_prompt", "blocker", ["workspace_id", "prompt_id"])
    op.create_index("ix_blocker_state", "blocker", ["workspace_id", "state", "team_id"])
    op.create_index("ix_blocker_merged", "blocker", ["workspace_id", "merged_into_id"])
    op.create_table(
        "blocker_step",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("blocker_id", KEY, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), server_default="", nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("owner_id", KEY, nullable=True),
        sa.Column("on_team_id", KEY, nullable=True),
        sa.Column("on_person_id", KEY, nullable=True),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('raised', 'changed', 'taken', 'passed', 'done', 'reopened', 'withdrawn', 'merged')",
            name=op.f("ck_blocker_step_kind_known"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "blocker_id"],
            ["blocker.workspace_id", "blocker.id"],
            name=op.f("fk_blocker_step_workspace_id_blocker_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "on_person_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_blocker_step_workspace_id_on_person_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "on_team_id"],
            ["team.workspace_id", "team.id"],
            name=op.f("fk_blocker_step_workspace_id_on_team_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "owner_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_blocker_step_workspace_id_owner_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_blocker_step_workspace_id_person_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_blocker_step_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blocker_step")),
    )
    op.create_index("ix_blocker_step_blocker", "blocker_step", ["workspace_id", "blocker_id"])
    op.create_index("ix_blocker_step_team", "blocker_step", ["workspace_id", "on_team_id"])
    op.create_index("ix_blocker_step_person", "blocker_step", ["workspace_id", "on_person_id"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("blocker_step")
    op.drop_table("blocker")
