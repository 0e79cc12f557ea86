"""Columns that refer to another row take any id that it can have: on PostgreSQL they were half as wide.

What failed is found by its age: only what is young enough to be sent again is counted and shown.

Rules: no imports from `models`; every constraint named; NOT NULL columns get a server_default; on SQLite alter tables
in batch mode; both directions work with rows in the tables (tests/migrations runs them).
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

REFERENCES = {
    "addition": ("prompt_id", "person_id"),
    "answer": ("prompt_id", "person_id"),
    "away": ("person_id",),
    "draft": ("person_id",),
    "membership": ("team_id", "person_id"),
    "prompt": ("round_id", "person_id", "team_id"),
    "ritual": ("owner_id",),
    "ritual_person": ("ritual_id", "person_id"),
    "ritual_team": ("ritual_id", "team_id"),
    "round": ("ritual_id",),
    "turn": ("round_id", "prompt_id", "person_id"),
}


TROUBLED = sa.text("state IN ('failed', 'unknown')")


def _index_trouble_by(*columns: str) -> None:
    op.drop_index("ix_delivery_trouble", table_name="delivery")
    op.create_index("ix_delivery_trouble", "delivery", [*columns], sqlite_where=TROUBLED, postgresql_where=TROUBLED)


def upgrade() -> None:
    """Apply."""
    _index_trouble_by("workspace_id", "created_at", "state")
    if op.get_bind().dialect.name == "postgresql":
        for table, columns in REFERENCES.items():
            # In one statement, since each of them writes the table anew.
            op.execute(f"ALTER TABLE {table} " + ", ".join(f"ALTER {one} TYPE bigint" for one in columns))


def downgrade() -> None:
    """Take back; the columns stay wide, since an id may stand in them that a narrower one cannot hold."""
    _index_trouble_by("workspace_id", "id")
