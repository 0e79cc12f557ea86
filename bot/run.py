"""`drumbeat run`: brings the database to this version, connects to Slack, and works until it is told to stop."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import timedelta
from functools import partial

import sqlalchemy as sa

from bot import log, migrate
from bot.app import EngineFor, build
from bot.clock import Clock, SystemClock
from bot.connection import reached
from bot.db import async_url
from bot.delivery.pace import PaceLimits
from bot.engine.durable import DurableEngine
from bot.engine.flock import hold_database
from bot.engine.ticker import Ticker
from bot.errors import SettingsError, SlackRefused
from bot.health import Health, HealthServer
from bot.render import Words
from bot.replica import Replica, has_seat
from bot.running import Bot
from bot.settings import Settings
from bot.slack.socket import Socket
from bot.stopping import Deadline, told_by_signals, work_until
from bot.upgrade import UPGRADED

logger = log.get(__name__)
Ready = Callable[[Bot], None]
Reach = Callable[[sa.URL], Awaitable[None]]


async def run(
    settings: Settings,
    *,
    clock: Clock | None = None,
    engine_for: EngineFor | None = None,
    stop: asyncio.Event | None = None,
    ready: Ready | None = None,
    limits: PaceLimits | None = None,
    reach: Reach = reached,
    deadline: Deadline | None = None,
) -> None:
    """Run until SIGINT, SIGTERM or `stop`, which are obeyed while it starts too; `ready` is called once all works.

    `reach` waits for the database server; `deadline` begins when it is to stop. Raises SettingsError for what must be
    mended first, a database that stays out of reach included, AlreadyRunning for a second process on the same SQLite
    file, NewerDatabaseError also while it runs, and SlackUnavailable when Slack cannot be reached at the start.
    """
    clock = clock or SystemClock()
    _, app_token = settings.tokens()
    words = Words(settings.templates)
    words.check()
    for name, place in words.unused().items():
        logger.warning("a template of your own replaces none of Drumbeat's", template=name, now=place or "nowhere")
    stop = stop or asyncio.Event()
    async with AsyncExitStack() as held:
        url = async_url(settings.database_url)
        held.enter_context(hold_database(url))
        held.enter_context(told_by_signals(stop))
        health = Health()
        watching = HealthServer(settings.health_address, health)
        held.push_async_callback(watching.stop)
        await watching.start()

        async def work() -> None:
            await reach(url)
            await _migrate(url)
            bot = build(settings, clock=clock, engine_for=engine_for or _durable(settings), limits=limits)
            held.push_async_callback(bot.stop)
            socket = Socket(bot.bolt, bot.http, app_token, settings.slack_api_url, metrics=bot.metrics)
            held.push_async_callback(socket.stop)
            ticker = Ticker(bot.parts.engine, clock, at_once=bot.parts.database.writers)
            held.push_async_callback(ticker.stop)
            await _start(bot, socket)
            ticker.start()
            health.watch(bot, socket, ticker)
            held.push_async_callback(health.leave)
            held.callback(bot.wind_down)
            replica = Replica(bot.parts.engine, bot.background, socket)
            logger.info("drumbeat is running", database=settings.database_shown, health=watching.url or "off")
            if ready:
                ready(bot)
            await replica.look_after_until(stop)

        await work_until(stop, work(), deadline)
        logger.info("drumbeat stops")


async def _migrate(url: sa.URL) -> None:
    kept = await asyncio.to_thread(migrate.upgrade, url)
    if kept:
        logger.info(UPGRADED, backup=str(kept))


def _durable(settings: Settings) -> EngineFor:
    """Return the engine that survives, with the days for which it remembers finished work."""
    kept = None if settings.keep_work is None else timedelta(days=settings.keep_work)
    return partial(DurableEngine, kept=kept)


async def _start(bot: Bot, socket: Socket) -> None:
    try:
        await bot.start()
        if await has_seat(bot.parts.engine):
            await socket.start()
        else:
            logger.info("no socket: enough older processes have one, this one sends")
    except SlackRefused as error:
        name = "SLACK_APP_TOKEN" if error.method == "apps.connections.open" else "SLACK_BOT_TOKEN"
        raise SettingsError(
            f"Slack refuses this Drumbeat ({error}). Most likely {name} is wrong or lacks a scope: "
            "`drumbeat doctor` says what to mend. Nothing was sent."
        ) from error
