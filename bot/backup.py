"""Copies of a SQLite database in one file, made while Drumbeat may be running on it.

SQLite writes them itself, from one instant, without keeping anybody from writing (`VACUUM INTO`,
https://sqlite.org/lang_vacuum.html). A copy is made under another name, checked, and given its own last: under that
there is a whole copy or none, and never one that replaced another.
"""

import fcntl
import filecmp
import glob
import os
import shlex
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import sqlalchemy as sa

from bot.connection import file_of, opened, shown
from bot.errors import UserError


@dataclass(frozen=True, slots=True)
class Backup:
    """What a copy holds: its size in bytes, the revision of its tables, people and rounds."""

    size: int
    revision: str
    persons: int
    rounds: int


def backup(url: sa.URL, target: Path) -> Backup:
    """Copy the SQLite database at `url` to `target`, readable by its owner only, and return what the copy holds.

    Raises UserError where there is nothing to copy or `target` cannot be made, SettingsError where the database cannot
    be opened. Whatever is raised, `target` is as it was.
    """
    if url.get_backend_name() != "sqlite":
        raise UserError(_by_postgresql(url, target))
    source = file_of(url)
    if source is None or not source.exists():
        raise UserError(f"There is no database to back up at {shown(url)}. Check DATABASE_URL.")
    if target.exists():
        raise _taken(target)
    if not target.parent.is_dir():
        raise UserError(f"The folder {target.parent} does not exist. Make it first. Nothing was written.")
    with opened(url) as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            raise UserError(f"{source} holds no data of Drumbeat. Check DATABASE_URL. Nothing was written.")
        connection.rollback()
        with _copied(connection, target) as copy:
            held = _held(copy)
            _name(copy, target)
    _remember(target.parent)
    return held


def before_upgrade(connection: sa.Connection, file: Path, revision: str) -> Path:
    """Copy the SQLite `file` of `connection` beside itself before it is brought to `revision`; return the copy.

    A copy that an interrupted upgrade left is never overwritten: the next one gets a number, unless it is the same byte
    for byte, so that an upgrade which fails at every start does not fill the disk. Raises UserError where no copy can
    be made: the upgrade must not begin then.
    """
    first = file.with_name(f"{file.name}.before-{revision}")
    target, last = first, None
    for number in count(2):
        if not target.exists():
            break
        target, last = first.with_name(f"{first.name}-{number}"), target
    with _copied(connection, target) as copy:
        if last is not None and filecmp.cmp(copy, last, shallow=False):
            return last
        _name(copy, target)
    _remember(target.parent)
    return target


@contextmanager
def _copied(connection: sa.Connection, target: Path) -> Iterator[Path]:
    """Yield a checked copy beside `target`, to be renamed; where it is not, it is removed."""
    _clear(target)
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".partial", dir=target.parent)
    except OSError as error:
        raise UserError(f"Nothing can be written to {target.parent}: {error.strerror}. Nothing was changed.") from error
    copy = Path(name)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        # An empty file is taken by SQLite as it is, so that nobody else can read the copy at any time (mode 0600).
        connection.exec_driver_sql("VACUUM INTO ?", (name,))
        connection.rollback()
        with opened(_url(copy)) as copied:
            found = copied.exec_driver_sql("PRAGMA integrity_check").scalar()
        if found != "ok":
            raise UserError(f"The copy of the database is damaged ({found}), so it was not kept. Look at the disk.")
        os.fsync(descriptor)
        yield copy
    except sa.exc.DBAPIError as error:
        raise UserError(
            f"The database could not be copied to {target}: {error.orig}. No copy was kept and the database is as it "
            "was. Look whether the disk is full, then try again."
        ) from error
    finally:
        os.close(descriptor)
        copy.unlink(missing_ok=True)


def _name(copy: Path, target: Path) -> None:
    """Give a copy its name. Raises UserError where somebody else has taken that meanwhile: renaming would replace."""
    try:
        try:
            os.link(copy, target)
        except PermissionError:  # a file system without hard links, such as FAT's: link(2), EPERM
            os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            copy.replace(target)
    except FileExistsError:
        raise _taken(target) from None


def _taken(target: Path) -> UserError:
    return UserError(f"{target} exists already and was left as it is. Choose another name, or move it away first.")


def _clear(target: Path) -> None:
    """Remove what copies left that were killed; one that is being written is locked by its process."""
    for left in target.parent.glob(f".{glob.escape(target.name)}.*.partial"):
        with left.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            for one in (left, left.with_name(f"{left.name}-journal")):
                one.unlink(missing_ok=True)


def _held(copy: Path) -> Backup:
    with opened(_url(copy)) as connection:
        known = sa.inspect(connection)
        persons, rounds = (
            connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one() if known.has_table(table) else 0
            for table in ("person", "round")
        )
        revision = str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar())
    return Backup(copy.stat().st_size, revision, persons, rounds)


def _by_postgresql(url: sa.URL, target: Path) -> str:
    query = {name: value for name, value in url.query.items() if name != "password"}
    address = sa.URL.create("postgresql", url.username, None, url.host, url.port, url.database, query)
    arguments = ("--format=custom", f"--file={target}", f"--dbname={address.render_as_string()}")
    return (
        "This database is a PostgreSQL, which makes its backups itself, also while Drumbeat runs:\n"
        f"  pg_dump {shlex.join(arguments)}\n"
        "pg_restore brings it back into an empty database. Nothing was written."
    )


def _remember(folder: Path) -> None:
    """Let the new name outlast a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _url(file: Path) -> sa.URL:
    return sa.URL.create("sqlite", database=str(file))
