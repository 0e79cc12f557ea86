"""Somebody may have several digests: one of their own, and one in each of several channels.

Rules: no imports from `models`; every constraint named; NOT NULL columns get a server_default; on SQLite alter tables
in batch mode; both directions work with rows in the tables (tests/migrations runs them).
"""

from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

ONE = "uq_digest_workspace_id_person_id"
ONE_A_PLACE = "uq_digest_workspace_id_person_id_channel_id"


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("digest") as digest:
        digest.drop_constraint(op.f(ONE), type_="unique")
        digest.create_unique_constraint(op.f(ONE_A_PLACE), ["workspace_id", "person_id", "channel_id"])


def downgrade() -> None:
    """Take back: of several the eldest is left; a timer without its digest plans nothing."""
    op.execute("DELETE FROM digest WHERE id NOT IN (SELECT min(id) FROM digest GROUP BY workspace_id, person_id)")
    with op.batch_alter_table("digest") as digest:
        digest.drop_constraint(op.f(ONE_A_PLACE), type_="unique")
        digest.create_unique_constraint(op.f(ONE), ["workspace_id", "person_id"])
