"""The clock of the page: moved by steps, once at a time, and not where the bot's clock runs alone."""

import asyncio
from datetime import datetime, timedelta

import aiohttp
import pytest

from bot.clock import ShiftedClock
from bot.playground.controls import NextEvent
from bot.playground.rates import RateLimits
from bot.playground.server import PlaygroundServer
from bot.playground.workspace import Workspace
from tests.playground.page_calls import Page


class Clockwork:
    """A bot's clock that the page may move."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.due: list[datetime] = []
        self.held: asyncio.Event | None = None

    def now(self) -> datetime:
        return self.workspace.clock.now()

    async def next_event(self) -> NextEvent | None:
        return NextEvent(self.due[0], "Weekly sync") if self.due else None

    async def advance(self, to: datetime) -> None:
        if self.held:
            await self.held.wait()
        assert isinstance(self.workspace.clock, ShiftedClock)
        self.workspace.clock.move_to(to)


@pytest.fixture
async def moving(workspace: Workspace):
    """A page whose clock can be moved, and the clockwork behind it."""
    clockwork = Clockwork(workspace)
    server = PlaygroundServer(workspace, controls=clockwork, rates=RateLimits.generous())
    await server.start()
    async with aiohttp.ClientSession() as session:
        yield Page(server, session, workspace.person("ana").id), clockwork
    await server.stop()


async def test_the_clock_moves_by_steps_and_to_the_next_event(moving) -> None:
    """`next`, `+1h`, `+1d` and an instant."""
    page, clockwork = moving
    began = clockwork.now()
    assert (await page.post("clock", to="+1h"))["now"] == (began + timedelta(hours=1)).isoformat()
    assert (await page.post("clock", to="+1d"))["now"] == (began + timedelta(hours=25)).isoformat()
    assert "Nothing is planned" in (await page.post("clock", to="next"))["error"]
    clockwork.due = [began + timedelta(days=7)]
    assert (await page.get("state"))["clock"]["next"]["label"] == "Weekly sync"
    assert (await page.post("clock", to="next"))["now"] == clockwork.due[0].isoformat()
    goal = (began + timedelta(days=8)).isoformat()
    assert (await page.post("clock", to=goal))["now"] == goal


@pytest.mark.parametrize(
    ("to", "sentence"),
    [
        ("2020-01-01T00:00:00+00:00", "only moves forwards"),
        ("tomorrow", "not a time"),
        ("2099-01-01T00:00:00+00:00", "more than a year"),
    ],
)
async def test_the_clock_refuses_what_it_cannot_do(moving, to: str, sentence: str) -> None:
    """Backwards, nonsense and the far future, each with a sentence."""
    assert sentence in (await moving[0].post("clock", to=to))["error"]


async def test_the_clock_moves_once_at_a_time(moving) -> None:
    """A second move while one is under way is refused; the state says that it is moving."""
    page, clockwork = moving
    clockwork.held = asyncio.Event()
    moved = asyncio.Event()
    clockwork.workspace.subscribe(lambda change: moved.set() if change["kind"] == "clock" else None)
    first = asyncio.create_task(page.post("clock", to="+1h"))
    await moved.wait()
    assert (await page.get("state"))["clock"]["moving"]
    assert "already moving" in (await page.post("clock", to="+1h"))["error"]
    clockwork.held.set()
    assert (await first)["ok"]
