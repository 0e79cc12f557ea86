"""Short retros of a change: who was asked, what was written without a name, and the themes of it.

Rules: no imports from `models`; every constraint named; NOT NULL columns get a server_default; on SQLite alter tables
in batch mode; both directions work with rows in the tables (tests/migrations runs them).
"""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "change_retro",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("change_id", KEY, nullable=False),
        sa.Column("asked_by_id", KEY, nullable=False),
        sa.Column("state", sa.String(), server_default="open", nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("longer", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.CheckConstraint("state IN ('open', 'closed', 'discarded')", name=op.f("ck_change_retro_state_known")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_change_retro_workspace_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "asked_by_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_change_retro_workspace_id_asked_by_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "change_id"],
            ["change.workspace_id", "change.id"],
            name=op.f("fk_change_retro_workspace_id_change_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_retro")),
        sa.UniqueConstraint("workspace_id", "id", name=op.f("uq_change_retro_workspace_id_id")),
    )
    op.create_index("ix_change_retro_change", "change_retro", ["workspace_id", "change_id", "state"])
    op.create_table(
        "change_retro_asked",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("retro_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("because", sa.String(), server_default="", nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_change_retro_asked_workspace_id_person_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "retro_id"],
            ["change_retro.workspace_id", "change_retro.id"],
            name=op.f("fk_change_retro_asked_workspace_id_retro_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_retro_asked")),
        sa.UniqueConstraint("workspace_id", "id", name=op.f("uq_change_retro_asked_workspace_id_id")),
        sa.UniqueConstraint(
            "workspace_id", "retro_id", "person_id", name=op.f("uq_change_retro_asked_workspace_id_retro_id_person_id")
        ),
    )
    op.create_index("ix_change_retro_asked_due", "change_retro_asked", ["workspace_id", "retro_id", "due_at"])
    op.create_index("ix_change_retro_asked_person", "change_retro_asked", ["workspace_id", "person_id", "due_at"])
    op.create_table(
        "change_retro_theme",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("retro_id", KEY, nullable=False),
        sa.Column("column_key", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_change_retro_theme_workspace_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "retro_id"],
            ["change_retro.workspace_id", "change_retro.id"],
            name=op.f("fk_change_retro_theme_workspace_id_retro_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_retro_theme")),
        sa.UniqueConstraint("workspace_id", "id", name=op.f("uq_change_retro_theme_workspace_id_id")),
    )
    op.create_index("ix_change_retro_theme_retro", "change_retro_theme", ["workspace_id", "retro_id", "place"])
    op.create_table(
        "change_retro_card",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("retro_id", KEY, nullable=False),
        sa.Column("column_key", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("writer", sa.String(), nullable=True),
        sa.Column("receipt", sa.String(), nullable=False),
        sa.Column("theme_id", KEY, nullable=True),
        sa.Column("place", sa.Integer(), server_default="0", nullable=False),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.CheckConstraint("writer IS NULL OR theme_id IS NULL", name=op.f("ck_change_retro_card_sealed_or_shown")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_change_retro_card_workspace_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "retro_id"],
            ["change_retro.workspace_id", "change_retro.id"],
            name=op.f("fk_change_retro_card_workspace_id_retro_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "theme_id"],
            ["change_retro_theme.workspace_id", "change_retro_theme.id"],
            name=op.f("fk_change_retro_card_workspace_id_theme_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_retro_card")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_change_retro_card_receipt", "change_retro_card", ["workspace_id", "receipt"])
    op.create_index("ix_change_retro_card_retro", "change_retro_card", ["workspace_id", "retro_id"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("change_retro_card")
    op.drop_table("change_retro_theme")
    op.drop_table("change_retro_asked")
    op.drop_table("change_retro")
