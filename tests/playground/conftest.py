"""A small company, a bot that is told what to answer, and a server on a free port."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest

from bot.clock import ShiftedClock
from bot.playground.rates import RateLimits
from bot.playground.server import PlaygroundServer
from bot.playground.workspace import Ack, Envelope, Workspace

COMPANY: dict[str, Any] = {
    "company": "Lumen",
    "people": [
        {"name": "Ana Sousa", "email": "ana@lumen.example", "zone": "Europe/Lisbon", "role": "lead"},
        {"name": "Ben Carter", "email": "ben@lumen.example", "zone": "America/Los_Angeles"},
        {"name": "Mara Lindqvist", "email": "mara@lumen.example", "zone": "Europe/Berlin", "admin": True},
    ],
    "teams": [{"name": "Payments", "channel": "#payments", "members": ["ana@lumen.example"]}],
    "syncs": [{"name": "Weekly sync", "channel": "#sync"}],
}


@dataclass
class RealTime:
    """Real seconds that a test moves by hand."""

    seconds: float = 1000.0

    def __call__(self) -> float:
        return self.seconds


@dataclass
class FakeBot:
    """A bot that keeps what it was told and acknowledges with what the test wants."""

    envelopes: list[Envelope] = field(default_factory=list)
    answer: Callable[[Envelope], Any] = lambda _: None

    async def deliver(self, envelope: Envelope) -> Ack:
        self.envelopes.append(envelope)
        given = self.answer(envelope)
        if hasattr(given, "__await__"):
            given = await given
        return Ack(given)

    @property
    def payloads(self) -> list[dict[str, Any]]:
        return [envelope.payload for envelope in self.envelopes]

    @property
    def events(self) -> list[dict[str, Any]]:
        return [envelope.payload["event"] for envelope in self.envelopes if envelope.type == "events_api"]


class Api:
    """Calls the Web API over HTTP as any client would."""

    def __init__(self, server: PlaygroundServer, session: aiohttp.ClientSession) -> None:
        self.server = server
        self.session = session
        self.last: aiohttp.ClientResponse | None = None

    async def __call__(self, method: str, /, *, token: str | None = None, **arguments: Any) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self.server.bot_token if token is None else token}"}
        async with self.session.post(self.server.api_url + method, json=arguments, headers=headers) as response:
            self.last = response
            return await response.json()


@pytest.fixture
def clock() -> ShiftedClock:
    """Business time stands still on a Tuesday until it is moved."""
    return ShiftedClock(datetime(2026, 11, 24, 9, 0, tzinfo=UTC))


@pytest.fixture
def real() -> RealTime:
    """Real time that is moved by hand."""
    return RealTime()


@pytest.fixture
async def workspace(clock: ShiftedClock, real: RealTime) -> AsyncIterator[Workspace]:
    """Lumen with three people."""
    workspace = Workspace(COMPANY, clock=clock, real=real, retry_after=(0, 0, 0))
    yield workspace
    await workspace.close()


@pytest.fixture
def bot(workspace: Workspace) -> FakeBot:
    """A bot connected to the workspace."""
    bot = FakeBot()
    workspace.connect(bot.deliver)
    return bot


@pytest.fixture
async def server(workspace: Workspace) -> AsyncIterator[PlaygroundServer]:
    """The workspace on a free port, with rates that no test but those of rates notices."""
    server = PlaygroundServer(workspace, rates=RateLimits.generous())
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def api(server: PlaygroundServer) -> AsyncIterator[Api]:
    """The Web API, called with the bot's token."""
    async with aiohttp.ClientSession() as session:
        yield Api(server, session)
