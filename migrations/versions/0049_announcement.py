"""Announcements: what is said, to whom, who signs it, and what readers said.

Rules: no imports from `models`; every constraint named; NOT NULL columns get a server_default; on SQLite alter tables
in batch mode; both directions work with rows in the tables (tests/migrations runs them).
"""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "announcement",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("change_id", KEY, nullable=True),
        sa.Column("kind", sa.String(), server_default="plain", nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("author_id", KEY, nullable=False),
        sa.Column("state", sa.String(), server_default="draft", nullable=False),
        sa.Column("must_read", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("asks", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("timing", sa.String(), server_default="morning", nullable=False),
        sa.Column("send_on", sa.Date(), nullable=True),
        sa.Column("send_at", sa.Time(), server_default="09:30:00", nullable=False),
        sa.Column("lead_hours", sa.Integer(), server_default="0", nullable=False),
        sa.Column("talking_points", sa.String(), server_default="", nullable=False),
        sa.Column("likely_questions", sa.String(), server_default="", nullable=False),
        sa.Column("not_known", sa.String(), server_default="", nullable=False),
        sa.Column("next_word_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("override_reason", sa.String(), server_default="", nullable=False),
        sa.Column("override_by_id", KEY, nullable=True),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("meaning", sa.Integer(), server_default="1", nullable=False),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('kickoff', 'update', 'no_news', 'decision', 'thanks', 'plain')",
            name=op.f("ck_announcement_kind_known"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'signing', 'signed', 'planned', 'sending', 'sent', 'stopped', 'dropped')",
            name=op.f("ck_announcement_state_known"),
        ),
        sa.CheckConstraint("timing <> 'morning' OR send_on IS NOT NULL", name=op.f("ck_announcement_morning_of_a_day")),
        sa.CheckConstraint("timing IN ('now', 'morning')", name=op.f("ck_announcement_timing_known")),
        sa.CheckConstraint("lead_hours BETWEEN 0 AND 72", name=op.f("ck_announcement_lead_hours")),
        sa.CheckConstraint("meaning BETWEEN 1 AND revision", name=op.f("ck_announcement_meaning")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "author_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_announcement_workspace_id_author_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "change_id"],
            ["change.workspace_id", "change.id"],
            name=op.f("fk_announcement_workspace_id_change_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "override_by_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_announcement_workspace_id_override_by_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_announcement_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement")),
        sa.UniqueConstraint("workspace_id", "id", name=op.f("uq_announcement_workspace_id_id")),
    )
    op.create_index("ix_announcement_change", "announcement", ["workspace_id", "change_id", "state"])
    op.create_index("ix_announcement_state", "announcement", ["workspace_id", "state", "planned_at"])
    op.create_table(
        "announcement_channel",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("announcement_id", KEY, nullable=False),
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "announcement_id"],
            ["announcement.workspace_id", "announcement.id"],
            name=op.f("fk_announcement_channel_workspace_id_announcement_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_announcement_channel_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement_channel")),
        sa.UniqueConstraint(
            "workspace_id",
            "announcement_id",
            "channel_id",
            name=op.f("uq_announcement_channel_workspace_id_announcement_id_channel_id"),
        ),
    )
    op.create_table(
        "announcement_part",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("announcement_id", KEY, nullable=False),
        sa.Column("group_id", KEY, nullable=False),
        sa.Column("text", sa.String(), server_default="", nullable=False),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "announcement_id"],
            ["announcement.workspace_id", "announcement.id"],
            name=op.f("fk_announcement_part_workspace_id_announcement_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "group_id"],
            ["stakeholder_group.workspace_id", "stakeholder_group.id"],
            name=op.f("fk_announcement_part_workspace_id_group_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_announcement_part_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement_part")),
        sa.UniqueConstraint(
            "workspace_id",
            "announcement_id",
            "group_id",
            name=op.f("uq_announcement_part_workspace_id_announcement_id_group_id"),
        ),
    )
    op.create_index("ix_announcement_part_group", "announcement_part", ["workspace_id", "group_id"])
    op.create_table(
        "announcement_reader",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("announcement_id", KEY, nullable=False),
        sa.Column("group_id", KEY, nullable=False),
        sa.Column("other_group_ids", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("lead", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), server_default="waiting", nullable=False),
        sa.Column("why", sa.String(), server_default="", nullable=False),
        sa.Column("answer", sa.String(), server_default="", nullable=False),
        sa.Column("told_team", sa.String(), server_default="", nullable=False),
        sa.Column("reminders", sa.Integer(), server_default="0", nullable=False),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.CheckConstraint(
            "answer IN ('', 'got', 'asked', 'not_affected')", name=op.f("ck_announcement_reader_answer_known")
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'told', 'unreached')", name=op.f("ck_announcement_reader_state_known")
        ),
        sa.CheckConstraint("told_team IN ('', 'told', 'help')", name=op.f("ck_announcement_reader_told_team_known")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "announcement_id"],
            ["announcement.workspace_id", "announcement.id"],
            name=op.f("fk_announcement_reader_workspace_id_announcement_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "group_id"],
            ["stakeholder_group.workspace_id", "stakeholder_group.id"],
            name=op.f("fk_announcement_reader_workspace_id_group_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_announcement_reader_workspace_id_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement_reader")),
        sa.UniqueConstraint(
            "workspace_id",
            "announcement_id",
            "person_id",
            name=op.f("uq_announcement_reader_workspace_id_announcement_id_person_id"),
        ),
        sa.UniqueConstraint("workspace_id", "id", name=op.f("uq_announcement_reader_workspace_id_id")),
    )
    op.create_index(
        "ix_announcement_reader_due", "announcement_reader", ["workspace_id", "announcement_id", "state", "due_at"]
    )
    op.create_index(
        "ix_announcement_reader_figures",
        "announcement_reader",
        ["workspace_id", "announcement_id", "group_id", "state", "answer", "lead"],
    )
    op.create_index("ix_announcement_reader_person", "announcement_reader", ["workspace_id", "person_id", "answer"])
    op.create_table(
        "announcement_sign",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("announcement_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("state", sa.String(), server_default="asked", nullable=False),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.Column("revision", sa.Integer(), server_default="0", nullable=False),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.CheckConstraint("state IN ('asked', 'signed', 'declined')", name=op.f("ck_announcement_sign_state_known")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "announcement_id"],
            ["announcement.workspace_id", "announcement.id"],
            name=op.f("fk_announcement_sign_workspace_id_announcement_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_announcement_sign_workspace_id_person_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_announcement_sign_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement_sign")),
        sa.UniqueConstraint(
            "workspace_id",
            "announcement_id",
            "person_id",
            name=op.f("uq_announcement_sign_workspace_id_announcement_id_person_id"),
        ),
    )
    op.create_index("ix_announcement_sign_person", "announcement_sign", ["workspace_id", "person_id", "state"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("announcement_sign")
    op.drop_table("announcement_reader")
    op.drop_table("announcement_part")
    op.drop_table("announcement_channel")
    op.drop_table("announcement")
