"""Retros: what teams look back on, their rounds, cards, themes and votes.

Rules: no imports from `models`; every constraint named; NOT NULL columns get a server_default; on SQLite alter tables
in batch mode; both directions work with rows in the tables (tests/migrations runs them).
"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "retro",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("state", sa.String(), server_default="active", nullable=False),
        sa.Column("owner_id", KEY, nullable=False),
        sa.Column("rrule", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("local_time", sa.Time(), nullable=False),
        sa.Column("zone", sa.String(), server_default="", nullable=False),
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("anonymous", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("write_days", sa.Integer(), server_default="3", nullable=False),
        sa.Column("group_days", sa.Integer(), server_default="1", nullable=False),
        sa.Column("vote_days", sa.Integer(), server_default="1", nullable=False),
        sa.Column("votes", sa.Integer(), server_default="3", nullable=False),
        sa.Column("holidays", sa.String(), server_default="own", nullable=False),
        sa.Column("home_country", sa.String(), server_default="", nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("next_opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.CheckConstraint("holidays IN ('own', 'skip', 'move')", name=op.f("ck_retro_holidays_known")),
        sa.CheckConstraint("state IN ('active', 'paused', 'deleted')", name=op.f("ck_retro_state_known")),
        sa.CheckConstraint("group_days BETWEEN 1 AND 15", name=op.f("ck_retro_group_days")),
        sa.CheckConstraint("vote_days BETWEEN 1 AND 15", name=op.f("ck_retro_vote_days")),
        sa.CheckConstraint("votes BETWEEN 1 AND 10", name=op.f("ck_retro_votes")),
        sa.CheckConstraint("write_days BETWEEN 1 AND 15", name=op.f("ck_retro_write_days")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "owner_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_retro_workspace_id_owner_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_retro_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retro")),
        sa.UniqueConstraint("workspace_id", "id", name=op.f("uq_retro_workspace_id_id")),
    )
    op.create_index(
        "uq_retro_name",
        "retro",
        ["workspace_id", "name"],
        unique=True,
        sqlite_where=sa.text("state <> 'deleted'"),
        postgresql_where=sa.text("state <> 'deleted'"),
    )
    op.create_table(
        "retro_round",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("retro_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), server_default="collecting", nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reveal_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("vote_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.Column("facilitator_id", KEY, nullable=False),
        sa.Column("hidden", sa.Integer(), server_default="0", nullable=False),
        sa.Column("live", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.CheckConstraint(
            "state IN ('collecting', 'few', 'grouping', 'voting', 'acting', 'closed', 'discarded', 'missed')",
            name=op.f("ck_retro_round_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "facilitator_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_retro_round_workspace_id_facilitator_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "retro_id"],
            ["retro.workspace_id", "retro.id"],
            name=op.f("fk_retro_round_workspace_id_retro_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_retro_round_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retro_round")),
        sa.UniqueConstraint("workspace_id", "id", name=op.f("uq_retro_round_workspace_id_id")),
        sa.UniqueConstraint(
            "workspace_id", "retro_id", "local_date", name=op.f("uq_retro_round_workspace_id_retro_id_local_date")
        ),
        sa.UniqueConstraint(
            "workspace_id", "retro_id", "number", name=op.f("uq_retro_round_workspace_id_retro_id_number")
        ),
    )
    op.create_index("ix_retro_round_state", "retro_round", ["workspace_id", "state", "local_date"], unique=False)
    op.create_table(
        "retro_team",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("retro_id", KEY, nullable=False),
        sa.Column("team_id", KEY, nullable=False),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "retro_id"],
            ["retro.workspace_id", "retro.id"],
            name=op.f("fk_retro_team_workspace_id_retro_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "team_id"],
            ["team.workspace_id", "team.id"],
            name=op.f("fk_retro_team_workspace_id_team_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_retro_team_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retro_team")),
        sa.UniqueConstraint(
            "workspace_id", "retro_id", "team_id", name=op.f("uq_retro_team_workspace_id_retro_id_team_id")
        ),
    )
    op.create_table(
        "retro_part",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("round_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("state", sa.String(), server_default="pending", nullable=False),
        sa.Column("ask_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("nudge_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("nudged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wrote", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("consent", sa.String(), server_default="", nullable=False),
        sa.Column("first_contact", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.CheckConstraint("consent IN ('', 'yes', 'no')", name=op.f("ck_retro_part_consent_known")),
        sa.CheckConstraint("state IN ('pending', 'skipped', 'absent')", name=op.f("ck_retro_part_state_known")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_retro_part_workspace_id_person_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "round_id"],
            ["retro_round.workspace_id", "retro_round.id"],
            name=op.f("fk_retro_part_workspace_id_round_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retro_part")),
        sa.UniqueConstraint("workspace_id", "id", name=op.f("uq_retro_part_workspace_id_id")),
        sa.UniqueConstraint(
            "workspace_id", "round_id", "person_id", name=op.f("uq_retro_part_workspace_id_round_id_person_id")
        ),
    )
    op.create_index("ix_retro_part_person", "retro_part", ["workspace_id", "person_id", "round_id"], unique=False)
    op.create_table(
        "retro_theme",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("round_id", KEY, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("suggested", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("place", sa.Integer(), server_default="0", nullable=False),
        sa.Column("merged_into_id", KEY, nullable=True),
        sa.Column("votes", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "merged_into_id"],
            ["retro_theme.workspace_id", "retro_theme.id"],
            name=op.f("fk_retro_theme_workspace_id_merged_into_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "round_id"],
            ["retro_round.workspace_id", "retro_round.id"],
            name=op.f("fk_retro_theme_workspace_id_round_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_retro_theme_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retro_theme")),
        sa.UniqueConstraint("workspace_id", "id", name=op.f("uq_retro_theme_workspace_id_id")),
    )
    op.create_index("ix_retro_theme_merged", "retro_theme", ["workspace_id", "merged_into_id"], unique=False)
    op.create_index("ix_retro_theme_round", "retro_theme", ["workspace_id", "round_id", "place"], unique=False)
    op.create_table(
        "retro_card",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("retro_id", KEY, nullable=False),
        sa.Column("round_id", KEY, nullable=True),
        sa.Column("column_key", sa.String(), server_default="", nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("writer", sa.String(), nullable=True),
        sa.Column("receipt", sa.String(), nullable=False),
        sa.Column("author_id", KEY, nullable=True),
        sa.Column("theme_id", KEY, nullable=True),
        sa.Column("place", sa.Integer(), server_default="0", nullable=False),
        sa.Column("hidden", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "author_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_retro_card_workspace_id_author_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "retro_id"],
            ["retro.workspace_id", "retro.id"],
            name=op.f("fk_retro_card_workspace_id_retro_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "round_id"],
            ["retro_round.workspace_id", "retro_round.id"],
            name=op.f("fk_retro_card_workspace_id_round_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "theme_id"],
            ["retro_theme.workspace_id", "retro_theme.id"],
            name=op.f("fk_retro_card_workspace_id_theme_id"),
            ondelete="NO ACTION",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_retro_card_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retro_card")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_retro_card_receipt", "retro_card", ["workspace_id", "receipt"], unique=False)
    op.create_index("ix_retro_card_retro", "retro_card", ["workspace_id", "retro_id", "round_id"], unique=False)
    op.create_index("ix_retro_card_round", "retro_card", ["workspace_id", "round_id"], unique=False)
    op.create_table(
        "retro_vote",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("round_id", KEY, nullable=False),
        sa.Column("theme_id", KEY, nullable=False),
        sa.Column("voter", sa.String(), nullable=False),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "round_id"],
            ["retro_round.workspace_id", "retro_round.id"],
            name=op.f("fk_retro_vote_workspace_id_round_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "theme_id"],
            ["retro_theme.workspace_id", "retro_theme.id"],
            name=op.f("fk_retro_vote_workspace_id_theme_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_retro_vote_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retro_vote")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_retro_vote_round", "retro_vote", ["workspace_id", "round_id", "voter"], unique=False)
    op.create_index("ix_retro_vote_theme", "retro_vote", ["workspace_id", "theme_id"], unique=False)


def downgrade() -> None:
    """Take back: what retros there are is lost."""
    for name in ("retro_vote", "retro_card", "retro_theme", "retro_part", "retro_team", "retro_round", "retro"):
        op.drop_table(name)
