"""The plan of a change: its steps, and who was asked to take part in them.

Rules: no imports from `models`; every constraint named; NOT NULL columns get a server_default; on SQLite alter tables
in batch mode; both directions work with rows in the tables (tests/migrations runs them).
"""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _within(table: str, column: str, of: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id", column],
        [f"{of}.workspace_id", f"{of}.id"],
        name=op.f(f"fk_{table}_workspace_id_{column}"),
        ondelete="CASCADE",
    )


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "change_step",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("change_id", KEY, nullable=False),
        sa.Column("group_id", KEY, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("owner_id", KEY, nullable=False),
        sa.Column("given_by_id", KEY, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), server_default="proposed", nullable=False),
        sa.Column("announcement_id", KEY, nullable=True),
        sa.Column("playbook_id", KEY, nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("second_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("minutes", sa.Integer(), server_default="60", nullable=False),
        sa.Column("place", sa.String(), server_default="", nullable=False),
        sa.Column("seats", sa.Integer(), server_default="0", nullable=False),
        sa.Column("material", sa.String(), server_default="", nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_by_id", KEY, nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), server_default="", nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('inform', 'session', 'page', 'practice', 'adapt')", name=op.f("ck_change_step_kind_known")
        ),
        sa.CheckConstraint("state IN ('proposed', 'open', 'done', 'dropped')", name=op.f("ck_change_step_state_known")),
        sa.CheckConstraint(
            "(state IN ('done', 'dropped')) = (settled_at IS NOT NULL)", name=op.f("ck_change_step_settled_or_live")
        ),
        sa.CheckConstraint("minutes BETWEEN 5 AND 600", name=op.f("ck_change_step_minutes")),
        sa.CheckConstraint("seats BETWEEN 0 AND 10000", name=op.f("ck_change_step_seats")),
        sa.CheckConstraint(
            "second_at IS NULL OR starts_at IS NOT NULL", name=op.f("ck_change_step_second_after_first")
        ),
        _within("change_step", "change_id", "change"),
        _within("change_step", "given_by_id", "person"),
        _within("change_step", "group_id", "stakeholder_group"),
        _within("change_step", "owner_id", "person"),
        _within("change_step", "settled_by_id", "person"),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_change_step_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_step")),
        sa.UniqueConstraint("workspace_id", "id", name=op.f("uq_change_step_workspace_id_id")),
    )
    op.create_index("ix_change_step_plan", "change_step", ["workspace_id", "change_id", "group_id", "due_on"])
    op.create_index("ix_change_step_owner", "change_step", ["workspace_id", "owner_id", "state"])
    op.create_index("ix_change_step_late", "change_step", ["workspace_id", "state", "due_on"])
    op.create_table(
        "change_step_person",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("step_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("answer", sa.String(), server_default="", nullable=False),
        sa.Column("did", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("material_sent", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.CheckConstraint(
            "answer IN ('', 'first', 'second', 'cant')", name=op.f("ck_change_step_person_answer_known")
        ),
        _within("change_step_person", "person_id", "person"),
        _within("change_step_person", "step_id", "change_step"),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_change_step_person_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_step_person")),
        sa.UniqueConstraint("workspace_id", "id", name=op.f("uq_change_step_person_workspace_id_id")),
        sa.UniqueConstraint(
            "workspace_id", "step_id", "person_id", name=op.f("uq_change_step_person_workspace_id_step_id_person_id")
        ),
    )
    op.create_index(
        "ix_change_step_person_person", "change_step_person", ["workspace_id", "person_id", "did", "answer"]
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("change_step_person")
    op.drop_table("change_step")
