"""`drumbeat run` as the chaos tests start it: business time comes from a file, and a step can be made its last.

What is run is the product's own `run` with the durable engine. Two things are put around it, both told by files in
the folder named by CHAOS_FOLDER:

- `clock` holds the seconds by which business time is ahead of the machine's.
- `steps` gets one line for each step (a statement that writes, a commit of such). While `blow` holds two numbers, steps
  are counted, and before the first-th is taken this process sends the second as a signal to its whole process group.
"""

import os
import signal
import sys
import threading
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from bot import log, loop
from bot.delivery.pace import PaceLimits
from bot.engine.durable import DurableEngine
from bot.errors import BotError
from bot.run import run
from bot.settings import load
from bot.stopping import Deadline

FOLDER = "CHAOS_FOLDER"
READY = "ready"
WRITES = ("INSERT", "UPDATE", "DELETE")


class FileClock:
    """Business time: the machine's, moved by as many seconds as the file says now."""

    def __init__(self, path: Path) -> None:
        """Read `path` each time."""
        self._path = path

    def now(self) -> datetime:
        """Return the moved instant."""
        return datetime.now(UTC) + timedelta(seconds=float(self._path.read_text()))


class Steps:
    """Counts what this process does to the database, and ends or stops it where it is told to."""

    def __init__(self, folder: Path) -> None:
        """Write to and read from `folder`."""
        self._log = os.open(folder / "steps", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self._blow = folder / "blow"
        self._left: int | None = None

    def watch(self) -> None:
        """Listen to every engine of this process, DBOS's own included."""
        event.listen(sa.Engine, "before_cursor_execute", self._statement)
        event.listen(sa.Engine, "commit", self._commit)

    def _statement(self, connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if statement.lstrip().upper().startswith(WRITES):
            connection.info["wrote"] = True
            self._taken(" ".join(statement.split()[:3]))

    def _commit(self, connection: Any) -> None:
        if connection.info.pop("wrote", False):
            self._taken("COMMIT")

    def _taken(self, step: str) -> None:
        os.write(self._log, f"{step}\n".encode())
        try:
            wanted, number = map(int, self._blow.read_text().split())
        except FileNotFoundError:
            self._left = None
            return
        self._left = (wanted if self._left is None else self._left) - 1
        if self._left <= 0:
            self._blow.unlink()
            self._left = None
            os.killpg(os.getpgrp(), number)


def executor(folder: Path, pid: int) -> str:
    """Return the name of one life of the bot of `folder` among the processes on a PostgreSQL."""
    return f"{folder.name}.{pid}"


def running() -> None:
    """Run until told to stop, at a pace that Slack's limits do not slow down."""
    folder = Path(os.environ[FOLDER])
    threading.Thread(target=_end_with_the_test, daemon=True).start()
    settings = load(os.environ)
    log.configure("json")
    Steps(folder).watch()
    loop.run(
        run(
            settings,
            clock=FileClock(folder / "clock"),
            engine_for=partial(DurableEngine, executor_id=executor(folder, os.getpid())),
            limits=PaceLimits.generous(),
            ready=lambda _bot: (folder / READY).touch(),
            deadline=Deadline(),
        )
    )


def _end_with_the_test() -> None:
    """Let nobody outlive the test: its end of this pipe closes when it ends, however that happens."""
    sys.stdin.read()
    os.killpg(os.getpgrp(), signal.SIGKILL)


if __name__ == "__main__":
    try:
        running()
    except BotError as error:
        sys.exit(str(error))
