"""Readiness pulses of changes: who was asked, what was said without a name, and what it came to.

Rules: no imports from `models`; every constraint named; NOT NULL columns get a server_default; on SQLite alter tables
in batch mode; both directions work with rows in the tables (tests/migrations runs them).
"""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "change_pulse",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("change_id", KEY, nullable=False),
        sa.Column("asked_by_id", KEY, nullable=False),
        sa.Column("state", sa.String(), server_default="open", nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.CheckConstraint("state IN ('open', 'closed', 'dropped')", name=op.f("ck_change_pulse_state_known")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_change_pulse_workspace_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "asked_by_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_change_pulse_workspace_id_asked_by_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "change_id"],
            ["change.workspace_id", "change.id"],
            name=op.f("fk_change_pulse_workspace_id_change_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_pulse")),
        sa.UniqueConstraint("workspace_id", "id", name=op.f("uq_change_pulse_workspace_id_id")),
    )
    op.create_index("ix_change_pulse_change", "change_pulse", ["workspace_id", "change_id", "state"])
    op.create_table(
        "change_pulse_asked",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("pulse_id", KEY, nullable=False),
        sa.Column("group_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "group_id"],
            ["stakeholder_group.workspace_id", "stakeholder_group.id"],
            name=op.f("fk_change_pulse_asked_workspace_id_group_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_change_pulse_asked_workspace_id_person_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "pulse_id"],
            ["change_pulse.workspace_id", "change_pulse.id"],
            name=op.f("fk_change_pulse_asked_workspace_id_pulse_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_pulse_asked")),
        sa.UniqueConstraint("workspace_id", "id", name=op.f("uq_change_pulse_asked_workspace_id_id")),
        sa.UniqueConstraint(
            "workspace_id", "pulse_id", "person_id", name=op.f("uq_change_pulse_asked_workspace_id_pulse_id_person_id")
        ),
    )
    op.create_index("ix_change_pulse_asked_due", "change_pulse_asked", ["workspace_id", "pulse_id", "due_at"])
    op.create_index("ix_change_pulse_asked_person", "change_pulse_asked", ["workspace_id", "person_id", "due_at"])
    op.create_table(
        "change_pulse_answer",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("pulse_id", KEY, nullable=False),
        sa.Column("group_id", KEY, nullable=False),
        sa.Column("voter", sa.String(), nullable=False),
        sa.Column("scores", sa.JSON(), nullable=False),
        sa.Column("words", sa.String(), server_default="", nullable=False),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_change_pulse_answer_workspace_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "group_id"],
            ["stakeholder_group.workspace_id", "stakeholder_group.id"],
            name=op.f("fk_change_pulse_answer_workspace_id_group_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "pulse_id"],
            ["change_pulse.workspace_id", "change_pulse.id"],
            name=op.f("fk_change_pulse_answer_workspace_id_pulse_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_pulse_answer")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_change_pulse_answer_pulse", "change_pulse_answer", ["workspace_id", "pulse_id", "voter"])
    op.create_table(
        "change_pulse_result",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("pulse_id", KEY, nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("group_id", KEY, nullable=True),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("means", sa.JSON(), nullable=False),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(part = 'group') = (group_id IS NOT NULL)", name=op.f("ck_change_pulse_result_group_or_not")
        ),
        sa.CheckConstraint("part IN ('all', 'group', 'rest')", name=op.f("ck_change_pulse_result_part_known")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_change_pulse_result_workspace_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "group_id"],
            ["stakeholder_group.workspace_id", "stakeholder_group.id"],
            name=op.f("fk_change_pulse_result_workspace_id_group_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "pulse_id"],
            ["change_pulse.workspace_id", "change_pulse.id"],
            name=op.f("fk_change_pulse_result_workspace_id_pulse_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_pulse_result")),
    )
    op.create_index("ix_change_pulse_result_pulse", "change_pulse_result", ["workspace_id", "pulse_id"])
    op.create_table(
        "change_pulse_theme",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("pulse_id", KEY, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_change_pulse_theme_workspace_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "pulse_id"],
            ["change_pulse.workspace_id", "change_pulse.id"],
            name=op.f("fk_change_pulse_theme_workspace_id_pulse_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_pulse_theme")),
    )
    op.create_index("ix_change_pulse_theme_pulse", "change_pulse_theme", ["workspace_id", "pulse_id", "place"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("change_pulse_theme")
    op.drop_table("change_pulse_result")
    op.drop_table("change_pulse_answer")
    op.drop_table("change_pulse_asked")
    op.drop_table("change_pulse")
