"""Several processes: who has a connection to Slack, and what happens when a newer version has come."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from io import StringIO
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot import log
from bot.clock import Clock, SystemClock
from bot.connection import file_of
from bot.db import Database
from bot.engine.inline import InlineEngine
from bot.errors import SlackUnavailable
from bot.migrate import NewerDatabaseError
from bot.playground.company import load_company
from bot.playground.rates import RateLimits
from bot.playground.server import PlaygroundServer
from bot.playground.workspace import Workspace
from bot.replica import SOCKETS, Replica
from bot.run import run
from bot.running import Bot
from bot.settings import load
from bot.slack.socket import Socket
from tests.databases import PostgresServer


class Younger(InlineEngine):
    """The engine of a process on whose database older ones run."""

    older = SOCKETS

    async def seat(self) -> int:
        """Return how many are older."""
        return self.older


@pytest.fixture
async def server() -> AsyncIterator[PlaygroundServer]:
    """The local Slack."""
    server = PlaygroundServer(Workspace(load_company(), clock=SystemClock()), rates=RateLimits.generous())
    await server.start()
    yield server
    await server.stop()


class Running:
    """A Drumbeat that looks around all the time."""

    def __init__(self, server: PlaygroundServer, database_url: str) -> None:
        self.ready: asyncio.Future[Bot] = asyncio.get_running_loop().create_future()
        self.stop = asyncio.Event()
        settings = load(
            {
                "SLACK_BOT_TOKEN": server.bot_token,
                "SLACK_APP_TOKEN": server.app_token,
                "SLACK_API_URL": server.api_url,
                "DATABASE_URL": database_url,
                "DRUMBEAT_HEALTH": "off",
            }
        )
        self.engine: Younger | None = None
        self.older_at_first = SOCKETS
        self.task = asyncio.create_task(
            run(settings, engine_for=self.engine_for, stop=self.stop, ready=self.ready.set_result)
        )

    def engine_for(self, database: Database, clock: Clock) -> Younger:
        self.engine = Younger(database, clock)
        self.engine.older = self.older_at_first
        return self.engine


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks come one after the other."""
    monkeypatch.setattr("bot.run.Replica", partial(Replica, look_every=0.01))


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """Set when a process has connected to Slack."""
    done = asyncio.Event()
    start = Socket.start

    async def start_and_tell(socket: Socket) -> None:
        await start(socket)
        done.set()

    monkeypatch.setattr(Socket, "start", start_and_tell)
    return done


def connections(server: PlaygroundServer) -> int:
    """Return how many sockets are open to the local Slack."""
    return len(server.workspace.delivery._connections)


async def until_connections(server: PlaygroundServer, wanted: int) -> None:
    """Wait until so many sockets are open to the local Slack."""
    changed = asyncio.Event()
    unsubscribe = server.workspace.subscribe(lambda _: changed.set())
    async with asyncio.timeout(10):
        while connections(server) != wanted:
            await changed.wait()
            changed.clear()
    unsubscribe()


@pytest.mark.usefixtures("impatient")
async def test_the_eleventh_process_sends_and_takes_a_connection_when_an_older_one_goes(
    server: PlaygroundServer, database_url: str, connected: asyncio.Event
) -> None:
    """Slack gives ten to an app."""
    running = Running(server, database_url)
    bot = await running.ready
    assert connections(server) == 0
    assert running.engine
    running.engine.older = SOCKETS - 1
    await asyncio.wait_for(connected.wait(), 10)
    assert connections(server) == 1
    server.workspace.settles_by(bot.idle)
    assert await server.workspace.persona("ana").command("/pmo") != []
    running.stop.set()
    await running.task
    assert connections(server) == 0


async def test_where_the_eldest_died_in_the_first_comparison_the_next_one_reads_people(
    server: PlaygroundServer, database_url: str
) -> None:
    """Without people nobody could be asked until the night."""
    running = Running(server, database_url)
    bot = await running.ready
    await bot.parts.engine.tick(SystemClock().now())
    await bot.idle()
    async with bot.parts.database.system_session() as session:
        assert await session.scalar(sa.text("SELECT count(*) FROM person")) == len(server.workspace.state.people)
    running.stop.set()
    await running.task


@pytest.mark.usefixtures("impatient")
async def test_a_process_gives_its_connection_up_when_an_older_one_is_back(
    server: PlaygroundServer, database_url: str, connected: asyncio.Event
) -> None:
    """One that stood still is older than whoever took its place. Should it go again, the connection is taken again."""
    running = Running(server, database_url)
    running.older_at_first = SOCKETS - 1
    await running.ready
    assert connections(server) == 1
    assert running.engine
    running.engine.older = SOCKETS
    await until_connections(server, 0)
    connected.clear()
    running.engine.older = 0
    await asyncio.wait_for(connected.wait(), 10)
    assert connections(server) == 1
    running.stop.set()
    await running.task


@pytest.mark.usefixtures("impatient")
async def test_a_newer_version_that_has_migrated_stops_this_one(server: PlaygroundServer, database_url: str) -> None:
    """It would write what the newer one cannot read: it stops as usual, and says why."""
    running = Running(server, database_url)
    bot = await running.ready
    async with bot.parts.database.system_session() as session:
        await session.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerDatabaseError, match="version 9999, which is newer"):
        await running.task
    assert bot.http.closed


@pytest.mark.usefixtures("impatient")
async def test_a_slack_that_is_away_when_a_connection_becomes_free_is_tried_again(
    server: PlaygroundServer, database_url: str, connected: asyncio.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process goes on to send meanwhile."""
    running = Running(server, database_url)
    await running.ready
    failures: list[str] = []
    start = Socket.start

    async def away(socket: Socket) -> None:
        if len(failures) < 2:
            failures.append("away")
            raise SlackUnavailable("apps.connections.open: away")
        await start(socket)

    monkeypatch.setattr(Socket, "start", away)
    assert running.engine
    running.engine.older = 0
    await asyncio.wait_for(connected.wait(), 10)
    assert connections(server) == 1
    assert failures == ["away", "away"]
    running.stop.set()
    await running.task


@dataclass
class Connected:
    """A socket that nothing is wrong with."""

    started: bool = True


@asynccontextmanager
async def moved_away(
    database_url: str, request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncIterator[tuple[str, Callable[[], None]]]:
    """Yield an address where the database is not yet, and what brings it there."""
    url = sa.make_url(database_url)
    if file := file_of(url):
        mounted = tmp_path / "mounted"

        def mount() -> None:
            (tmp_path / "draft").mkdir()
            file.rename(tmp_path / "draft" / file.name)
            (tmp_path / "draft").rename(mounted)

        yield f"sqlite:///{mounted / file.name}", mount
        return
    server: PostgresServer = request.getfixturevalue("postgres")

    def rename(before: str, after: str) -> None:
        with server.admin.connect() as connection:
            connection.exec_driver_sql(f"ALTER DATABASE {before} RENAME TO {after}")

    there = f"{url.database}_there"
    yield server.url(there), partial(rename, str(url.database), there)
    rename(there, str(url.database))


async def test_a_database_that_is_away_is_told_once_and_when_it_is_back(
    database_url: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """One line says that nothing is lost and what to check, however often it is looked at in vain."""
    shown, stop = StringIO(), asyncio.Event()
    log.configure("json", shown)
    async with moved_away(database_url, request, tmp_path) as (url, comes):
        database = Database(url)
        tries, tried, connected = count(1), asyncio.Event(), asyncio.Event()

        def note_try(*_: object) -> None:
            if next(tries) == 4:
                tried.set()

        sa.event.listen(database.engine.sync_engine, "do_connect", note_try)
        sa.event.listen(database.engine.sync_engine, "connect", lambda *_: connected.set())

        replica = Replica(InlineEngine(database, SystemClock()), database, Connected(), look_every=0.001)
        looking = asyncio.create_task(replica.look_after_until(stop))
        async with asyncio.timeout(20):
            await tried.wait()
            comes()
            await connected.wait()
            stop.set()
            await looking
        await database.close()
    away, back = (json.loads(line) for line in shown.getvalue().splitlines())
    assert (away["event"], away["level"]) == ("the database is away", "error")
    assert "check that the database runs" in away["meanwhile"]
    assert back["event"] == "the database is back"
