"""What a process looks after while it runs: its seat at Slack's sockets, and that no newer version has taken over."""

import asyncio

import sqlalchemy as sa

from bot import log, migrate
from bot.away import is_away
from bot.db import Database
from bot.engine.port import Engine
from bot.errors import SlackRefused, SlackUnavailable
from bot.slack.socket import Socket

SOCKETS = 10
"""Connections that Slack lets an app have at once (docs.slack.dev, "Using Socket Mode")."""

LOOK_EVERY = 5.0
"""Seconds between looks."""

MEANWHILE = (
    "Nothing that was taken is lost; whoever clicks is asked to try again. Drumbeat goes on by itself as soon as "
    "DATABASE_URL answers: check that the database runs and lets this user in."
)

logger = log.get(__name__)


async def has_seat(engine: Engine) -> bool:
    """Tell whether this process is among the eldest, which hold the connections to Slack; the others send."""
    return await engine.seat() < SOCKETS


class Replica:
    """One of the processes on a database; on a SQLite file it is the only one."""

    def __init__(self, engine: Engine, database: Database, socket: Socket, *, look_every: float = LOOK_EVERY) -> None:
        """Look after `socket` as `engine` gives seats, every `look_every` seconds."""
        self._engine = engine
        self._database = database
        self._socket = socket
        self._look_every = look_every
        self._known = migrate.revisions()
        self._away = False

    async def look_after_until(self, stop: asyncio.Event) -> None:
        """Return when `stop` is set. Raises NewerDatabaseError once a newer Drumbeat has migrated the database."""
        while not stop.is_set():
            try:
                async with asyncio.timeout(self._look_every):
                    await stop.wait()
            except TimeoutError:
                await self._look()

    async def _look(self) -> None:
        try:
            await self._refuse_newer()
            seated = await has_seat(self._engine)
            if seated and not self._socket.started:
                logger.info("an older process has gone: this one takes its connection to slack")
                await self._socket.start()
            elif self._socket.started and not seated:
                # One that stood still and was taken for dead is back, and is as old as before.
                logger.info("an older process is back: this one gives its connection to slack up, and sends")
                await self._socket.stop(serving=True)
        except (sa.exc.SQLAlchemyError, SlackUnavailable, SlackRefused) as error:
            if not is_away(error):
                # Slack is away; whoever waits for it says so, and here the next look comes soon.
                logger.warning("could not look around", reason=str(error))
            elif not self._away:
                self._away = True
                logger.error("the database is away", reason=str(error).splitlines()[0], meanwhile=MEANWHILE)  # noqa: TRY400

    async def _refuse_newer(self) -> None:
        async with self._database.reads.connect() as connection:
            revision = await connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
        if self._away:
            logger.info("the database is back")
            self._away = False
        if revision not in self._known:
            raise migrate.newer(str(revision))
