"""Who says that they are back is asked again, although their status in Slack still says that they are away.

Rules: no imports from `models`; every constraint named; NOT NULL columns get a server_default; on SQLite alter tables
in batch mode; both directions work with rows in the tables (tests/migrations runs them).
"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("person") as person:
        person.add_column(sa.Column("back_despite", sa.String(), server_default="", nullable=False))


def downgrade() -> None:
    """Take back: statuses count for everybody again."""
    with op.batch_alter_table("person") as person:
        person.drop_column("back_despite")
