"""Other processes that the benchmarks measure: started, awaited until they are ready, and ended."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.clock import monotonic
from bot.playground.server import PlaygroundServer

PAGE = os.sysconf("SC_PAGE_SIZE")
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Started:
    """A process that is ready, and the seconds that it took to become so."""

    pid: int
    seconds: float

    @property
    def megabytes(self) -> float:
        """Return the memory that it holds now (resident, in MB of 10^6 bytes)."""
        return int(Path(f"/proc/{self.pid}/statm").read_text().split()[1]) * PAGE / 1e6

    @property
    def cpu_seconds(self) -> float:
        """Return the processor time that it has used until now."""
        after_name = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(after_name[11]) + int(after_name[12])) / TICKS


@asynccontextmanager
async def started(module: str, server: PlaygroundServer, **environment: str) -> AsyncIterator[Started]:
    """Run a module of this package until the block ends; RuntimeError when it ends before it says "ready"."""
    began = monotonic()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        env=_environment(server, environment),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert process.stdout
    try:
        if await process.stdout.readline() != b"ready\n":
            raise RuntimeError(f"{module} ended with {await process.wait()} before it was ready")
        yield Started(process.pid, monotonic() - began)
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        await process.wait()


def _environment(server: PlaygroundServer, more: Mapping[str, str]) -> dict[str, str]:
    slack = {
        "SLACK_BOT_TOKEN": server.bot_token,
        "SLACK_APP_TOKEN": server.app_token,
        "SLACK_API_URL": server.api_url,
        "DRUMBEAT_HEALTH": "127.0.0.1:0",  # served as in real life, on a port that is free
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "DRUMBEAT_"))}
    return kept | slack | dict(more)
