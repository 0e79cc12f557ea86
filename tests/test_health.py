"""What is served of a Drumbeat that starts, stops, or has lost its database."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bot.address import read_address, shown
from bot.app import build
from bot.clock import SystemClock
from bot.engine.inline import InlineEngine
from bot.engine.ticker import Ticker
from bot.errors import SettingsError
from bot.health import STARTING, STOPPING, Health, HealthServer
from bot.playground import socket as playground_socket
from bot.playground.company import load_company
from bot.playground.server import PlaygroundServer
from bot.playground.workspace import Workspace
from bot.settings import load
from bot.slack.socket import Socket
from tests.factories.figures import Shown


@pytest.fixture
async def health() -> Health:
    """What is watched."""
    return Health()


@pytest.fixture
async def url(health: Health) -> AsyncIterator[str]:
    """Where it is served."""
    server = HealthServer(read_address("127.0.0.1:0"), health)
    await server.start()
    yield server.url
    await server.stop()


@asynccontextmanager
async def at_work(health: Health, database_url: str) -> AsyncIterator[None]:
    """Watch a Drumbeat on this database that is connected to Slack, as far as Slack has connections left."""
    slack = PlaygroundServer(Workspace(load_company(), clock=SystemClock()))
    await slack.start()
    tokens = {"SLACK_BOT_TOKEN": slack.bot_token, "SLACK_APP_TOKEN": slack.app_token, "SLACK_API_URL": slack.api_url}
    bot = build(load({**tokens, "DATABASE_URL": database_url}), clock=SystemClock(), engine_for=InlineEngine)
    socket = Socket(bot.bolt, bot.http, slack.app_token, slack.api_url, metrics=bot.metrics)
    await socket.start()
    health.watch(bot, socket, Ticker(bot.parts.engine, SystemClock()))
    yield
    await health.leave()
    await socket.stop()
    await bot.close()
    await slack.stop()


async def get(address: str) -> tuple[int, str]:
    """Return the status and the text of an address."""
    async with aiohttp.ClientSession() as http, http.get(address) as response:
        return response.status, await response.text()


async def test_while_it_starts_and_stops_it_is_alive_but_not_ready(health: Health, url: str) -> None:
    """Nobody should start it anew in the middle of either, nor send anything to it."""
    for sentence in (STARTING, STOPPING):
        assert await get(f"{url}/healthz") == (200, "ok\n")
        assert await get(f"{url}/readyz") == (503, f"{sentence}\n")
        assert await get(f"{url}/metrics") == (503, f"{sentence}\n")
        await health.leave()
    assert (await get(f"{url}/"))[0] == 404


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
async def test_a_database_that_is_away_is_said_and_its_figures_are_not_made_up(
    health: Health, url: str, database: str, tmp_path: Path, unused_tcp_port: int
) -> None:
    """What the process counted itself is still there."""
    away = {
        "sqlite": f"sqlite:///{tmp_path / 'no folder' / 'drumbeat.db'}",
        "postgresql": f"postgresql://drum@127.0.0.1:{unused_tcp_port}/drum",
    }
    async with at_work(health, away[database]):
        status, text = await get(f"{url}/readyz")
        assert (status, "The database does not answer" in text) == (503, True)
        assert (await get(f"{url}/healthz"))[0] == 200
        figures = Shown((await get(f"{url}/metrics"))[1])
        assert figures.of("drumbeat_database_up") == 0
        assert figures.of("drumbeat_deliveries", state="queued") is None
        late = figures.of("drumbeat_timers_late")
        assert late is not None
        assert late != late  # noqa: PLR0124 (not a number)
        assert figures.of("drumbeat_slack_connected") == 1


@pytest.fixture
def file(tmp_path: Path, migrated_file: Path) -> Path:
    """A database that nobody has opened yet."""
    path = tmp_path / "drumbeat.db"
    path.write_bytes(migrated_file.read_bytes())
    return path


def overwrite(file: Path) -> None:
    """Write over all of a file."""
    file.write_bytes(b"garbage!" * (file.stat().st_size // 8))


@pytest.mark.parametrize("destroy", [overwrite, Path.unlink])
async def test_a_file_that_is_destroyed_is_said(
    health: Health, url: str, file: Path, destroy: Callable[[Path], None]
) -> None:
    """SQLite itself goes on answering from memory."""
    async with at_work(health, f"sqlite:///{file}"):
        assert await get(f"{url}/readyz") == (200, "ok\n")
        assert Shown((await get(f"{url}/metrics"))[1]).of("drumbeat_database_up") == 1
        destroy(file)
        status, text = await get(f"{url}/readyz")
        assert (status, "cannot be read" in text) == (503, True)
        assert Shown((await get(f"{url}/metrics"))[1]).of("drumbeat_database_up") == 0


async def test_a_full_disk_is_said_before_anything_is_written(
    health: Health, url: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An idle Drumbeat does not meet it by itself; what can be read is still shown."""
    async with at_work(health, f"sqlite:///{file}"):
        monkeypatch.setattr("os.statvfs", _full)
        status, text = await get(f"{url}/readyz")
        assert (status, "takes no writes: the disk is full" in text) == (503, True)
        figures = Shown((await get(f"{url}/metrics"))[1])
        assert figures.of("drumbeat_database_up") == figures.of("drumbeat_timers_late") == 0


def _full(_file: object) -> os.statvfs_result:
    return os.statvfs_result((4096, 4096, 10_000, 100, 0, 0, 0, 0, 0, 255))


async def test_a_server_that_hangs_is_said_in_time_and_asked_once() -> None:
    """Whoever looks again and again does not use up its connections."""
    asked: list[asyncio.StreamWriter] = []
    mute = await asyncio.start_server(lambda _reader, writer: asked.append(writer), "127.0.0.1", 0)
    port = mute.sockets[0].getsockname()[1]
    health = Health(seconds=0.3)
    server = HealthServer(read_address("127.0.0.1:0"), health)
    await server.start()
    async with at_work(health, f"postgresql://drum@127.0.0.1:{port}/drum?sslmode=disable&gssencmode=disable"):
        for _ in range(3):
            status, text = await get(f"{server.url}/readyz")
            assert (status, "The database does not answer" in text) == (503, True)
        assert len(asked) == 1
    await server.stop()
    for writer in asked:
        writer.close()
    mute.close()


async def test_two_serve_beside_each_other_and_a_taken_port_is_refused(url: str) -> None:
    """Each takes a free one where it may."""
    other = HealthServer(read_address("127.0.0.1:0"), Health())
    await other.start()
    assert other.url != url
    await other.stop()
    refused = HealthServer(read_address(url.removeprefix("http://")), Health())
    with pytest.raises(SettingsError, match="Address already in use"):
        await refused.start()
    await refused.stop()


async def test_an_address_of_another_machine_is_a_sentence() -> None:
    """It names the setting (192.0.2.1 is nobody's: RFC 5737)."""
    server = HealthServer(("192.0.2.1", 80), Health())
    with pytest.raises(SettingsError, match=r"DRUMBEAT_HEALTH: 192\.0\.2\.1:80 cannot be listened on"):
        await server.start()
    await server.stop()


async def test_nothing_is_served_where_it_is_switched_off() -> None:
    """No address at all."""
    server = HealthServer(read_address("off"), Health())
    await server.start()
    assert server.url == ""
    await server.stop()


@pytest.mark.parametrize("text", ["127.0.0.1:8080", "[::1]:0", "localhost:9000"])
def test_an_address_is_read_as_it_is_written(text: str) -> None:
    """Both kinds of IP, and names."""
    address = read_address(text)
    assert address is not None
    assert shown(address) == text


NO_NAMES = ["a..b:80", f"{'a' * 64}.b:80"]
NO_ADDRESSES = ["8080", ":8080", "localhost", "localhost:http", "a:99999", "a:1/metrics", "me@a:1", "::1:80", *NO_NAMES]


@pytest.mark.parametrize("text", NO_ADDRESSES)
def test_what_is_no_address_is_a_sentence(text: str) -> None:
    """It says how to write one."""
    with pytest.raises(ValueError, match=r"Write 127\.0\.0\.1:8080, or off\."):
        read_address(text)


async def test_a_process_for_which_slack_has_no_connection_left_is_ready(
    health: Health, url: str, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It sends, as the eleventh process on a database does; the figures tell it from one that is connected."""
    monkeypatch.setattr(playground_socket, "CONNECTIONS", 0)
    async with at_work(health, database_url):
        assert await get(f"{url}/readyz") == (200, "ok\n")
        assert Shown((await get(f"{url}/metrics"))[1]).of("drumbeat_slack_connected") == 0
