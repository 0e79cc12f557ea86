"""`drumbeat copy-to`: a SQLite installation moves to PostgreSQL, every row of it or none.

DBOS's tables stay behind: all that waits stands in our own (timers, the ledger), and is taken up by the next start.
"""

from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa

from bot import migrate
from bot.connection import file_of, opened, shown
from bot.db import async_url
from bot.domain.words import listing, plural
from bot.engine.flock import hold
from bot.errors import UserError
from models import Base

BATCH = 1000
"""Rows that are written, read back and compared at a time."""

NAMED = "the address after copy-to"

Tell = Callable[[str], None]


def copy_to(source: sa.URL, address: str, tell: Tell) -> None:
    """Copy the SQLite database at `source` into the empty PostgreSQL at `address`; `tell` gets a line a table.

    No Drumbeat may run on `source`; nothing can be written to it meanwhile. Rows are compared as PostgreSQL gives them
    back, and committed in one transaction when all are the same. Raises UserError, SettingsError or AlreadyRunning with
    what to do; then no row was copied.
    """
    target = _target(address)
    file = file_of(source)
    if file is None:
        raise UserError(f"copy-to moves a SQLite file, and DATABASE_URL is {shown(source)}. Nothing was changed.")
    if not file.exists():
        raise UserError(f"There is no database at {shown(source)}. Check DATABASE_URL. Nothing was changed.")
    with hold(file):
        _refuse_other_version(source)
        with opened(target, named=NAMED) as connection:
            _refuse_rows(connection)
        migrate.upgrade(target)
        with opened(source) as reading, opened(target, named=NAMED) as writing, writing.begin():
            reading.exec_driver_sql("BEGIN IMMEDIATE")
            writing.exec_driver_sql(f"LOCK TABLE {_names(writing)} IN SHARE ROW EXCLUSIVE MODE")
            _refuse_rows(writing)
            for table in Base.metadata.sorted_tables:
                tell(f"{table.name}: {plural(_copy(table, reading, writing), 'row')}, the same on both sides")


def _target(address: str) -> sa.URL:
    try:
        target = async_url(address.strip())
    except sa.exc.ArgumentError:
        target = None
    if target is None or target.get_backend_name() != "postgresql":
        raise UserError(
            "copy-to moves a SQLite installation to PostgreSQL: write postgresql://user:password@host/name after it. "
            "Nothing was changed."
        )
    return target


def _refuse_other_version(source: sa.URL) -> None:
    revision, head = migrate.current(source), migrate.head()
    if revision == head:
        return
    if revision is None:
        raise UserError(f"{shown(source)} holds no data of Drumbeat. Check DATABASE_URL. Nothing was changed.")
    mend = "Run `drumbeat migrate` first" if revision in migrate.revisions() else "Install the newer Drumbeat first"
    raise UserError(
        f"The database ({shown(source)}) is at version {revision}, this Drumbeat at {head}. {mend}. "
        "Nothing was changed."
    )


def _refuse_rows(target: sa.Connection) -> None:
    """Refuse what is not empty: rows in tables of ours, or tables of somebody else's where ours are not."""
    known = set(sa.inspect(target).get_table_names())
    ours = [table for table in Base.metadata.sorted_tables if table.name in known]
    held = [table.name for table in ours if target.scalar(sa.select(sa.exists().select_from(table)))]
    if not held and "alembic_version" not in known:
        held = sorted(known)
    if held:
        raise UserError(
            f"The database ({shown(target.engine.url)}) is not empty: it has {listing(held[:5])}"
            f"{' and more' if len(held) > 5 else ''}. Nothing was changed. Give copy-to an empty database."  # noqa: PLR2004
        )


def _names(target: sa.Connection) -> str:
    quote = target.dialect.identifier_preparer.quote
    return ", ".join(quote(table.name) for table in Base.metadata.sorted_tables)


def _copy(table: sa.Table, source: sa.Connection, target: sa.Connection) -> int:
    """Copy a table, and let its numbering go on after the highest; return how many rows it has."""
    [key] = table.primary_key
    rows = source.execute(sa.select(table).order_by(key), execution_options={"yield_per": BATCH})
    copied = 0
    for batch in rows.mappings().partitions():
        copied += len(batch)
        _refuse_nul(table, key, batch)
        try:
            target.execute(sa.insert(table), [dict(row) for row in batch])
        except sa.exc.DBAPIError as error:
            why = str(error.orig).splitlines()[0]
            raise UserError(
                f"PostgreSQL does not take one of the rows {batch[0][key]!r} to {batch[-1][key]!r} of {table.name}: "
                f"{why}. Nothing was copied."
            ) from error
        _compare(table, key, batch, target)
    if target.scalar(sa.select(sa.func.count()).select_from(table)) != copied:
        raise _different(table, "there are more rows than were copied")
    if table.autoincrement_column is not None and copied:
        sequence = sa.func.pg_get_serial_sequence(table.name, key.name)
        target.execute(sa.select(sa.func.setval(sequence, sa.select(sa.func.max(key)).scalar_subquery())))
    return copied


def _refuse_nul(table: sa.Table, key: sa.Column[Any], batch: Sequence[sa.RowMapping]) -> None:
    """Raise UserError for a text with the character NUL, which SQLite takes and PostgreSQL never (its manual, 8.3)."""
    for row in batch:
        for name, value in row.items():
            if isinstance(value, str) and "\0" in value:
                raise UserError(
                    f"PostgreSQL takes no text with the character NUL, and {name} of the row {row[key]!r} of "
                    f"{table.name} has one. Write it anew in Slack, or take the character out of the SQLite file: "
                    f"UPDATE {table.name} SET {name} = replace({name}, char(0), '') WHERE {key.name} = {row[key]!r}. "
                    "Then try again. Nothing was copied."
                )


def _compare(table: sa.Table, key: sa.Column[Any], batch: Sequence[sa.RowMapping], target: sa.Connection) -> None:
    """Raise UserError where PostgreSQL gives a row back otherwise than it was in the file."""
    written = target.execute(sa.select(table).where(key.in_([row[key] for row in batch]))).mappings()
    found = {row[key]: dict(row) for row in written}
    for row in batch:
        if found.get(row[key]) != dict(row):
            raise _different(table, f"the row {row[key]!r} is not the same")


def _different(table: sa.Table, what: str) -> UserError:
    return UserError(
        f"In {table.name} {what} on PostgreSQL as in the file, so nothing was copied. Look for triggers or rules of "
        "that database, or give copy-to another one."
    )
