"""A world for journeys: the local Slack, the real Bolt app on a real database, and a clock that is moved by steps."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from slack_bolt.response import BoltResponse

from bot.app import build
from bot.clock import ShiftedClock
from bot.db import Database
from bot.delivery.pace import PaceLimits
from bot.delivery.patience import Patience
from bot.engine.advance import advance, settle
from bot.engine.inline import InlineEngine
from bot.playground import storage
from bot.playground.company import load_company
from bot.playground.persona import Persona
from bot.playground.rates import RateLimits
from bot.playground.records import Ack, Envelope
from bot.playground.server import PlaygroundServer
from bot.playground.workspace import Workspace
from bot.running import Bot
from bot.services.company_file import read_company
from bot.settings import load
from tests.databases import COMPILED, KINDS, TEMPLATE, PostgresServer, into_one_file

COMPANY = Path(__file__).parents[2] / "bot" / "playground" / "company.yaml"
SECRET = "the same key in all tests, long enough"
MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)

# Reading YAML takes as long as the rest of a world's set-up, and every world begins with the same company.
read_once = cache(read_company)


@cache
def people_and_channels() -> dict[str, Any]:
    """Return the playground's company file as the local Slack takes it."""
    return load_company(COMPANY)


@dataclass
class World:
    """Everything a journey needs."""

    slack: Workspace
    server: PlaygroundServer
    bot: Bot
    clock: ShiftedClock

    def persona(self, who: str) -> Persona:
        """Return somebody of the company, ready to click and type."""
        return self.slack.persona(who)

    @property
    def workspace_id(self) -> str:
        """Slack's id of the workspace."""
        return self.bot.workspace_id

    async def advance(self, to: datetime | timedelta) -> None:
        """Let time pass, from one due instant to the next."""
        until = self.clock.now() + to if isinstance(to, timedelta) else to
        await advance(self.bot.parts.engine, self.bot.parts.database, self.clock, until)
        await self.idle()

    async def at(self, text: str) -> None:
        """Let time pass until an instant in UTC, e.g. "Tue 10:00" of this week or "2026-03-10 18:00"."""
        await self.advance(self.instant(text))

    def instant(self, text: str) -> datetime:
        """Return the instant in UTC that a text means; a weekday means the next such time from now on."""
        if text[0].isdigit():
            return datetime.fromisoformat(text).replace(tzinfo=UTC)
        day, clock = text.split()
        weekday = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun").index(day)
        hour, minute = map(int, clock.split(":"))
        now = self.clock.now()
        found = now.replace(hour=hour, minute=minute, second=0, microsecond=0) + timedelta(
            days=(weekday - now.weekday()) % 7
        )
        return found if found >= now else found + timedelta(days=7)

    async def idle(self) -> None:
        """Wait until nothing is left to do at this instant."""
        await self.bot.idle()
        await settle(self.bot.parts.engine, self.clock)
        await self.slack.settled()

    async def deliver(self, body: dict[str, Any]) -> BoltResponse:
        """Hand any payload to the real Bolt app, and wait until it has had its effects."""
        response = await self.bot.bolt.receive(body, {})
        await self.bot.bolt.running.idle()
        return response

    async def apply(self, text: str) -> list[str]:
        """Apply a company file."""
        changes = await self.bot.company.apply(self.workspace_id, read_once(text))
        await self.idle()
        return changes


def deliver_to(bot: Bot):
    """Connect the local Slack to Bolt's own dispatch."""

    async def deliver(envelope: Envelope) -> Ack:
        response = await bot.bolt.receive(deepcopy(envelope.payload), {})
        return Ack(json.loads(response.body) if response.body else None)

    return deliver


@asynccontextmanager
async def world(
    database_url: str,
    left_at: Path | None = None,
    *,
    company: Mapping[str, Any] | None = None,
    secret: str = SECRET,
    keep_messages: str = "90",
) -> AsyncIterator[World]:
    """Yield the company of the playground with Drumbeat installed, on a Monday at 8:00 UTC.

    `left_at`: the local Slack and the clock go on from what was saved there. `company`: another one, as a company file.
    `secret`: the key of what is anonymous. `keep_messages`: for how many days the ledger is kept, or "forever".
    """
    clock = ShiftedClock((storage.saved_now(left_at) if left_at else None) or MONDAY)
    slack = Workspace(company or people_and_channels(), clock=clock)
    if left_at:
        slack.state = storage.load(left_at) or slack.state
    server = PlaygroundServer(slack, rates=RateLimits.generous())
    await server.start()
    settings = load(
        {
            "SLACK_BOT_TOKEN": server.bot_token,
            "SLACK_APP_TOKEN": server.app_token,
            "SLACK_API_URL": server.api_url,
            "DATABASE_URL": database_url,
            "DRUMBEAT_SECRET_KEY": secret,
            "DRUMBEAT_KEEP_MESSAGES": keep_messages,
        }
    )
    bot = build(
        settings,
        clock=clock,
        engine_for=InlineEngine,
        database=Database(database_url, compiled=COMPILED),
        limits=PaceLimits.generous(),
        patience=Patience(wait=0.1, doubt=0.0, step=0.01, longest=0.02),
    )
    slack.connect(deliver_to(bot))
    slack.settles_by(bot.idle)
    await bot.start()
    try:
        yield World(slack, server, bot, clock)
    finally:
        await bot.stop()
        await server.stop()


@dataclass(frozen=True)
class Beginning:
    """The company at some moment, once a test process: tests get a copy of the database and go on from there."""

    database: str
    """A SQLite file, or the name of a PostgreSQL database."""
    slack: Path


class Beginnings:
    """What journeys begin with, made when the first of them asks for it."""

    def __init__(self, request: pytest.FixtureRequest, folder: Path) -> None:
        """Keep them in `folder`; the empty databases are fixtures."""
        self._request = request
        self._folder = folder
        self._known: dict[tuple[str, str], Beginning] = {}

    def at(self, kind: str, moment: str) -> Beginning:
        """Return the company in a database of `kind` as it is at `moment` ("" or e.g. "Tue 10:00") if nobody acts."""
        if (kind, moment) not in self._known:
            self._known[kind, moment] = self._make(kind, moment)
        return self._known[kind, moment]

    def _make(self, kind: str, moment: str) -> Beginning:
        slack = self._folder / f"{kind} {moment}.json".replace(":", "")
        if kind == "sqlite":
            database = str(slack.with_suffix(".db"))
            Path(database).write_bytes(self._request.getfixturevalue("migrated_file").read_bytes())
            lived_through(f"sqlite:///{database}", moment, slack)
            into_one_file(Path(database))
        else:
            server: PostgresServer = self._request.getfixturevalue("postgres")
            database = server.create_database()
            lived_through(server.url(database), moment, slack)
        return Beginning(database, slack)


def lived_through(database_url: str, moment: str, slack: Path) -> None:
    """Apply the company file to a database, let time pass until `moment`, and save the local Slack.

    In an event loop of its own: the tests' loops come and go.
    """

    async def live() -> None:
        async with world(database_url) as lumen:
            await lumen.apply(COMPANY.read_text())
            if moment:
                await lumen.at(moment)
            storage.save(lumen.slack.state, slack, now=lumen.clock.now())

    loop = asyncio.new_event_loop()
    try:
        loop.run_until_complete(live())
        loop.run_until_complete(loop.shutdown_asyncgens())
    finally:
        loop.close()


@pytest.fixture(scope="session")
def beginnings(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Beginnings:
    """The company at the moments that tests begin with (`@pytest.mark.begins("Tue 10:00")`)."""
    return Beginnings(request, tmp_path_factory.mktemp("company"))


@pytest.fixture
def beginning(request: pytest.FixtureRequest) -> Beginning | None:
    """What this test begins with: the company where it asks for it, else nothing."""
    if "company" not in request.fixturenames:
        return None
    mark = request.node.get_closest_marker("begins")
    kind: str = request.node.callspec.params["database_url"]
    beginnings: Beginnings = request.getfixturevalue("beginnings")
    return beginnings.at(kind, mark.args[0] if mark else "")


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path, beginning: Beginning | None) -> Iterator[str]:
    """The URL of a fresh database of each kind, with what the test begins with."""
    if request.param == "sqlite":
        source = Path(beginning.database) if beginning else request.getfixturevalue("migrated_file")
        path = tmp_path / "drumbeat.db"
        path.write_bytes(source.read_bytes())
        yield f"sqlite:///{path}"
    else:
        server: PostgresServer = request.getfixturevalue("postgres")
        name = server.create_database(beginning.database if beginning else TEMPLATE)
        yield server.url(name)
        server.drop_database(name)


@pytest.fixture
async def lumen(database_url: str, beginning: Beginning | None) -> AsyncIterator[World]:
    """The company of the playground with Drumbeat installed and nothing set up, on a Monday at 8:00 UTC."""
    async with world(database_url, beginning.slack if beginning else None) as installed:
        yield installed


@pytest.fixture
async def company(lumen: World) -> World:
    """The same with the playground's company file applied: people, teams and the weekly sync.

    It begins on Monday too, or where the test's `begins` mark says: as if nobody had done anything until then.
    """
    return lumen
