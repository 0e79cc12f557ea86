"""A database that is away, told from a fault: the first passes by itself, so that whoever works waits for it."""

import sqlalchemy as sa

POSTGRES = ("08", "53", "57P", "58", "25006", "25P03")
"""SQLSTATEs, or their beginnings, of a server that cannot serve for now: connections that break, resources that are
used up, a server that stops or starts or fails, one that only reads for the time of a failover, a transaction broken
off for idling (PostgreSQL 18, appendix A)."""

SQLITE = ("SQLITE_BUSY", "SQLITE_CANTOPEN", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY")
"""Names, or their beginnings, of the errors of a file that cannot be used for now (sqlite.org/rescode.html)."""


def is_away(error: BaseException) -> bool:
    """Tell whether `error` says that the database could not be used, whatever was asked of it."""
    if isinstance(error, sa.exc.TimeoutError):
        return True  # of the pool: no connection became free
    if not isinstance(error, sa.exc.DBAPIError):
        return False
    if name := getattr(error.orig, "sqlite_errorname", None):
        return str(name).startswith(SQLITE)
    state = getattr(error.orig, "sqlstate", None)
    # psycopg names no state where there was no answer at all.
    no_answer = state is None and isinstance(error, sa.exc.OperationalError)
    return error.connection_invalidated or no_answer or str(state).startswith(POSTGRES)
