"""Search: on PostgreSQL the words of a row stand in their index as soon as it is written, and not in a list beside it.

Rules: no imports from `models`; every constraint named; NOT NULL columns get a server_default; on SQLite alter tables
in batch mode; both directions work with rows in the tables (tests/migrations runs them).

A GIN index keeps new entries in a list of up to 4 MB until the table is next vacuumed ("GIN Fast Update Technique"):
whoever looks for a word goes through all of that, and the planner, which knows, goes through the table instead.
"""

from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

SEARCHED = ("playbook", "decision", "blocker", "action")


def upgrade() -> None:
    """Apply."""
    if op.get_bind().dialect.name == "sqlite":
        return
    for table in SEARCHED:
        op.execute(f"ALTER INDEX ix_{table}_search SET (fastupdate = off)")
        op.execute(f"SELECT gin_clean_pending_list('ix_{table}_search')")


def downgrade() -> None:
    """Take back."""
    if op.get_bind().dialect.name == "sqlite":
        return
    for table in SEARCHED:
        op.execute(f"ALTER INDEX ix_{table}_search RESET (fastupdate)")
