"""INSERT in bulk and INSERT … ON CONFLICT on both databases; the rows travel as one JSON parameter.

That takes a fifth of the time that parameters of their own take for 50,000 rows on PostgreSQL, and the statement is the
same however many rows there are.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from models import Base
from models.base import UtcDateTime

PAGE = 3000
"""Rows of one statement whose rows have parameters of their own; SQLAlchemy makes it fewer where a database must."""


def table(model: type[Base]) -> sa.Table:
    """Return the table of `model`, for Core statements (which no session filters by workspace: say it yourself)."""
    return cast(sa.Table, model.__table__)


def insert_into(session: AsyncSession, model: type[Base]) -> sqlite.Insert | postgresql.Insert:
    """Return an INSERT into the table of `model` that knows `on_conflict_do_nothing` and `on_conflict_do_update`."""
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(table(model))
    return postgresql.insert(table(model))


def insert_rows(
    session: AsyncSession, model: type[Base], rows: Sequence[Mapping[str, Any]]
) -> sqlite.Insert | postgresql.Insert:
    """Return an INSERT of `rows` into the table of `model`; all rows name the same columns, the workspace included.

    Add `returning` and `on_conflict_…` as needed; what is returned comes in no certain order.
    """
    columns = table(model).c
    names = list(rows[0])
    return insert_into(session, model).from_select(names, _select(session, rows, {n: columns[n].type for n in names}))


def _select(
    session: AsyncSession, rows: Sequence[Mapping[str, Any]], types: Mapping[str, sa.types.TypeEngine[Any]]
) -> sa.Select[Any]:
    dialect = session.get_bind().dialect
    given = sa.literal(_as_json(rows, types, dialect), sa.JSON())
    if dialect.name == "sqlite":
        each = sa.func.json_each(given).table_valued("value")
        values = [sa.func.json_extract(each.c.value, f"$.{name}").label(name) for name in types]
        # The WHERE keeps SQLite from reading ON CONFLICT as the ON of a join.
        return sa.select(*values).where(sa.true())
    described = [sa.column(name, type_) for name, type_ in types.items()]
    record = sa.func.json_to_recordset(given).table_valued(*described).render_derived("given", with_types=True)
    return sa.select(*(record.c[name] for name in types))


def _as_json(
    rows: Sequence[Mapping[str, Any]], types: Mapping[str, sa.types.TypeEngine[Any]], dialect: sa.Dialect
) -> list[Mapping[str, Any]]:
    """Write dates and instants as the database stores them (SQLite: as its driver does) or reads them (PostgreSQL)."""
    dated = {name: type_ for name, type_ in types.items() if isinstance(type_, (UtcDateTime, sa.Date))}
    if not dated:
        return list(rows)
    written: dict[tuple[str, Any], Any] = {}
    for name, type_ in dated.items():
        processor = type_.dialect_impl(dialect).bind_processor(dialect)
        for value in {row[name] for row in rows}:
            stored = processor(value) if processor else value
            written[name, value] = stored.isoformat() if isinstance(stored, date | datetime) else stored
    return [{**row, **{name: written[name, row[name]] for name in dated}} for row in rows]
