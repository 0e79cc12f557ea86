"""`/healthz`, `/readyz` and `/metrics` over HTTP, for whoever watches a running Drumbeat.

No log-in: they tell figures and states, nothing that people wrote and nobody's name.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable
from functools import partial

import sqlalchemy as sa
from aiohttp import web

from bot import log, migrate
from bot.address import Address, shown
from bot.clock import monotonic, real_time
from bot.connection import room
from bot.delivery.queue import by_state
from bot.domain.status import Lateness
from bot.engine.late import lateness
from bot.engine.ticker import Ticker
from bot.engine.work_table import given_up
from bot.errors import SettingsError
from bot.one_at_a_time import OneAtATime
from bot.running import Bot
from bot.slack.socket import Socket

QUIET = 60.0
"""Seconds without a tick after which the process counts as stuck; the longest planning takes a few seconds."""

SECONDS = 2.5
"""Real seconds in which the database has to answer, so that whoever asks gets an answer within three."""

NO_ROOM = 64 * 1024
"""Free bytes on the disk of a SQLite file below which it counts as full: a few pages of the database."""

AWAY = (sa.exc.SQLAlchemyError, SettingsError, OSError, TimeoutError)
"""What asking a database that is away can raise."""

STARTING = "Drumbeat is starting."
STOPPING = "Drumbeat is stopping."
logger = log.get(__name__)


class Health:
    """What is watched: nothing until `watch`, and nothing any more after `leave`."""

    def __init__(self, *, seconds: float = SECONDS) -> None:
        """Be starting. `seconds`: real seconds in which the database has to answer."""
        self._why = STARTING
        self._watched: tuple[Bot, Socket, Ticker] | None = None
        self._looking: OneAtATime[None] = OneAtATime(seconds)
        self._counting: OneAtATime[tuple[dict[str, int], Lateness, int]] = OneAtATime(seconds)

    def watch(self, bot: Bot, socket: Socket, ticker: Ticker) -> None:
        """Answer for these, which are at work from now on."""
        self._watched = bot, socket, ticker

    async def leave(self) -> None:
        """Say from now on that Drumbeat is stopping."""
        self._watched, self._why = None, STOPPING
        await self._looking.forget()
        await self._counting.forget()

    async def stuck(self) -> str:
        """Return why the process should be started anew, or "" while it is alive; starting and stopping are."""
        if self._watched is None:
            return ""
        quiet = monotonic() - self._watched[2].came_round
        return f"The ticker has not come round for {quiet:.0f} seconds." if quiet > QUIET else ""

    async def unready(self) -> str:
        """Return why Drumbeat does not serve just now, or ""."""
        if self._watched is None:
            return self._why
        bot, socket, _ = self._watched
        # The eleventh process on a database has no socket (bot/replica.py), nor has one for which Slack has none left:
        # it sends, and is ready for that.
        if socket.started and not (socket.is_connected or socket.crowded_out):
            return "Slack is not connected; Drumbeat connects again by itself."
        try:
            await self._looking.answer(partial(_look, bot))
        except AWAY as error:
            logger.warning("the database does not answer", reason=_why(error))
            return f"The database does not answer within {SECONDS:g} seconds, or cannot be read."
        if trouble := _unwritable(bot):
            return f"The database takes no writes: {trouble}. Make room or mend it; Drumbeat tries again."
        return ""

    async def metrics(self, accept: str) -> tuple[bytes, str] | None:
        """Return the figures in the format that `accept` asks for, with its content type; None unless at work."""
        if self._watched is None:
            return None
        bot, socket, _ = self._watched
        bot.metrics.connected(to_slack=socket.is_connected)
        try:
            deliveries, timers, failed = await self._counting.answer(partial(_count, bot))
        except AWAY as error:
            logger.warning("the database does not answer", reason=_why(error))
            bot.metrics.database_away()
        else:
            bot.metrics.stored(
                deliveries,
                late=timers.timers,
                lateness=timers.greatest.total_seconds(),
                failing=timers.failing,
                given_up=failed,
                writable=not _unwritable(bot),
            )
        return bot.metrics.exposition(accept)


async def _look(bot: Bot) -> None:
    """Raise one of `AWAY` where the database cannot be read."""
    database = bot.parts.database
    if database.is_sqlite:
        # By a connection of its own: one that is open answers from memory what has long been lost on the disk.
        if await asyncio.to_thread(migrate.current, database.url) is None:
            raise SettingsError("its file is gone or empty")
        return
    async with database.reads.connect() as connection:
        await connection.execute(sa.select(1))


def _unwritable(bot: Bot) -> str:
    """Return what keeps writes from the database, as far as it is known, or ""."""
    left = room(bot.parts.database.url)
    # A process that has nothing to write just now has not met a full disk yet.
    full = left is not None and left < NO_ROOM
    return bot.parts.database.last_write.trouble or ("the disk is full" if full else "")


async def _count(bot: Bot) -> tuple[dict[str, int], Lateness, int]:
    """Return the figures of what the database holds."""
    now = bot.parts.clock.now()
    await _look(bot)
    async with bot.parts.database.reads.connect() as connection:
        failed = await given_up(connection, real_time())
        return await by_state(connection, now), await lateness(connection, now), len(failed)


def _why(error: Exception) -> str:
    """Return the system's own words where it has some: aiohttp puts addresses before them."""
    number = error.errno if isinstance(error, OSError) else None
    return os.strerror(number) if number and number > 0 else str(error) or type(error).__name__


class HealthServer:
    """Serves `health` at `address` (None: nowhere; port 0: any free one) from `start` to `stop`."""

    def __init__(self, address: Address | None, health: Health) -> None:
        """Listen to nothing yet."""
        self.url = ""
        self._address = address
        self._health = health
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Listen; `url` is known afterwards. Raises SettingsError for an address that cannot be listened on."""
        if self._address is None:
            return
        app = web.Application()
        app.router.add_get("/healthz", self._answer(self._health.stuck))
        app.router.add_get("/readyz", self._answer(self._health.unready))
        app.router.add_get("/metrics", self._metrics)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        host, port = self._address
        try:
            await web.TCPSite(self._runner, host, port).start()
        except OSError as error:
            raise SettingsError(
                f"DRUMBEAT_HEALTH: {shown(self._address)} cannot be listened on ({_why(error)}). Choose another "
                "address, such as 127.0.0.1:8081, or write DRUMBEAT_HEALTH=off. Nothing was started."
            ) from error
        self.url = f"http://{shown((host, self._runner.addresses[0][1]))}"

    async def stop(self) -> None:
        """Listen no more."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def _answer(self, trouble: Callable[[], Awaitable[str]]) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def answer(_request: web.Request) -> web.Response:
            why = await trouble()
            return web.Response(text=f"{why or 'ok'}\n", status=503 if why else 200)

        return answer

    async def _metrics(self, request: web.Request) -> web.Response:
        figures = await self._health.metrics(request.headers.get("Accept", ""))
        if figures is None:
            return web.Response(text=f"{await self._health.unready()}\n", status=503)
        body, content_type = figures
        return web.Response(body=body, headers={"Content-Type": content_type})
