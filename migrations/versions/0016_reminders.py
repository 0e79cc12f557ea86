"""People choose how they are reminded.

Rules: no imports from `models`; every constraint named; NOT NULL columns get a server_default; on SQLite alter tables
in batch mode; both directions work with rows in the tables (tests/migrations runs them).
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("person") as person:
        person.add_column(sa.Column("reminders", sa.String(), server_default="standard", nullable=False))
        known = sa.text("reminders IN ('none', 'light', 'standard')")
        person.create_check_constraint(op.f("ck_person_reminders_known"), known)


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("person") as person:
        person.drop_constraint(op.f("ck_person_reminders_known"), type_="check")
        person.drop_column("reminders")
