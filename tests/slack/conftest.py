"""An app without listeners, for requests through the real Bolt; and the gateway against a small server."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.slack.app import build_app
from bot.slack.http import open_session
from bot.slack.web import WebSlack
from tests.factories.bolt import Recorder, World
from tests.factories.web_api import Api


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    """An app without listeners."""
    monkeypatch.delenv("SLACK_BOT_TOKEN", raising=False)
    slack, taken = Recorder(), set[tuple[str, str]]()

    async def first_time(workspace_id: str, event_id: str) -> bool:
        new = (workspace_id, event_id) not in taken
        taken.add((workspace_id, event_id))
        return new

    async def slack_for(_workspace_id: str) -> Any:
        return slack

    return World(build_app(slack_for, first_time), slack, taken)


@pytest.fixture
async def api() -> AsyncIterator[Api]:
    """A server on a free port of loopback."""
    api = Api()
    app = web.Application()
    app.router.add_route("*", "/api/{method}", api.handle)
    server = TestServer(app)
    await server.start_server()
    api.url = str(server.make_url("/api/"))
    yield api
    await server.close()


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    """A session that gives up soon."""
    async with open_session(seconds=0.3) as session:
        yield session


@pytest.fixture
def slack(api: Api, session: aiohttp.ClientSession) -> WebSlack:
    """The gateway under test."""
    return WebSlack(session, "xoxb-test", api.url)
