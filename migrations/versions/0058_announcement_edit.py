"""Edits that wait for signatures, and for how much a sponsor said that an announcement may go all the same.

Rules: no imports from `models`; every constraint named; NOT NULL columns get a server_default; on SQLite alter tables
in batch mode; both directions work with rows in the tables (tests/migrations runs them).
"""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "announcement_edit",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("announcement_id", KEY, nullable=False),
        sa.Column("edited_by_id", KEY, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("not_known", sa.String(), server_default="", nullable=False),
        sa.Column("next_word_on", sa.Date(), nullable=True),
        sa.Column("parts", sa.JSON(), server_default="{}", nullable=False),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_announcement_edit_workspace_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "announcement_id"],
            ["announcement.workspace_id", "announcement.id"],
            name=op.f("fk_announcement_edit_workspace_id_announcement_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "edited_by_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_announcement_edit_workspace_id_edited_by_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement_edit")),
        sa.UniqueConstraint(
            "workspace_id", "announcement_id", name=op.f("uq_announcement_edit_workspace_id_announcement_id")
        ),
    )
    with op.batch_alter_table("announcement") as batch:
        batch.add_column(sa.Column("override_loads", sa.JSON(), server_default="{}", nullable=False))


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("announcement") as batch:
        batch.drop_column("override_loads")
    op.drop_table("announcement_edit")
