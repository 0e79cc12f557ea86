"""Brings the database to this version for a command that may run beside a Drumbeat that runs."""

from pathlib import Path

import sqlalchemy as sa

from bot import migrate
from bot.connection import file_of, shown
from bot.engine.flock import AlreadyRunning, hold_database, holder

UPGRADED = "the database was upgraded, with a backup of how it was before"
"""What everybody says who has upgraded a SQLite file, with the name of the backup."""


def told(kept: Path) -> str:
    """Return `UPGRADED` as a sentence that stands alone."""
    return f"{UPGRADED[0].upper()}{UPGRADED[1:]}: {kept}."


def upgraded(url: sa.URL) -> Path | None:
    """Bring the database at `url` to this version; return the backup that was made first, None where none was needed.

    A database of this version is left alone, whoever runs on it. A SQLite file of another one is changed only while
    nobody else works on it, since no process reads its tables as another version has made them. (On a PostgreSQL older
    processes see that, and stop.) Raises AlreadyRunning with what to do, and what
    `migrate.upgrade` raises.
    """
    revision = migrate.current(url)
    if revision == migrate.head():
        return None
    if revision is not None and revision not in migrate.revisions():
        raise migrate.newer(revision)
    try:
        with hold_database(url):
            return migrate.upgrade(url)
    except AlreadyRunning:
        file = file_of(url)
        process = holder(file) if file else None
        raise AlreadyRunning(
            f"The database ({shown(url)}) {f'is at version {revision}' if revision else 'has no tables yet'}, this "
            f"Drumbeat needs version {migrate.head()}, and another process{f' ({process})' if process else ''} works "
            "on it. Nothing was changed. Stop that one first, then try again."
        ) from None
