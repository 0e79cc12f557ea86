"""The stage: a local Slack, bots of real processes on one database, and a business clock that all of them read."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from random import Random
from typing import Any

import sqlalchemy as sa

from bot import migrate
from bot.clock import ShiftedClock
from bot.connection import synchronous
from bot.db import async_url
from bot.engine.executors import SILENT
from bot.playground.records import Message
from bot.playground.workspace import Workspace
from bot.settings import load
from tests.chaos.company import ZONES, company, written
from tests.chaos.local_slack import WatchedServer, key_in
from tests.chaos.process import Process
from tests.chaos.waiting import until

MONDAY = datetime(2027, 3, 1, 0, 30, tzinfo=UTC)
"""Business time begins before the first zone's morning, in the machine's future: the clock only moves forwards."""

LEFT = """
SELECT (SELECT count(*) FROM timer WHERE state = 'pending' AND due_at <= :now AND kind <> 'delivery.resume')
     + (SELECT count(*) FROM delivery WHERE state IN ('planned', 'sending'))
     + (SELECT count(*) FROM {schema}workflow_status WHERE status IN ('PENDING', 'ENQUEUED'))
"""
NEXT = "SELECT min(due_at) FROM timer WHERE state = 'pending' AND kind LIKE 'sync.%'"


@dataclass
class Stage:
    """Everything a scenario needs."""

    slack: Workspace
    server: WatchedServer
    clock: ShiftedClock
    engine: sa.Engine
    folder: Path
    environ: Mapping[str, str]
    draw: Random
    bots: list[Process] = field(default_factory=list)
    numbers: Any = field(default_factory=itertools.count)

    def process(self) -> Process:
        """Return another bot, not yet started."""
        folder = self.folder / f"bot{next(self.numbers)}"
        folder.mkdir()
        (folder / "clock").symlink_to(self.folder / "clock")
        self.bots.append(Process(folder, self.environ))
        return self.bots[-1]

    def rows(self, query: str, **values: Any) -> Sequence[sa.Row[Any]]:
        """Ask the database, from outside."""
        with self.engine.connect() as connection:
            return connection.execute(sa.text(query), values).all()

    def value(self, query: str, **values: Any) -> Any:
        """Ask the database for one value."""
        return self.rows(query, **values)[0][0]

    def now(self) -> datetime:
        """Return business time."""
        return self.clock.now()

    def move(self, to: datetime) -> None:
        """Move business time for everybody at once."""
        self.clock.move_to(to)
        self.show_clock()

    def show_clock(self) -> None:
        """Tell the processes by how much business time is ahead."""
        draft = self.folder / "clock.new"
        draft.write_text(str(self.clock.offset.total_seconds()))
        draft.replace(self.folder / "clock")

    def next_due(self) -> datetime:
        """Return when the sync's next timer is due."""
        return instant(self.value(NEXT))

    def let_silence_pass(self) -> None:
        """Put the last signs of life and the leases of dead processes on a PostgreSQL back by as long as others wait.

        Nobody needs to sit through that half minute at each of a hundred kills; only call it while no bot lives.
        """
        if self.engine.dialect.name == "sqlite":
            return
        with self.engine.begin() as connection:
            connection.execute(sa.text("UPDATE executor SET beat_at = beat_at - :silent"), {"silent": SILENT})
            connection.execute(sa.text("UPDATE delivery SET held_until = 0 WHERE state = 'sending'"))

    def left(self) -> int:
        """Return how much is due now or waits to be sent."""
        schema = "" if self.engine.dialect.name == "sqlite" else "dbos."
        return int(self.value(LEFT.format(schema=schema), now=self.stored(self.now())))

    async def quiet(self, *, within: float = 120.0) -> None:
        """Wait until nothing is left to do at this instant; a bot that died meanwhile fails this at once."""
        await until(lambda: self._alive() and not self.left(), within=within, what="the bot to be done")
        await self.slack.settled()

    async def connected(self, *, within: float = 60.0) -> None:
        """Wait until a bot listens to the local Slack."""
        await until(lambda: self.slack.delivery.connected, within=within, what="a bot to be connected")

    def _alive(self) -> bool:
        assert not all(bot.ended for bot in self.bots), "no bot is alive"
        return True

    def stored(self, at: datetime) -> Any:
        """Return an instant as the database holds it, for a query's value."""
        return f"{at:%Y-%m-%d %H:%M:%S.%f}" if self.engine.dialect.name == "sqlite" else at

    def posts(self, channel: str = "") -> list[Message]:
        """Return what the bot has posted into all direct messages, or into `channel` with its threads."""
        if channel:
            return list(self.slack.channel(channel).messages.values())
        return [
            message
            for place in self.slack.state.channels.values()
            if place.kind == "im"
            for message in place.messages.values()
        ]


def key_of(message: Message) -> str:
    """Return the ledger's key of a message, "" where it has none."""
    return key_in({"metadata": message.metadata})


def instant(stored: Any) -> datetime:
    """Return what the database holds as an aware instant."""
    at = datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    return at if at.tzinfo else at.replace(tzinfo=UTC)


@asynccontextmanager
async def stage(
    database_url: str, folder: Path, *, size: int, seed: int, zones: Sequence[str] = ZONES, syncs: int = 1
) -> AsyncIterator[Stage]:
    """Set the stage with a company of `size` people whose daily syncs are set up; no bot runs yet."""
    clock = ShiftedClock(offset=MONDAY - datetime.now(UTC))
    url = async_url(database_url)
    migrate.upgrade(url)
    file = company(size, seed, zones=zones, syncs=syncs)
    slack = Workspace(file, clock=clock, retry_after=(0.0, 0.5, 2.0))
    server = WatchedServer(slack)
    await server.start()
    environ = {
        "SLACK_BOT_TOKEN": server.bot_token,
        "SLACK_APP_TOKEN": server.app_token,
        "SLACK_API_URL": server.api_url,
        "DATABASE_URL": database_url,
        "DRUMBEAT_HEALTH": "off",
    }
    engine = sa.create_engine(synchronous(url), pool_pre_ping=True)
    it = Stage(slack, server, clock, engine, folder, environ, Random(seed))
    it.show_clock()
    try:
        await _set_up(it, file)
        yield it
    finally:
        await asyncio.gather(*(bot.stop() for bot in it.bots))
        await server.stop()
        engine.dispose()


async def _set_up(it: Stage, file: Mapping[str, Any]) -> None:
    """Apply the company file as an operator does, with the business clock."""
    from bot.app import build
    from bot.engine.elsewhere import ElsewhereEngine
    from bot.services.company_file import read_company

    text = StringIO()
    written(dict(file), text)
    bot = build(load(dict(it.environ)), clock=it.clock, engine_for=ElsewhereEngine)
    try:
        identity = await bot.slack.identity()
        bot.workspace_id = identity.workspace_id
        await bot.parts.people.install(identity)
        await bot.parts.people.reconcile(identity.workspace_id)
        await bot.company.apply(identity.workspace_id, read_company(text.getvalue()))
    finally:
        await bot.close()
