"""How Alembic runs here: on the connection that bot/migrate.py opens.

On PostgreSQL each migration is a transaction; on SQLite all of them are one, which bot/migrate.py begins and ends.
"""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context

from models import Base
from models.base import UtcDateTime

SEARCHED = {
    table: {("column", "search"), ("index", f"ix_{table}_search")}
    for table in ("playbook", "decision", "blocker", "action")
}
"""What only PostgreSQL has of tables that are searched by words: made by migrations, kept by the database itself."""


def ours(name: str | None, kind: str, parents: Any) -> bool:
    """Whether Alembic should compare a database object: DBOS keeps its tables in the same SQLite file."""
    if (kind, name) in SEARCHED.get(parents.get("table_name"), ()):
        return False
    return kind != "table" or name in Base.metadata.tables


def render(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write our types as plain ones: migrations never import from `models`."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


connection: sa.Connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    include_name=ours,
    render_item=render,
    render_as_batch=True,
    compare_type=True,
    compare_server_default=False,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
