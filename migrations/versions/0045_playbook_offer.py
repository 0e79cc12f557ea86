"""Pages are offered in channels that want it, to whoever writes their title.

Rules: no imports from `models`; every constraint named; NOT NULL columns get a server_default; on SQLite alter tables
in batch mode; both directions work with rows in the tables (tests/migrations runs them).
"""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("channel") as channel:
        channel.add_column(sa.Column("offers_pages", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "playbook_offer",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("playbook_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("offered_on", sa.Date(), nullable=False),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_playbook_offer")),
        sa.UniqueConstraint(
            "workspace_id",
            "playbook_id",
            "person_id",
            name=op.f("uq_playbook_offer_workspace_id_playbook_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f("fk_playbook_offer_workspace_id"),
            ondelete="CASCADE",
        ),
        *(
            sa.ForeignKeyConstraint(
                ["workspace_id", f"{of}_id"],
                [f"{of}.workspace_id", f"{of}.id"],
                name=op.f(f"fk_playbook_offer_workspace_id_{of}_id"),
                ondelete="CASCADE",
            )
            for of in ("playbook", "person")
        ),
    )
    op.create_index("ix_playbook_offer_person", "playbook_offer", ["workspace_id", "person_id"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("playbook_offer")
    with op.batch_alter_table("channel") as channel:
        channel.drop_column("offers_pages")
