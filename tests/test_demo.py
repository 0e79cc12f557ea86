"""The demo: bot and company in one process; it goes on where it was left, and says what stands in its way."""

import os
import signal
import socket
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import sqlalchemy as sa

from bot import demo as demo_module
from bot import log, migrate
from bot.clock import SystemClock
from bot.demo import AWAY, Demo, as_yaml, first_sync, first_week, free_port, run
from bot.engine.flock import AlreadyRunning
from bot.engine.inline import InlineEngine
from bot.errors import UserError
from bot.playground.company import load_company
from bot.playground.demo_folder import DemoFolder
from bot.services.company_file import read_company


@pytest.fixture
def folder(tmp_path: Path, migrated_file: Path) -> DemoFolder:
    """An empty folder for the demo, but for a database that is migrated already, to save the time."""
    made = DemoFolder(tmp_path / "demo")
    made.path.mkdir()
    made.database.write_bytes(migrated_file.read_bytes())
    return made


def made(folder: DemoFolder) -> Demo:
    """A demo on any free port, with the engine of the tests."""
    return Demo(folder, engine_for=InlineEngine, port=0)


@pytest.fixture
async def running(folder: DemoFolder) -> AsyncIterator[Demo]:
    """A demo that has started for the first time."""
    one = made(folder)
    await one.start()
    yield one
    await one.stop()


class Page:
    """What the page asks and does, over HTTP."""

    def __init__(self, url: str, http: aiohttp.ClientSession) -> None:
        self.url = url
        self.http = http

    async def get(self, path: str, **query: str) -> Any:
        async with self.http.get(f"{self.url}/page/{path}", params=query) as answer:
            return await answer.json()

    async def post(self, path: str, **body: Any) -> Any:
        async with self.http.post(f"{self.url}/page/{path}", json=body) as answer:
            return await answer.json()

    async def next(self) -> str:
        """Go to what is due next, and return what that was."""
        label = str((await self.get("state"))["clock"]["next"]["label"])
        moved = await self.post("clock", to="next")
        assert moved["ok"], moved
        return label


@pytest.fixture
async def page(running: Demo) -> AsyncIterator[Page]:
    """The page of the running demo."""
    async with aiohttp.ClientSession() as http:
        yield Page(running.url, http)


async def test_a_newcomer_finds_the_company_with_its_sync_to_come(page: Page, running: Demo) -> None:
    """The page has everybody, the bot is connected over its socket, and the clock knows what comes."""
    state = await page.get("state")
    assert len(state["people"]) >= 20
    assert state["bot"]["connected"] is True
    assert state["me"]["real_name"] == "Ana Sousa"
    assert state["clock"]["enabled"] is True
    assert state["clock"]["next"]["label"] == "Weekly sync opens"
    opens = datetime.fromisoformat(state["clock"]["next"]["at"])
    assert (opens.date(), opens.hour) == (first_sync(SystemClock().now()), 2)


async def test_the_clock_stops_where_people_are_asked(page: Page, running: Demo) -> None:
    """Singapore is asked before Berlin, Lisbon and Los Angeles; what happens in between does not stop the clock."""
    workspace = running.workspace
    assert workspace is not None
    assert await page.next() == "Weekly sync opens"
    assert len(workspace.persona("wei").messages()) == 1
    assert workspace.persona("ana").messages() == []
    asked = [await page.next() for _ in range(3)]
    assert asked == [f"Weekly sync asks {name}" for name in ("Lena Fischer", "Ana Sousa", "Ben Carter")]
    assert len(workspace.persona("ana").messages()) == 1
    assert await page.next() == "Weekly sync closes"
    assert len(workspace.persona("ana").messages("sync")) == 1


async def test_the_first_summary_shows_what_away_looks_like(page: Page, running: Demo) -> None:
    """When all teams but Sales have answered, the summary is there without waiting for it, and says so."""
    workspace = running.workspace
    assert workspace is not None
    steps = [await page.next() for _ in range(4)]
    assert steps[-1] == "Weekly sync asks Ben Carter"
    answered = await page.post("others", **{"as": workspace.persona("mara").id})
    assert answered["answered"] + answered["skipped"] >= 4
    summary = workspace.persona("ana").messages("sync")[0]
    assert "1 away" in summary.text + str(summary.blocks)


async def test_the_demo_goes_on_where_it_was_left(folder: DemoFolder) -> None:
    """Messages, rounds and the time itself are as they were; the company is not applied a second time."""
    first = made(folder)
    await first.start()
    async with aiohttp.ClientSession() as http:
        await Page(first.url, http).next()
    workspace = first.workspace
    assert workspace is not None
    said = [message.text for message in workspace.persona("wei").messages()]
    left_at = workspace.clock.now()
    await first.stop()
    notes = folder.notes()
    again = made(folder)
    await again.start()
    try:
        workspace = again.workspace
        assert workspace is not None
        assert [message.text for message in workspace.persona("wei").messages()] == said != []
        assert timedelta() <= workspace.clock.now() - left_at < timedelta(minutes=1)
        assert folder.notes().secret_key == notes.secret_key
    finally:
        await again.stop()


async def test_half_a_demo_begins_anew(folder: DemoFolder) -> None:
    """A database without its workspace, or one whose company never got in, is no state to go on from."""
    one = made(folder)
    await one.start()
    await one.stop()
    folder.slack.unlink()
    folder.prepare()
    assert not folder.database.exists()
    assert folder.notes().company_applied is False


async def test_a_fresh_start_forgets_everything_but_the_log(folder: DemoFolder) -> None:
    """FRESH=1 clears workspace, database, its copy of before an upgrade, and notes."""
    one = made(folder)
    await one.start()
    await one.stop()
    folder.database.with_name("drumbeat.db.before-0006").touch()
    folder.log.write_text("a line\n")
    folder.clear()
    assert sorted(path.name for path in folder.path.iterdir()) == ["drumbeat.log"]


@pytest.mark.parametrize("text", ["{", "[]", '{"form": 99}', '{"form": 1, "now": "2026-03-02T08:00:00+00:00"}'])
async def test_files_of_another_version_are_named_with_the_way_out(folder: DemoFolder, text: str) -> None:
    """A workspace file that cannot be read ends the start with a sentence, and nothing is left running."""
    folder.slack.write_text(text)
    with pytest.raises(UserError, match="make demo FRESH=1"):
        await made(folder).start()


def test_a_second_demo_is_told_where_the_first_one_is(folder: DemoFolder) -> None:
    """The sentence has the address; the first one is not disturbed."""
    from dataclasses import replace

    folder.write(replace(folder.notes(), address="http://127.0.0.1:8765"))
    with folder.hold(), pytest.raises(AlreadyRunning, match=r"running already: http://127\.0\.0\.1:8765"):
        run(InlineEngine, folder=folder.path)
    assert folder.notes().address == "http://127.0.0.1:8765"


def test_the_secret_key_is_for_this_user_only(folder: DemoFolder) -> None:
    """The notes hold a key: nobody else may read them."""
    folder.write(folder.notes())
    assert (folder.path / "demo.json").stat().st_mode & 0o077 == 0


def test_ctrl_c_ends_the_demo_at_once_and_cleanly(
    folder: DemoFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It prints one address and three lines of what to do; SIGINT ends it without a traceback; the state is kept."""
    monkeypatch.setattr(log, "configure", lambda *_: None)
    heard: list[str] = []

    def say(text: str) -> None:
        heard.append(text)
        if len(heard) == 1:
            os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(demo_module, "say", say)
    run(InlineEngine, port=0, folder=folder.path)
    assert heard[0].count("http://") == 1
    assert [line[2] for line in heard[0].splitlines() if line.startswith("  ") and line[2].isdigit()] == ["1", "2", "3"]
    assert folder.slack.exists()
    assert capsys.readouterr().err == ""
    folder.hold().release()


async def test_a_demo_of_an_older_version_says_where_its_backup_is(
    folder: DemoFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its database is copied before it is changed, and the demo goes on."""
    first = made(folder)
    await first.start()
    await first.stop()
    migrate.downgrade(sa.make_url(f"sqlite:///{folder.database}"), "0004")
    told: list[str] = []
    monkeypatch.setattr(demo_module, "say", told.append)
    again = made(folder)
    await again.start()
    await again.stop()
    copy = f"{folder.database}.before-{migrate.head()}"
    assert told == [f"The database was upgraded, with a backup of how it was before: {copy}."]
    assert migrate.current(sa.make_url(f"sqlite:///{copy}")) == "0004"


def test_a_port_that_is_taken_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """One asked for by number is not replaced in silence; the usual one is, by the next that is free."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        with pytest.raises(UserError, match=f"Port {taken} is taken"):
            free_port(taken)
        monkeypatch.setattr(demo_module, "PORT", taken)
        assert taken < free_port(None) < taken + demo_module.PORTS_TRIED


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 3, 2, 8, tzinfo=UTC), date(2026, 3, 3)),
        (datetime(2026, 3, 3, 1, 59, tzinfo=UTC), date(2026, 3, 3)),
        (datetime(2026, 3, 3, 2, 0, tzinfo=UTC), date(2026, 3, 10)),
        (datetime(2026, 3, 8, 23, tzinfo=UTC), date(2026, 3, 10)),
    ],
)
def test_the_first_sync_is_the_first_tuesday_still_to_come_in_singapore(now: datetime, expected: date) -> None:
    """Ten o'clock in Singapore is two in UTC, all year."""
    assert first_sync(now) == expected


def test_the_first_week_is_a_company_file_that_can_be_read() -> None:
    """The playground's own file, with one person away around the first sync, and nothing else changed."""
    company = load_company()
    read = read_company(as_yaml(first_week(company, datetime(2026, 3, 2, 8, tzinfo=UTC))))
    away = {person.email: person.away for person in read.people if person.away}
    assert away == {AWAY: ((date(2026, 3, 2), date(2026, 3, 4)),)}
    assert len(read.people) == len(company["people"])


def test_a_holiday_does_not_spoil_the_first_sync() -> None:
    """1 December is one in Portugal: Ana is asked all the same, and others keep their country."""
    on = first_week(load_company(), datetime(2026, 11, 26, 8, tzinfo=UTC))
    countries = {person.email: person.country for person in read_company(as_yaml(on)).people}
    assert not countries["ana@lumen.example"]
    assert countries["mara@lumen.example"] == "DE"
