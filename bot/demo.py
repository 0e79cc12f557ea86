"""The demo: the bot and a local Slack in one process, which talk over loopback as Drumbeat and Slack do."""

import asyncio
import signal
import socket
from contextlib import AsyncExitStack, suppress
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from ruamel.yaml import YAML

from bot import log, loop, migrate
from bot.app import EngineFor, build
from bot.clock import ShiftedClock, SystemClock
from bot.delivery.pace import PaceLimits
from bot.domain.holiday import holiday_on
from bot.engine.ticker import Ticker
from bot.errors import UserError
from bot.playground.company import load_company
from bot.playground.controls import NextEvent
from bot.playground.demo_folder import DemoFolder
from bot.playground.rates import RateLimits
from bot.playground.server import PlaygroundServer
from bot.playground.steps import Steps
from bot.playground.workspace import Workspace
from bot.running import Bot
from bot.services.company_file import read_company
from bot.services.upcoming import coming_up
from bot.settings import load
from bot.slack.socket import Socket
from bot.upgrade import told

FOLDER = Path(".demo")
SIGNALS = (signal.SIGINT, signal.SIGTERM)
HOST = "127.0.0.1"
PORT = 8765
PORTS_TRIED = 20
TUESDAY = 1
FIRST_ASKED = time(2)
AWAY = "marcus@lumen.example"
"""Speaks for Sales alone in the demo, and is away in its first week, so that its summary shows what away looks like."""

WELCOME = """
Drumbeat and Lumen, a company of twenty people in four time zones, are ready. Open

    {url}

You are Ana, product manager in Lisbon.
  1. Press “To the next ritual” until your prompt arrives: it is ten o'clock in Singapore before it is in Lisbon.
  2. Answer it. Go on to Los Angeles, press “Let the others answer”, and read the summary in #sync.
  3. Become Mara, who runs the PMO, and type /pmo.

Ctrl-C stops it; it goes on from here next time, or begins anew with: make demo FRESH=1
"""


class Demo:
    """Bot and workspace, from `start` to `stop`, with everything they keep in one folder."""

    def __init__(
        self, folder: DemoFolder, *, engine_for: EngineFor, port: int | None = None, begins: datetime | None = None
    ) -> None:
        """Use `folder`, which the caller holds; `port` 0 takes any free one, None the usual one or the next free.

        `begins`: what time it is at the first start (aware); None: the machine's. It runs on from there.
        """
        self.folder = folder
        self.url = ""
        self.bot: Bot | None = None
        self.workspace: Workspace | None = None
        self._engine_for = engine_for
        self._port = port
        self._begins = begins
        self._opened = AsyncExitStack()

    async def start(self) -> str:
        """Start everything and return the address to open. Raises UserError for files or a port that cannot be used."""
        try:
            return await self._start()
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Stop everything in the order opposite to the start; a second time does nothing."""
        await self._opened.aclose()

    async def _start(self) -> str:
        notes = self.folder.notes()
        clock = ShiftedClock(offset=self.folder.resumed_offset(SystemClock(), first=self._begins))
        company = first_week(load_company(), clock.now())
        workspace = self._workspace(company, clock)
        port = free_port(self._port)
        database_url = f"sqlite:///{self.folder.database}"
        settings = load(
            {
                "SLACK_BOT_TOKEN": PlaygroundServer.bot_token,
                "SLACK_APP_TOKEN": PlaygroundServer.app_token,
                "SLACK_API_URL": f"http://{HOST}:{port}/api/",
                "DATABASE_URL": database_url,
                "DRUMBEAT_SECRET_KEY": notes.secret_key,
            }
        )
        kept = await asyncio.to_thread(migrate.upgrade, sa.make_url(database_url))
        if kept:
            say(told(kept))
        bot = build(settings, clock=clock, engine_for=self._engine_for, limits=PaceLimits.generous())
        steps = steps_of(bot, workspace, clock)
        server = PlaygroundServer(workspace, port=port, controls=steps, rates=RateLimits.generous())
        self._opened.push_async_callback(server.stop)
        self._opened.push_async_callback(bot.stop)
        await server.start()
        await bot.start()
        if not notes.company_applied:
            await bot.company.apply(bot.workspace_id, read_company(as_yaml(company)))
        socket_mode = Socket(bot.bolt, bot.http, server.app_token, server.api_url)
        self._opened.push_async_callback(socket_mode.stop)
        await socket_mode.start()
        workspace.settles_by(bot.idle)
        ticker = Ticker(bot.parts.engine, clock)
        self._opened.push_async_callback(ticker.stop)
        ticker.start()
        self.folder.write(replace(notes, company_applied=True, address=server.url))
        self.bot, self.workspace, self.url = bot, workspace, server.url
        return server.url

    def _workspace(self, company: dict[str, Any], clock: ShiftedClock) -> Workspace:
        try:
            return Workspace(company, clock=clock, path=self.folder.slack)
        except (ValueError, KeyError, TypeError):
            raise self.folder.unreadable() from None


def run(engine_for: EngineFor, *, fresh: bool = False, port: int | None = None, folder: Path = FOLDER) -> None:
    """Run the demo until Ctrl-C. Raises UserError where it cannot run: another one is, a port is taken, old files."""
    demo_folder = DemoFolder(folder)
    with demo_folder.hold():
        if fresh:
            demo_folder.clear()
        demo_folder.prepare()
        with demo_folder.log.open("a", encoding="utf-8") as lines:
            log.configure("text", lines)
            loop.run(_until_stopped(Demo(demo_folder, engine_for=engine_for, port=port)))


async def _until_stopped(demo: Demo) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()

    def stop(*numbers: int) -> None:
        stopped.set()
        # A second Ctrl-C ends the process at once, as usual.
        for number in numbers:
            loop.remove_signal_handler(number)

    for number in SIGNALS:
        loop.add_signal_handler(number, stop, *SIGNALS)
    starting = asyncio.create_task(demo.start())
    waiting = asyncio.create_task(stopped.wait())
    await asyncio.wait({starting, waiting}, return_when=asyncio.FIRST_COMPLETED)
    if not starting.done():
        starting.cancel()
        await asyncio.wait({starting})
    if not starting.cancelled():
        say(WELCOME.format(url=starting.result()))
        await waiting
        say("\nStopping …")
    await demo.stop()


def steps_of(bot: Bot, workspace: Workspace, clock: ShiftedClock) -> Steps:
    """Return what moves the clock of `bot` and `workspace` together."""

    async def upcoming() -> NextEvent | None:
        async with bot.parts.database.reading(bot.workspace_id) as session:
            found = await coming_up(session)
        return NextEvent(found.at, found.label) if found else None

    async def settled() -> None:
        await bot.idle()
        await workspace.settled()
        # At once: what the bot knows to be sent must not be missing after a kill.
        workspace.save()

    return Steps(bot.parts.engine, bot.parts.database, clock, upcoming=upcoming, settled=settled)


def first_week(company: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Return Lumen as it is when a newcomer meets it at `now`: who speaks for Sales is away for the first sync.

    All others are there, whatever day it is: whose country has a holiday then lives in no country yet.
    """
    first = first_sync(now)
    away = {"from": first - timedelta(days=1), "to": first + timedelta(days=1)}
    here = [_without_country(row) if holiday_on(row["country"], first) else row for row in company["people"]]
    people = [row | {"away": [away]} if row["email"] == AWAY else row for row in here]
    teams = [row | {"squad": [AWAY]} if row.get("lead") == AWAY else row for row in company["teams"]]
    return company | {"people": people, "teams": teams}


def _without_country(person: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in person.items() if key != "country"}


def first_sync(now: datetime) -> date:
    """Return the first Tuesday whose ten o'clock in Singapore, where Lumen's day begins, comes after `now`."""
    day = now.date()
    while day.weekday() != TUESDAY or datetime.combine(day, FIRST_ASKED, UTC) <= now:
        day += timedelta(days=1)
    return day


def as_yaml(company: dict[str, Any]) -> str:
    """Return a company as the text of a company file."""
    out = StringIO()
    YAML(typ="safe").dump(company, out)
    return out.getvalue()


def free_port(wanted: int | None) -> int:
    """Return a port to serve on: `wanted` itself (0: any), or with None the usual one or the next that is free.

    Raises UserError where there is none.
    """
    for port in [wanted] if wanted is not None else range(PORT, PORT + PORTS_TRIED):
        with socket.socket() as probe, suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((HOST, port))
            found: int = probe.getsockname()[1]
            return found
    tried = str(wanted) if wanted is not None else f"{PORT} to {PORT + PORTS_TRIED - 1}"
    raise UserError(f"Port {tried} is taken by another program. Choose a free one: drumbeat demo --port 9000")


def say(text: str) -> None:
    """Print at once, also into a pipe."""
    print(text, flush=True)  # noqa: T201 - what a person reads in the terminal
