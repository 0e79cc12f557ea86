"""`drumbeat run` against the local Slack, from start to stop."""

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator, Mapping
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import sqlalchemy as sa

from bot import log, migrate
from bot.app import build
from bot.clock import SystemClock
from bot.connection import PATIENCE, reached
from bot.db import Database, async_url
from bot.delivery.ledger import Intent
from bot.delivery.pace import PaceLimits
from bot.engine.flock import AlreadyRunning, hold
from bot.engine.inline import InlineEngine
from bot.errors import SettingsError, SlackUnavailable
from bot.playground.company import load_company
from bot.playground.rates import RateLimits
from bot.playground.server import PlaygroundServer
from bot.playground.workspace import Workspace
from bot.run import run
from bot.running import Bot
from bot.settings import Settings, load
from bot.slack.gateway import Message
from models import Person
from models import Workspace as Tenant
from tests.factories.figures import Shown


@pytest.fixture
async def server() -> AsyncIterator[PlaygroundServer]:
    """The local Slack."""
    server = PlaygroundServer(Workspace(load_company(), clock=SystemClock()), rates=RateLimits.generous())
    await server.start()
    yield server
    await server.stop()


def settings(server: PlaygroundServer, tmp_path: Path, **more: str) -> Settings:
    """Return settings for the local Slack and a database that does not exist yet."""
    return load(
        {
            "SLACK_BOT_TOKEN": server.bot_token,
            "SLACK_APP_TOKEN": server.app_token,
            "SLACK_API_URL": server.api_url,
            "DATABASE_URL": f"sqlite:///{tmp_path / 'drumbeat.db'}",
            "DRUMBEAT_HEALTH": "off",
            **more,
        }
    )


class Running:
    """A Drumbeat that runs beside the test."""

    def __init__(self, with_settings: Settings) -> None:
        self.ready: asyncio.Future[Bot] = asyncio.get_running_loop().create_future()
        self.stop = asyncio.Event()
        self.task = asyncio.create_task(
            run(
                with_settings,
                engine_for=InlineEngine,
                stop=self.stop,
                ready=self.ready.set_result,
                limits=PaceLimits.generous(),
            )
        )

    async def __aenter__(self) -> Bot:
        await asyncio.wait({self.ready, self.task}, return_when=asyncio.FIRST_COMPLETED)
        if self.task.done():
            await self.task
        return self.ready.result()

    async def __aexit__(self, *_error: object) -> None:
        self.stop.set()
        await self.task


async def test_from_nothing_to_an_answer(server: PlaygroundServer, tmp_path: Path) -> None:
    """The database is made, Slack is connected, and /pmo answers; afterwards all is closed."""
    async with Running(settings(server, tmp_path)) as bot:
        server.workspace.settles_by(bot.idle)
        assert await server.workspace.persona("ana").command("/pmo") != []
    assert (tmp_path / "drumbeat.db").exists()
    assert bot.http.closed
    with hold(tmp_path / "drumbeat.db"):
        pass


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_stops_it(server: PlaygroundServer, tmp_path: Path, number: signal.Signals) -> None:
    """Both that service managers and people send; the handlers are gone afterwards."""
    running = Running(settings(server, tmp_path))
    async with running:
        os.kill(os.getpid(), number)
        await running.task
    assert not asyncio.get_running_loop().remove_signal_handler(number)


async def test_a_second_process_on_the_same_file_is_refused(server: PlaygroundServer, tmp_path: Path) -> None:
    """With a sentence, before anything is touched."""
    with hold(tmp_path / "drumbeat.db"), pytest.raises(AlreadyRunning):
        async with Running(settings(server, tmp_path)):
            pass
    assert not (tmp_path / "drumbeat.db").exists()


async def test_a_token_of_another_workspace_is_refused(server: PlaygroundServer, tmp_path: Path) -> None:
    """People of two workspaces would be mixed up: the sentence names both, and nothing is written."""
    with_settings = settings(server, tmp_path)
    migrate.upgrade(async_url(with_settings.database_url))
    database = Database(with_settings.database_url)
    async with database.system_session() as session:
        session.add(Tenant(id="TOTHER", name="Other", created_at=SystemClock().now()))
    with pytest.raises(SettingsError, match=r"SLACK_BOT_TOKEN belongs to .*, but this database holds Other \(TOTHER\)"):
        async with Running(with_settings):
            pass
    async with database.system_session() as session:
        assert list(await session.scalars(sa.select(Tenant.id))) == ["TOTHER"]
        assert list(await session.scalars(sa.select(Person.id))) == []
    await database.close()


async def test_a_start_that_fails_half_way_leaves_nothing_open(
    server: PlaygroundServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever breaks, also in stopping, connections and lock are let go of."""
    opened: list[Bot] = []

    class Broken(InlineEngine):
        async def start(self) -> None:
            raise ZeroDivisionError("start")

        async def stop(self) -> None:
            raise ZeroDivisionError("stop")

    def note(*parts: object, **more: object) -> Bot:
        opened.append(build(*parts, **more))
        return opened[0]

    monkeypatch.setattr("bot.run.build", note)
    with pytest.raises(ZeroDivisionError):
        await run(settings(server, tmp_path), engine_for=Broken)
    assert opened[0].http.closed
    pool = opened[0].parts.database.engine.pool
    assert isinstance(pool, sa.QueuePool)
    assert pool.checkedout() == 0
    with hold(tmp_path / "drumbeat.db"):
        pass


async def test_stopped_while_sending_what_is_left_is_sent_after_the_next_start(
    server: PlaygroundServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is in hand is finished; no message is lost or said twice."""

    async def hello(_database: Database, _workspace_id: str, subject: Mapping[str, Any]) -> Message:
        if subject["n"] == 3:
            first.stop.set()
        return Message(f"hello {subject['n']}")

    def greeting(*parts: Any, **more: Any) -> Bot:
        bot = build(*parts, **more)
        bot.parts.sender.register("hello", hello)
        return bot

    monkeypatch.setattr("bot.run.build", greeting)
    channel = server.workspace.channel("sync").id
    first = Running(settings(server, tmp_path))
    async with first as bot:
        async with bot.parts.database.transaction(bot.workspace_id) as session:
            intents = [Intent(f"hello:{n}", "hello", {"n": n}, channel) for n in range(40)]
            await bot.parts.ledger.plan(session, bot.workspace_id, intents)
        await first.task
    ana = server.workspace.persona("ana")
    assert 0 < len(ana.messages("sync")) < len(intents)
    async with Running(settings(server, tmp_path)) as bot:
        await bot.idle()
    assert [one.text for one in ana.messages("sync")] == [f"hello {n}" for n in range(40)]


@pytest.mark.parametrize(
    ("wrong", "token"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-wrong"}, "xoxb-wrong"),
        ({"SLACK_APP_TOKEN": "xapp-wrong"}, "xapp-wrong"),
    ],
)
async def test_a_wrong_token_is_named(
    server: PlaygroundServer, tmp_path: Path, wrong: dict[str, str], token: str
) -> None:
    """By its setting, not by its value; and what was opened is closed."""
    with pytest.raises(SettingsError) as caught:
        async with Running(settings(server, tmp_path, **wrong)):
            pass
    assert next(iter(wrong)) in str(caught.value)
    assert token not in str(caught.value)
    assert "invalid_auth" in str(caught.value)


async def test_missing_tokens_are_told_before_anything_is_made(tmp_path: Path) -> None:
    """No database, no lock."""
    with pytest.raises(SettingsError, match="SLACK_APP_TOKEN is not set"):
        await run(load({"DATABASE_URL": f"sqlite:///{tmp_path / 'drumbeat.db'}"}))
    assert not (tmp_path / "drumbeat.db").exists()


async def test_a_broken_template_of_ones_own_prevents_the_start(server: PlaygroundServer, tmp_path: Path) -> None:
    """Better now, with file and line, than in front of people on Tuesday."""
    folder = tmp_path / "words"
    (folder / "sync").mkdir(parents=True)
    (folder / "sync" / "nudge.mrkdwn.j2").write_text("{% if %}")
    with pytest.raises(SettingsError, match="line 1"):
        await run(settings(server, tmp_path, DRUMBEAT_TEMPLATES=str(folder)))


async def test_a_slack_out_of_reach_may_be_tried_again(
    server: PlaygroundServer, tmp_path: Path, unused_tcp_port: int
) -> None:
    """It is another kind of end than a wrong token."""
    with pytest.raises(SlackUnavailable):
        async with Running(settings(server, tmp_path, SLACK_API_URL=f"http://127.0.0.1:{unused_tcp_port}/api/")):
            pass


async def test_a_database_server_is_waited_for_before_anything_else(
    server: PlaygroundServer, tmp_path: Path, unused_tcp_port: int
) -> None:
    """For the stated time; here it passes at once."""
    waits: list[float] = []

    async def wait(seconds: float) -> None:
        waits.append(seconds)

    reach = partial(reached, sleep=wait, now=lambda: sum(waits))
    there = settings(server, tmp_path, DATABASE_URL=f"postgresql://127.0.0.1:{unused_tcp_port}/drum")
    with pytest.raises(SettingsError, match="It was tried for 60 seconds"):
        await run(there, engine_for=InlineEngine, reach=reach)
    assert sum(waits) == PATIENCE


@pytest.fixture
def old_file(tmp_path: Path, migrated_file: Path) -> None:
    """A database of an earlier version."""
    (tmp_path / "drumbeat.db").write_bytes(migrated_file.read_bytes())
    migrate.downgrade(sa.make_url(f"sqlite:///{tmp_path / 'drumbeat.db'}"), "0004")


@pytest.mark.usefixtures("old_file")
async def test_an_upgrade_at_the_start_says_where_the_backup_is(server: PlaygroundServer, tmp_path: Path) -> None:
    """The file of an older version is copied, and then works."""
    log.configure("json", lines := StringIO())
    async with Running(settings(server, tmp_path)) as bot:
        server.workspace.settles_by(bot.idle)
        assert await server.workspace.persona("ana").command("/pmo") != []
    copy = tmp_path / f"drumbeat.db.before-{migrate.head()}"
    assert str(copy) in lines.getvalue()
    assert migrate.current(sa.make_url(f"sqlite:///{copy}")) == "0004"


async def test_it_can_be_watched_from_start_to_stop(server: PlaygroundServer, tmp_path: Path) -> None:
    """The log says where; ready with the socket, then gone."""
    told = StringIO()
    log.configure("json", told)
    async with Running(settings(server, tmp_path, DRUMBEAT_HEALTH="127.0.0.1:0")), aiohttp.ClientSession() as http:
        [url] = [line["health"] for line in map(json.loads, told.getvalue().splitlines()) if "health" in line]
        for path in ("/healthz", "/readyz"):
            async with http.get(url + path) as response:
                assert (response.status, await response.text()) == (200, "ok\n")
        async with http.get(f"{url}/metrics") as response:
            shown = Shown(await response.text())
    assert shown.of("drumbeat_slack_connected") == shown.of("drumbeat_database_up") == 1
    assert shown.of("drumbeat_slack_calls_total", method="auth.test", result="ok") == 1
    async with aiohttp.ClientSession() as http:
        with pytest.raises(aiohttp.ClientConnectorError):
            await http.get(url)


async def test_a_port_in_use_is_said_before_anything_is_made(server: PlaygroundServer, tmp_path: Path) -> None:
    """With the setting, the port and two ways out; Slack is not asked, and there is no database."""
    taken = server.url.removeprefix("http://")
    sentence = rf"DRUMBEAT_HEALTH: {taken} .*Address already in use.*DRUMBEAT_HEALTH=off"
    with pytest.raises(SettingsError, match=sentence):
        async with Running(settings(server, tmp_path, DRUMBEAT_HEALTH=taken)):
            pass
    assert not (tmp_path / "drumbeat.db").exists()
    assert server.workspace.traffic.rows() == []
