"""Themes that the retros of several teams share, and what the PMO made of them.

Rules: no imports from `models`; every constraint named; NOT NULL columns get a server_default; on SQLite alter tables
in batch mode; both directions work with rows in the tables (tests/migrations runs them).
"""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("retro_theme") as themes:
        themes.add_column(sa.Column("systemic_id", KEY, nullable=True))
        themes.add_column(sa.Column("became", sa.String(), server_default="", nullable=False))
        themes.create_check_constraint(
            op.f("ck_retro_theme_became_known"), "became IN ('', 'action', 'blocker', 'page', 'aside')"
        )
        themes.create_index("ix_retro_theme_systemic", ["workspace_id", "systemic_id"])


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("retro_theme") as themes:
        themes.drop_index("ix_retro_theme_systemic")
        themes.drop_constraint(op.f("ck_retro_theme_became_known"), type_="check")
        themes.drop_column("became")
        themes.drop_column("systemic_id")
