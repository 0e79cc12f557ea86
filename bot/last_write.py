"""Whether a database took the last write: a full disk lets everything be read, so that asking it tells nothing."""

import sqlite3
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

WROTE = "drumbeat_wrote"
"""Key of a connection's `info`: its transaction has changed rows."""

SQLITE = {
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_IOERR: "the disk fails",
    sqlite3.SQLITE_READONLY: "it may only be read",
    sqlite3.SQLITE_CANTOPEN: "its file cannot be opened",
    sqlite3.SQLITE_CORRUPT: "its file is damaged",
    sqlite3.SQLITE_NOTADB: "its file is damaged",
}
"""What SQLite's primary result codes mean (sqlite.org, "Result and Error Codes")."""

POSTGRESQL = {"25006": "it may only be read", "53100": "its disk is full", "58030": "its disk fails"}
"""The same for PostgreSQL's error codes (postgresql.org, "PostgreSQL Error Codes")."""


class LastWrite:
    """What kept the last write of this process from the database, or "" while writing works."""

    def __init__(self) -> None:
        """Know of no trouble."""
        self.trouble = ""

    def watch(self, engine: sa.Engine) -> None:
        """Go by what the connections of `engine` meet."""
        event.listen(engine, "handle_error", self._failed)
        event.listen(engine, "after_cursor_execute", _changed)
        event.listen(engine, "rollback", _rolled_back)
        event.listen(engine, "commit", self._committed)

    def _failed(self, context: sa.engine.ExceptionContext) -> None:
        error = context.original_exception
        code = getattr(error, "sqlite_errorcode", None)
        # The lower byte is the primary code; what is above tells more of it.
        trouble = (
            SQLITE.get(code & 0xFF) if code is not None else POSTGRESQL.get(getattr(error, "sqlstate", None) or "")
        )
        self.trouble = trouble or self.trouble

    def _committed(self, connection: sa.Connection) -> None:
        # Called just before: what the commit itself meets comes afterwards, through `_failed`.
        if _wrote(connection):
            self.trouble = ""


def _changed(connection: sa.Connection, cursor: Any, *more: Any) -> None:
    *_statement, context, _many = more
    is_change = context is not None and (context.isinsert or context.isupdate or context.isdelete)
    if is_change and cursor.rowcount != 0:
        connection.info[WROTE] = True


def _rolled_back(connection: sa.Connection) -> None:
    _wrote(connection)


def _wrote(connection: sa.Connection) -> bool:
    """Tell whether the transaction that ends has changed rows. Of a connection that broke nothing can be asked."""
    return not connection.invalidated and bool(connection.info.pop(WROTE, False))
