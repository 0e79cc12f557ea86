"""One process per SQLite file, held by the kernel's lock, which a crash releases by itself.

A second one would do the same work again, since both resume what the other has begun; a PostgreSQL is shared.
"""

import fcntl
import os
import time
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import sqlalchemy as sa

from bot.connection import file_of
from bot.errors import UserError

LOOK, LOOKS = 0.01, 100
"""Seconds to wait for somebody who only looks who holds the lock, and how often."""


class AlreadyRunning(UserError):
    """Another process works on the same SQLite file."""


@dataclass
class Lock:
    """Held until `release`, or until the process ends."""

    path: Path
    descriptor: int

    def release(self) -> None:
        """Let another process have it; a second time does nothing."""
        if self.descriptor >= 0:
            os.close(self.descriptor)
            self.descriptor = -1

    def __enter__(self) -> Self:
        """Hold it for the length of a block."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Release it."""
        self.release()


def hold_database(url: sa.URL) -> AbstractContextManager[object]:
    """Be the only process that runs on the database at `url` where that is a file, for the length of a block.

    Raises AlreadyRunning like `hold`.
    """
    file = file_of(url)
    return hold(file) if file else nullcontext()


def hold(path: Path) -> Lock:
    """Take the lock of the SQLite file at `path` (kept in a file of its own beside it, which stays there).

    Raises AlreadyRunning at once when another process holds it.
    """
    beside = path.with_name(path.name + ".lock")
    beside.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    if not _taken(descriptor):
        other = _written(descriptor)
        os.close(descriptor)
        raise AlreadyRunning(
            f"Drumbeat is already running on {path}{f' (process {other})' if other else ''}. Nothing was changed. "
            "Stop that one first, or give this one a database of its own with DATABASE_URL."
        )
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, str(os.getpid()).encode("ascii"), 0)
    return Lock(beside, descriptor)


def holder(path: Path) -> str | None:
    """Return the process that holds the lock of the SQLite file at `path` ("" where it does not say), else None.

    The lock is neither taken nor kept from anybody.
    """
    try:
        descriptor = os.open(path.with_name(path.name + ".lock"), os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        return None if _locked(descriptor, fcntl.LOCK_SH) else _written(descriptor)
    finally:
        os.close(descriptor)


def _taken(descriptor: int) -> bool:
    """Take the lock for this process alone; who only looks (`holder`) stands in the way for an instant."""
    for _ in range(LOOKS):
        if _locked(descriptor, fcntl.LOCK_EX):
            return True
        if not _locked(descriptor, fcntl.LOCK_SH):
            return False
        time.sleep(LOOK)
    return False


def _written(descriptor: int) -> str:
    """Return the process that the lock's file names."""
    return os.read(descriptor, 20).decode("ascii", "replace").strip()


def _locked(descriptor: int, how: int) -> bool:
    try:
        fcntl.flock(descriptor, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
