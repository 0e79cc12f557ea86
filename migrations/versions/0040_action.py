"""Actions: what somebody promised to do, by when, and what became of it.

Rules: no imports from `models`; every constraint named; NOT NULL columns get a server_default; on SQLite alter tables
in batch mode; both directions work with rows in the tables (tests/migrations runs them).
"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "action",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(), server_default="action", nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("signal", sa.String(), server_default="", nullable=False),
        sa.Column("team_id", KEY, nullable=True),
        sa.Column("retro_id", KEY, nullable=True),
        sa.Column("round_id", KEY, nullable=True),
        sa.Column("theme_id", KEY, nullable=True),
        sa.Column("theme", sa.String(), server_default="", nullable=False),
        sa.Column("owner_id", KEY, nullable=False),
        sa.Column("given_by_id", KEY, nullable=False),
        sa.Column("raised_by_id", KEY, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(), server_default="proposed", nullable=False),
        sa.Column("helped_by_id", KEY, nullable=True),
        sa.Column("needs", sa.String(), server_default="", nullable=False),
        sa.Column("effect", sa.String(), server_default="", nullable=False),
        sa.Column("worked", sa.Boolean(), nullable=True),
        sa.Column("reason", sa.String(), server_default="", nullable=False),
        sa.Column("carried", sa.Integer(), server_default="0", nullable=False),
        sa.Column("carried_round_id", KEY, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_by_id", KEY, nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.CheckConstraint("kind IN ('action', 'experiment')", name=op.f("ck_action_kind_known")),
        sa.CheckConstraint(
            "state IN ('proposed', 'open', 'help', 'done', 'dropped')", name=op.f("ck_action_state_known")
        ),
        sa.CheckConstraint(
            "(state IN ('done', 'dropped')) = (settled_at IS NOT NULL)", name=op.f("ck_action_settled_or_live")
        ),
        sa.CheckConstraint("carried >= 0", name=op.f("ck_action_carried_known")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "given_by_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_action_workspace_id_given_by_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "helped_by_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_action_workspace_id_helped_by_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "owner_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_action_workspace_id_owner_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "raised_by_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_action_workspace_id_raised_by_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "retro_id"],
            ["retro.workspace_id", "retro.id"],
            name=op.f("fk_action_workspace_id_retro_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "settled_by_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_action_workspace_id_settled_by_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "team_id"],
            ["team.workspace_id", "team.id"],
            name=op.f("fk_action_workspace_id_team_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_action_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
        sa.UniqueConstraint("workspace_id", "id", name=op.f("uq_action_workspace_id_id")),
    )
    op.create_index("ix_action_state", "action", ["workspace_id", "state", "team_id"])
    op.create_index("ix_action_owner", "action", ["workspace_id", "owner_id", "state"])
    op.create_index("ix_action_retro", "action", ["workspace_id", "retro_id", "state"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("action")
