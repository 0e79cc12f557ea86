"""One `drumbeat run` in a process group of its own: started, stopped, continued, killed with real signals."""

import asyncio
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from signal import SIGCONT, SIGKILL, SIGSTOP, SIGTERM, Signals
from typing import Any

from tests.chaos import drumbeat
from tests.chaos.waiting import until

ROOT = Path(__file__).parents[2]


class Process:
    """A bot beside the test. `folder` holds what it is told by (see drumbeat.py) and its log."""

    def __init__(self, folder: Path, environ: Mapping[str, str]) -> None:
        """Run with `environ` on top of the test's own environment."""
        self.folder = folder
        self.log = folder / "log"
        self._environ = {**os.environ, **environ, drumbeat.FOLDER: str(folder), "DRUMBEAT_LOG": "json"}
        self._process: asyncio.subprocess.Process | None = None

    async def start(self, *, within: float = 60.0) -> None:
        """Start it, and return when it says that it works; RuntimeError with its last words when it ends before."""
        (self.folder / drumbeat.READY).unlink(missing_ok=True)
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "tests.chaos.drumbeat", cwd=ROOT, env=self._environ, stderr=log,
                stdin=asyncio.subprocess.PIPE,                start_new_session=True,
            )  # fmt: skip
        await until(self._ready, within=within, what="the bot to be ready")

    def _ready(self) -> bool:
        if self.ended:
            raise RuntimeError(f"the bot ended at its start:\n{self.log.read_text()[-2000:]}")
        return (self.folder / drumbeat.READY).exists()

    @property
    def ended(self) -> bool:
        """Whether there is no living process."""
        return self._process is None or self._process.returncode is not None

    @property
    def stands_still(self) -> bool:
        """Whether SIGSTOP has come upon it (proc_pid_stat(5): the state follows the name)."""
        return Path(f"/proc/{self.pid}/stat").read_text().rpartition(") ")[2].startswith("T")

    @property
    def pid(self) -> int:
        """The process's id, which is its group's too."""
        assert self._process is not None
        return self._process.pid

    @property
    def executor(self) -> str:
        """Its name among the processes on a PostgreSQL, in this life."""
        return drumbeat.executor(self.folder, self.pid)

    def signal(self, number: Signals) -> None:
        """Send a signal to the whole group (SIGKILL, SIGSTOP, SIGCONT, SIGTERM)."""
        if not self.ended:
            os.killpg(self.pid, number)

    async def killed(self, *, within: float = 60.0) -> None:
        """Wait until it has died of SIGKILL, whoever sent it."""
        assert self._process is not None
        code = await asyncio.wait_for(self._process.wait(), within)
        assert code == -SIGKILL, f"ended with {code}:\n{self.log.read_text()[-2000:]}"

    async def ended_by_itself(self, *, within: float) -> int:
        """Wait until it has ended, and return its exit code."""
        assert self._process is not None
        return await asyncio.wait_for(self._process.wait(), within)

    async def stop(self) -> None:
        """Let it stop by itself, which must go well; after a while it is killed."""
        if self.ended:
            return
        self.signal(SIGTERM)
        self.signal(SIGCONT)  # one that stands still hears of it only then
        try:
            assert self._process is not None
            code = await asyncio.wait_for(self._process.wait(), 30)
        except TimeoutError:
            self.signal(SIGKILL)
            await self.killed()
            raise
        assert code == 0, f"ended with {code}:\n{self.log.read_text()[-2000:]}"

    def die_at(self, step: int) -> None:
        """Let it kill itself before its `step`-th step from now on (1: the very next)."""
        self._strike_at(step, SIGKILL)

    def stand_still_at(self, step: int) -> None:
        """Let it stop itself before its `step`-th step from now on, in the middle of a transaction as a rule."""
        self._strike_at(step, SIGSTOP)

    def _strike_at(self, step: int, number: Signals) -> None:
        draft = self.folder / "blow.new"
        draft.write_text(f"{step} {number:d}")
        draft.replace(self.folder / "blow")

    def spare(self) -> None:
        """Take `die_at` back."""
        (self.folder / "blow").unlink(missing_ok=True)

    def steps(self) -> int:
        """Return how many steps it has taken so far, all its lives together."""
        path = self.folder / "steps"
        return path.read_bytes().count(b"\n") if path.exists() else 0

    def logged(self, *events: str) -> list[dict[str, Any]]:
        """Return the lines of its log that tell one of `events` (all without any)."""
        rows = []
        for line in self.log.read_text().splitlines():
            try:
                row = json.loads(line)
            except ValueError:
                continue
            if isinstance(row, dict) and (not events or row.get("event") in events):
                rows.append(row)
        return rows
