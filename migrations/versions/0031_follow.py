"""Syncs follow the members of a channel or of a user group.

Rules: no imports from `models`; every constraint named; NOT NULL columns get a server_default; on SQLite alter tables
in batch mode; both directions work with rows in the tables (tests/migrations runs them).
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TROUBLES = "follow_trouble IN ('', 'gone', 'archived', 'unseen', 'scope', 'empty')"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "user_group",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("slack_id", sa.String(), nullable=False),
        sa.Column("handle", sa.String(), nullable=False),
        sa.Column("is_gone", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_user_group_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_group")),
        sa.UniqueConstraint("workspace_id", "slack_id", name=op.f("uq_user_group_workspace_id_slack_id")),
    )
    with op.batch_alter_table("ritual") as ritual:
        for name in ("follows_channel", "follows_group", "follow_trouble"):
            ritual.add_column(sa.Column(name, sa.String(), server_default="", nullable=False))
        ritual.create_check_constraint(op.f("ck_ritual_follow_trouble_known"), sa.text(TROUBLES))
    with op.batch_alter_table("ritual_person") as person:
        person.add_column(sa.Column("named", sa.Boolean(), server_default=sa.true(), nullable=False))
        person.add_column(sa.Column("followed", sa.Boolean(), server_default=sa.false(), nullable=False))
        person.create_check_constraint(op.f("ck_ritual_person_takes_part"), sa.text("named OR followed"))


def downgrade() -> None:
    """Take back: whoever was followed takes no part any more, and is to be added by name."""
    op.execute("DELETE FROM ritual_person WHERE NOT named")
    op.execute("DELETE FROM timer WHERE kind = 'sync.follow'")
    with op.batch_alter_table("ritual_person") as person:
        person.drop_constraint(op.f("ck_ritual_person_takes_part"), type_="check")
        person.drop_column("followed")
        person.drop_column("named")
    with op.batch_alter_table("ritual") as ritual:
        ritual.drop_constraint(op.f("ck_ritual_follow_trouble_known"), type_="check")
        for name in ("follow_trouble", "follows_group", "follows_channel"):
            ritual.drop_column(name)
    op.drop_table("user_group")
