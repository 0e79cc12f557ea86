"""What every table shares: constraint names, aware UTC instants, and the workspace that a row belongs to."""

from datetime import UTC, datetime
from typing import Annotated, Any

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

#: SQLite numbers rows by itself only for INTEGER keys.
Key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

Reference = Annotated[int, mapped_column(Key)]
"""A column that holds the numbered primary key of another row (`within` says of which table)."""


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """An instant: aware UTC in Python, `timestamptz` on PostgreSQL, UTC without zone on SQLite."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:  # noqa: ARG002
        """Refuse a naive datetime: nobody could say which instant it is."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a naive datetime cannot be stored: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any | None, dialect: sa.Dialect) -> datetime | None:  # noqa: ARG002
        """Give the instant back as aware UTC."""
        if value is None:
            return None
        instant: datetime = value
        return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


class Base(DeclarativeBase):
    """Root of all tables."""

    metadata = sa.MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UtcDateTime(), dict[str, Any]: sa.JSON(), list[Any]: sa.JSON()}  # noqa: RUF012


class InWorkspace:
    """A row of one workspace; sessions filter every ORM query by it (see bot/db.py)."""

    @declared_attr
    def workspace_id(cls) -> Mapped[str]:  # noqa: N805
        """Slack's team id (T…) of the workspace."""
        return mapped_column(sa.ForeignKey("workspace.id", ondelete="CASCADE"), nullable=False)


class InParent(InWorkspace):
    """A row whose workspace is that of a row which it always refers to (`within`), so that this is not checked twice.

    For what is written by the ten thousand: each foreign key costs PostgreSQL about 10 µs a row.
    """

    @declared_attr
    def workspace_id(cls) -> Mapped[str]:  # noqa: N805
        """Slack's team id (T…) of the workspace."""
        return mapped_column(nullable=False)


def within(table: str, column: str, *, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    """Return a foreign key from (`workspace_id`, `column`) to `table`, so that no row can point across workspaces.

    `ondelete` is "CASCADE", "RESTRICT", or "SET NULL" (of `column` alone: a nullable reference is cleared in code
    where the database cannot clear one column of two, so prefer the first two).
    """
    return sa.ForeignKeyConstraint(
        ["workspace_id", column], [f"{table}.workspace_id", f"{table}.id"], ondelete=ondelete
    )


def one_of(column: str, *values: str) -> sa.CheckConstraint:
    """Return a check that `column` holds one of `values`; states stay readable text, with no enum types to migrate."""
    listed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def own_key() -> Mapped[int]:
    """Return the numbered primary key of a table."""
    return mapped_column(Key, primary_key=True, autoincrement=True)
