"""A Drumbeat that is told to stop does so, whatever it is doing and whatever does not answer."""

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator
from io import StringIO
from pathlib import Path

import pytest

from bot import log
from bot.clock import SystemClock
from bot.engine.flock import hold
from bot.engine.inline import InlineEngine
from bot.playground.company import load_company
from bot.playground.server import PlaygroundServer
from bot.playground.workspace import Workspace
from bot.run import run
from bot.settings import Settings, load
from bot.stopping import BROKEN_OFF, Deadline, work_until


@pytest.fixture
async def settings(tmp_path: Path) -> AsyncIterator[Settings]:
    """Settings for a local Slack and a database that does not exist yet."""
    server = PlaygroundServer(Workspace(load_company(), clock=SystemClock()))
    await server.start()
    yield load(
        {
            "SLACK_BOT_TOKEN": server.bot_token,
            "SLACK_APP_TOKEN": server.app_token,
            "SLACK_API_URL": server.api_url,
            "DATABASE_URL": f"sqlite:///{tmp_path / 'drumbeat.db'}",
            "DRUMBEAT_HEALTH": "off",
        }
    )
    await server.stop()


class Ended:
    """Takes note of the exit code with which a process would end."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self.code: asyncio.Future[int] = self._loop.create_future()

    def __call__(self, code: int) -> None:
        self._loop.call_soon_threadsafe(self.code.set_result, code)


class Hanging(InlineEngine):
    """An engine that does not get through its start."""

    async def start(self) -> None:
        """Stand still."""
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.get_running_loop().create_future()


async def test_a_signal_during_the_start_stops_it(settings: Settings, tmp_path: Path) -> None:
    """Slack asks for patience, say, or the database hangs. What was opened is let go of."""
    async with asyncio.timeout(20):
        await run(settings, engine_for=Hanging)
    with hold(tmp_path / "drumbeat.db"):
        pass
    assert not asyncio.get_running_loop().remove_signal_handler(signal.SIGTERM)


async def test_a_signal_while_the_database_is_waited_for_stops_it(settings: Settings, tmp_path: Path) -> None:
    """Nothing is made then."""

    async def reach(_url: object) -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.get_running_loop().create_future()

    async with asyncio.timeout(20):
        await run(settings, engine_for=InlineEngine, reach=reach)
    assert not (tmp_path / "drumbeat.db").exists()


async def test_stopping_that_takes_too_long_ends_the_process(settings: Settings) -> None:
    """With an exit code of its own, and a line that says that nothing is lost."""
    log.configure("json", lines := StringIO())
    ended = Ended()

    class Stuck(Hanging):
        async def stop(self) -> None:
            await ended.code

    await run(settings, engine_for=Stuck, deadline=Deadline(0.0, end=ended))
    assert ended.code.result() == BROKEN_OFF
    [line] = [one for one in map(json.loads, lines.getvalue().splitlines()) if "exit_code" in one]
    assert (line["exit_code"], line["level"]) == (BROKEN_OFF, "error")
    assert "committed is safe" in line["event"]


async def test_a_deadline_begins_once() -> None:
    """Whoever says so again does not move it."""
    deadline = Deadline(0.0, end=(ended := Ended()))
    deadline.begin()
    deadline.begin()
    assert await ended.code == BROKEN_OFF


async def test_what_does_not_let_go_is_left() -> None:
    """A query to a server that hangs goes on even when it is cancelled."""
    stop, let_go = asyncio.Event(), asyncio.Event()

    async def hang() -> None:
        stop.set()
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            await let_go.wait()

    deadline = Deadline(0.0, end=(ended := Ended()))
    await work_until(stop, hang(), deadline)
    let_go.set()
    assert await ended.code == BROKEN_OFF


async def test_what_fails_while_it_is_broken_off_is_logged_and_before_that_raised() -> None:
    """It is told to stop in both cases; only the first failure is a reason of its own."""
    log.configure("json", lines := StringIO())
    stop = asyncio.Event()

    async def fail() -> None:
        raise ConnectionError("at once")

    async def fail_late() -> None:
        stop.set()
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            raise ConnectionError("late")

    with pytest.raises(ConnectionError, match="at once"):
        await work_until(stop, fail())
    await work_until(stop, fail_late())
    assert [json.loads(line)["reason"] for line in lines.getvalue().splitlines()] == ["late"]
