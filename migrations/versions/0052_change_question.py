"""Questions and ideas about changes, the talk below them, and the box of what was asked without a name.

Rules: no imports from `models`; every constraint named; NOT NULL columns get a server_default; on SQLite alter tables
in batch mode; both directions work with rows in the tables (tests/migrations runs them).
"""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "change_question",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("change_id", KEY, nullable=True),
        sa.Column("group_id", KEY, nullable=True),
        sa.Column("about", sa.String(), server_default="", nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("asked_by_id", KEY, nullable=True),
        sa.Column("receipt", sa.String(), nullable=True),
        sa.Column("owner_id", KEY, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), server_default="open", nullable=False),
        sa.Column("answer", sa.String(), server_default="", nullable=False),
        sa.Column("answered_by_id", KEY, nullable=True),
        sa.Column("next_word_on", sa.Date(), nullable=True),
        sa.Column("no_news", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("public", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("wording", sa.String(), server_default="", nullable=False),
        sa.Column("same_as_id", sa.String(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("digested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(state IN ('open', 'unknown')) = (settled_at IS NULL)", name=op.f("ck_change_question_settled_or_open")
        ),
        sa.CheckConstraint("asked_by_id IS NULL OR receipt IS NULL", name=op.f("ck_change_question_named_or_not")),
        sa.CheckConstraint("kind IN ('question', 'idea')", name=op.f("ck_change_question_kind_known")),
        sa.CheckConstraint(
            "state IN ('open', 'unknown', 'answered', 'will_do', 'wont', 'withdrawn', 'same')",
            name=op.f("ck_change_question_state_known"),
        ),
        *(
            sa.ForeignKeyConstraint(
                ["workspace_id", column],
                ["person.workspace_id", "person.id"],
                name=op.f(f"fk_change_question_workspace_id_{column}"),
                ondelete="CASCADE",
            )
            for column in ("asked_by_id", "owner_id", "answered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_change_question_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_question")),
        sa.UniqueConstraint("workspace_id", "id", name=op.f("uq_change_question_workspace_id_id")),
        sa.UniqueConstraint("workspace_id", "receipt", name=op.f("uq_change_question_workspace_id_receipt")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_change_question_asked_by", "change_question", ["workspace_id", "asked_by_id", "state"])
    op.create_index("ix_change_question_change", "change_question", ["workspace_id", "change_id", "kind", "state"])
    op.create_index("ix_change_question_owner", "change_question", ["workspace_id", "owner_id", "state"])
    op.create_index("ix_change_question_same_as", "change_question", ["workspace_id", "same_as_id"])
    op.create_table(
        "change_question_word",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("question_id", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("by_asker", sa.Boolean(), nullable=False),
        sa.Column("written_by_id", KEY, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "question_id"],
            ["change_question.workspace_id", "change_question.id"],
            name=op.f("fk_change_question_word_workspace_id_question_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "written_by_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_change_question_word_workspace_id_written_by_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_change_question_word_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_question_word")),
        sa.UniqueConstraint("workspace_id", "id", name=op.f("uq_change_question_word_workspace_id_id")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_change_question_word_question", "change_question_word", ["workspace_id", "question_id", "at"])
    op.create_table(
        "change_question_sealed",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("change_id", KEY, nullable=True),
        sa.Column("group_id", KEY, nullable=True),
        sa.Column("about", sa.String(), server_default="", nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("receipt", sa.String(), nullable=False),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.CheckConstraint("kind IN ('question', 'idea', 'word')", name=op.f("ck_change_question_sealed_kind_known")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_change_question_sealed_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_question_sealed")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_change_question_sealed_receipt", "change_question_sealed", ["workspace_id", "receipt"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("change_question_sealed")
    op.drop_table("change_question_word")
    op.drop_table("change_question")
