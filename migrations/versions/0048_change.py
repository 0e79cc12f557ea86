"""Changes of the organisation, whom they affect, and how.

Rules: no imports from `models`; every constraint named; NOT NULL columns get a server_default; on SQLite alter tables
in batch mode; both directions work with rows in the tables (tests/migrations runs them).
"""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "change",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("why", sa.String(), server_default="", nullable=False),
        sa.Column("owner_id", KEY, nullable=False),
        sa.Column("sponsor_id", KEY, nullable=False),
        sa.Column("state", sa.String(), server_default="draft", nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("heartbeat_weeks", sa.Integer(), server_default="2", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(state IN ('embedded', 'stopped')) = (ended_at IS NOT NULL)", name=op.f("ck_change_ended_or_not")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'announced', 'in_progress', 'embedded', 'stopped')", name=op.f("ck_change_state_known")
        ),
        sa.CheckConstraint(
            "ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on", name=op.f("ck_change_dates")
        ),
        sa.CheckConstraint("heartbeat_weeks BETWEEN 0 AND 12", name=op.f("ck_change_heartbeat")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "owner_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_change_workspace_id_owner_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "sponsor_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_change_workspace_id_sponsor_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_change_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
        sa.UniqueConstraint("workspace_id", "id", name=op.f("uq_change_workspace_id_id")),
        sa.UniqueConstraint("workspace_id", "name_key", name=op.f("uq_change_workspace_id_name_key")),
    )
    op.create_index("ix_change_owner", "change", ["workspace_id", "owner_id", "state"])
    op.create_index("ix_change_state", "change", ["workspace_id", "state", "starts_on"])
    op.create_table(
        "stakeholder_group",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("change_id", KEY, nullable=True),
        sa.Column("standing", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), server_default="0", nullable=False),
        sa.Column("yesterday", sa.String(), server_default="", nullable=False),
        sa.Column("tomorrow", sa.String(), server_default="", nullable=False),
        sa.Column("worries", sa.String(), server_default="", nullable=False),
        sa.Column("contact_id", KEY, nullable=True),
        sa.Column("source_trouble", sa.String(), server_default="", nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.CheckConstraint(
            "NOT standing OR change_id IS NULL", name=op.f("ck_stakeholder_group_standing_or_of_change")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "change_id"],
            ["change.workspace_id", "change.id"],
            name=op.f("fk_stakeholder_group_workspace_id_change_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "contact_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_stakeholder_group_workspace_id_contact_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_stakeholder_group_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stakeholder_group")),
        sa.UniqueConstraint(
            "workspace_id", "change_id", "name_key", name=op.f("uq_stakeholder_group_workspace_id_change_id_name_key")
        ),
        sa.UniqueConstraint("workspace_id", "id", name=op.f("uq_stakeholder_group_workspace_id_id")),
    )
    op.create_index("ix_stakeholder_group_standing", "stakeholder_group", ["workspace_id", "standing", "place"])
    op.create_table(
        "stakeholder_source",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("group_id", KEY, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("team_id", KEY, nullable=True),
        sa.Column("person_id", KEY, nullable=True),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.CheckConstraint("(kind = 'person') = (person_id IS NOT NULL)", name=op.f("ck_stakeholder_source_person")),
        sa.CheckConstraint("(kind = 'team') = (team_id IS NOT NULL)", name=op.f("ck_stakeholder_source_team")),
        sa.CheckConstraint(
            "kind IN ('team', 'area', 'channel', 'user_group', 'person', 'everyone')",
            name=op.f("ck_stakeholder_source_kind_known"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "group_id"],
            ["stakeholder_group.workspace_id", "stakeholder_group.id"],
            name=op.f("fk_stakeholder_source_workspace_id_group_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_stakeholder_source_workspace_id_person_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "team_id"],
            ["team.workspace_id", "team.id"],
            name=op.f("fk_stakeholder_source_workspace_id_team_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_stakeholder_source_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stakeholder_source")),
        sa.UniqueConstraint(
            "workspace_id",
            "group_id",
            "kind",
            "value",
            name=op.f("uq_stakeholder_source_workspace_id_group_id_kind_value"),
        ),
    )
    op.create_index("ix_stakeholder_source_value", "stakeholder_source", ["workspace_id", "kind", "value"])
    op.create_table(
        "stakeholder_followed",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("group_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "group_id"],
            ["stakeholder_group.workspace_id", "stakeholder_group.id"],
            name=op.f("fk_stakeholder_followed_workspace_id_group_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_stakeholder_followed_workspace_id_person_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_stakeholder_followed_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stakeholder_followed")),
        sa.UniqueConstraint(
            "workspace_id",
            "group_id",
            "person_id",
            name=op.f("uq_stakeholder_followed_workspace_id_group_id_person_id"),
        ),
    )
    op.create_index("ix_stakeholder_followed_person", "stakeholder_followed", ["workspace_id", "person_id"])
    op.create_table(
        "change_impact",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("group_id", KEY, nullable=False),
        sa.Column("aspect", sa.String(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.CheckConstraint(
            "aspect IN ('processes', 'systems', 'tools', 'job_roles', 'critical_behaviours', 'mindset', "
            "'reporting_structure', 'performance_reviews', 'compensation', 'location')",
            name=op.f("ck_change_impact_aspect_known"),
        ),
        sa.CheckConstraint("score BETWEEN 1 AND 5", name=op.f("ck_change_impact_score")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "group_id"],
            ["stakeholder_group.workspace_id", "stakeholder_group.id"],
            name=op.f("fk_change_impact_workspace_id_group_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_change_impact_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_impact")),
        sa.UniqueConstraint(
            "workspace_id", "group_id", "aspect", name=op.f("uq_change_impact_workspace_id_group_id_aspect")
        ),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("change_impact")
    op.drop_table("stakeholder_followed")
    op.drop_table("stakeholder_source")
    op.drop_table("stakeholder_group")
    op.drop_table("change")
