"""`/healthz`, `/readyz` and `/metrics` over HTTP, for whoever watches a running Drumbeat.

No log-in: they tell figures and states, nothing that people wrote and nobody's name.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import sqlalchemy as sa
from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import log
from bot.address import Address, shown
from bot.app import Bot
from bot.clock import monotonic
from bot.delivery.queue import by_state
from bot.engine.late import lateness
from bot.engine.ticker import Ticker
from bot.errors import SettingsError
from bot.slack.socket import Socket

QUIET = 60.0
"""Seconds without a tick after which the process counts as stuck; the longest planning takes a few seconds."""

DATABASE_SECONDS = 3.0
"""Real seconds in which the database has to answer, so that whoever asks gets an answer before giving up."""

AWAY = (sa.exc.SQLAlchemyError, OSError, TimeoutError)
"""What asking a database that is away can raise."""

STARTING = "Drumbeat is starting."
STOPPING = "Drumbeat is stopping."
logger = log.get(__name__)


class Health:
    """What is watched: nothing until `watch`, and nothing any more after `leave`."""

    def __init__(self) -> None:
        """Be starting."""
        self._why = STARTING
        self._watched: tuple[Bot, Socket, Ticker] | None = None

    def watch(self, bot: Bot, socket: Socket, ticker: Ticker) -> None:
        """Answer for these, which are at work from now on."""
        self._watched = bot, socket, ticker

    def leave(self) -> None:
        """Say from now on that Drumbeat is stopping."""
        self._watched, self._why = None, STOPPING

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
        return "" if await _answers(bot) else f"The database does not answer within {DATABASE_SECONDS:.0f} seconds."

    async def metrics(self, accept: str) -> tuple[bytes, str] | None:
        """Return the figures in the format that `accept` asks for, with its content type; None unless at work."""
        if self._watched is None:
            return None
        bot, socket, _ = self._watched
        bot.metrics.connected(to_slack=socket.is_connected)
        await _count_stored(bot)
        return bot.metrics.exposition(accept)


@asynccontextmanager
async def _asked(bot: Bot) -> AsyncIterator[AsyncConnection]:
    """Read from the database for a few seconds at most."""
    async with asyncio.timeout(DATABASE_SECONDS), bot.parts.database.engine.connect() as connection:
        yield connection


async def _answers(bot: Bot) -> bool:
    try:
        async with _asked(bot) as connection:
            await connection.execute(sa.select(1))
    except AWAY as error:
        logger.warning("the database does not answer", reason=_why(error))
        return False
    return True


async def _count_stored(bot: Bot) -> None:
    """Bring the figures of what the database holds up to date."""
    now = bot.parts.clock.now()
    try:
        async with _asked(bot) as connection:
            deliveries, timers = await by_state(connection, now), await lateness(connection, now)
    except AWAY as error:
        logger.warning("the database does not answer", reason=_why(error))
        bot.metrics.database_away()
        return
    seconds = timers.greatest.total_seconds()
    bot.metrics.stored(deliveries, late=timers.timers, lateness=seconds, failing=timers.failing)


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
