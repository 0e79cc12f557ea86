"""`drumbeat run` told to stop: what waits for Slack waits side by side."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest

from bot.app import build
from bot.clock import SystemClock
from bot.db import Database
from bot.delivery.ledger import Intent
from bot.engine.inline import InlineEngine
from bot.playground.company import load_company
from bot.playground.rates import RateLimits
from bot.playground.server import PlaygroundServer
from bot.playground.workspace import Workspace
from bot.run import run
from bot.running import Bot
from bot.settings import Settings, load
from bot.slack.gateway import Message
from bot.slack.socket import Socket


@pytest.fixture
async def server() -> AsyncIterator[PlaygroundServer]:
    """The local Slack."""
    server = PlaygroundServer(Workspace(load_company(), clock=SystemClock()), rates=RateLimits.generous())
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def settings(server: PlaygroundServer, database_url: str) -> Settings:
    """Those for the local Slack and this database."""
    return load(
        {
            "SLACK_BOT_TOKEN": server.bot_token,
            "SLACK_APP_TOKEN": server.app_token,
            "SLACK_API_URL": server.api_url,
            "DATABASE_URL": database_url,
            "DRUMBEAT_HEALTH": "off",
        }
    )


async def test_no_message_is_begun_while_listeners_finish_and_the_next_start_says_it(
    server: PlaygroundServer, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A listener may wait for Slack for seconds, in which the message in hand can end; another one would come after."""
    channel = server.workspace.channel("sync").id
    ana = server.workspace.persona("ana")
    close = Socket.stop
    said_by_the_first: list[str] = []

    async def hello(_database: Database, _workspace_id: str, _subject: Mapping[str, Any]) -> Message:
        return Message("hello")

    def greeting(*parts: Any, **more: Any) -> Bot:
        bot = build(*parts, **more)
        bot.parts.sender.register("hello", hello)
        return bot

    async def drumbeat(stop: asyncio.Event) -> tuple[Bot, asyncio.Task[None]]:
        ready: asyncio.Future[Bot] = asyncio.get_running_loop().create_future()

        task = asyncio.create_task(run(settings, engine_for=InlineEngine, stop=stop, ready=ready.set_result))
        return await ready, task

    async def plan_and_close(socket: Socket) -> None:
        async with first.parts.database.transaction(first.workspace_id) as session:
            await first.parts.ledger.plan(session, first.workspace_id, [Intent("late", "hello", {}, channel)])
        await first.parts.engine.idle()
        said_by_the_first.extend(one.text for one in ana.messages("sync"))
        await close(socket)

    monkeypatch.setattr("bot.run.build", greeting)
    stop = asyncio.Event()
    with monkeypatch.context() as patched:
        patched.setattr(Socket, "stop", plan_and_close)
        first, running = await drumbeat(stop)
        stop.set()
        await running
    assert said_by_the_first == []

    stop = asyncio.Event()
    second, running = await drumbeat(stop)
    await second.idle()
    assert [one.text for one in ana.messages("sync")] == ["hello"]
    stop.set()
    await running
