"""What readers say beside *Got it*: help, whom it affects instead; reminders, and the pause of a change's news.

Rules: no imports from `models`; every constraint named; NOT NULL columns get a server_default; on SQLite alter tables
in batch mode; both directions work with rows in the tables (tests/migrations runs them).
"""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("announcement_reader") as table:
        table.add_column(sa.Column("helps", sa.Boolean(), server_default=sa.false(), nullable=False))
        table.add_column(sa.Column("remind_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("change") as table:
        table.add_column(sa.Column("heartbeat_from", sa.Date(), nullable=True))
        table.add_column(sa.Column("heartbeat_paused_until", sa.Date(), nullable=True))
    op.create_table(
        "announcement_correction",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("reader_id", KEY, nullable=False),
        sa.Column("named_person_id", KEY, nullable=True),
        sa.Column("named_team_id", KEY, nullable=True),
        sa.Column("state", sa.String(), server_default="open", nullable=False),
        sa.Column("because", sa.String(), server_default="", nullable=False),
        sa.Column("decided_by_id", KEY, nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("batch", KEY, nullable=False),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'accepted', 'declined')", name=op.f("ck_announcement_correction_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "reader_id"],
            ["announcement_reader.workspace_id", "announcement_reader.id"],
            name=op.f("fk_announcement_correction_workspace_id_reader_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "named_person_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_announcement_correction_workspace_id_named_person_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "named_team_id"],
            ["team.workspace_id", "team.id"],
            name=op.f("fk_announcement_correction_workspace_id_named_team_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "decided_by_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_announcement_correction_workspace_id_decided_by_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f("fk_announcement_correction_workspace_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement_correction")),
        sa.UniqueConstraint(
            "workspace_id", "reader_id", name=op.f("uq_announcement_correction_workspace_id_reader_id")
        ),
    )
    op.create_index("ix_announcement_correction_batch", "announcement_correction", ["workspace_id", "batch"])
    op.create_table(
        "stakeholder_left_out",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("group_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "group_id"],
            ["stakeholder_group.workspace_id", "stakeholder_group.id"],
            name=op.f("fk_stakeholder_left_out_workspace_id_group_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_stakeholder_left_out_workspace_id_person_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f("fk_stakeholder_left_out_workspace_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stakeholder_left_out")),
        sa.UniqueConstraint(
            "workspace_id",
            "group_id",
            "person_id",
            name=op.f("uq_stakeholder_left_out_workspace_id_group_id_person_id"),
        ),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("stakeholder_left_out")
    op.drop_table("announcement_correction")
    with op.batch_alter_table("change") as table:
        table.drop_column("heartbeat_paused_until")
        table.drop_column("heartbeat_from")
    with op.batch_alter_table("announcement_reader") as table:
        table.drop_column("remind_at")
        table.drop_column("helps")
