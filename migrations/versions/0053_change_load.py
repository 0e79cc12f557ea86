"""How much a group can take in, and what sponsors are asked where it is more.

Rules: no imports from `models`; every constraint named; NOT NULL columns get a server_default; on SQLite alter tables
in batch mode; both directions work with rows in the tables (tests/migrations runs them).
"""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("workspace") as workspace:
        workspace.add_column(sa.Column("change_limit", sa.Integer(), server_default="8", nullable=False))
        workspace.create_check_constraint(
            op.f("ck_workspace_change_limit_known"), sa.text("change_limit BETWEEN 1 AND 50")
        )
    op.create_table(
        "change_load_ask",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("announcement_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("asked_by_id", KEY, nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("state", sa.String(), server_default="asked", nullable=False),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.CheckConstraint("state IN ('asked', 'allowed', 'declined')", name=op.f("ck_change_load_ask_state_known")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "announcement_id"],
            ["announcement.workspace_id", "announcement.id"],
            name=op.f("fk_change_load_ask_workspace_id_announcement_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_change_load_ask_workspace_id_person_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "asked_by_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_change_load_ask_workspace_id_asked_by_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_change_load_ask_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_load_ask")),
        sa.UniqueConstraint("workspace_id", "id", name=op.f("uq_change_load_ask_workspace_id_id")),
    )
    op.create_index("ix_change_load_ask_announcement", "change_load_ask", ["workspace_id", "announcement_id", "state"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("change_load_ask")
    with op.batch_alter_table("workspace") as workspace:
        workspace.drop_constraint(op.f("ck_workspace_change_limit_known"), type_="check")
        workspace.drop_column("change_limit")
