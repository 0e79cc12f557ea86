"""`drumbeat doctor` finds what is wrong and says what to do."""

import sqlite3
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot import migrate
from bot.clock import Clock, ShiftedClock, SystemClock
from bot.connection import synchronous
from bot.db import async_url
from bot.doctor import Finding, examine
from bot.errors import SettingsError
from bot.playground.company import load_company
from bot.playground.server import PlaygroundServer
from bot.playground.workspace import Workspace
from bot.settings import Settings, load
from bot.slack.scopes import SCOPES


@pytest.fixture
async def server() -> AsyncIterator[PlaygroundServer]:
    """The local Slack."""
    server = PlaygroundServer(Workspace(load_company(), clock=SystemClock()))
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def environ(server: PlaygroundServer, tmp_path: Path) -> dict[str, str]:
    """Settings with which everything is well, once the database exists."""
    return {
        "SLACK_BOT_TOKEN": server.bot_token,
        "SLACK_APP_TOKEN": server.app_token,
        "SLACK_API_URL": server.api_url,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'drumbeat.db'}",
    }


async def findings(settings: Settings, clock: Clock | None = None) -> list[Finding]:
    return await examine(settings, clock or SystemClock())


async def to_mend(environ: dict[str, str], clock: Clock | None = None) -> str:
    """Return what must be mended, as one text."""
    return "\n".join(one.sentence for one in await findings(load(environ), clock) if one.mend)


async def test_a_good_set_up_has_nothing_to_mend(environ: dict[str, str], database_url: str) -> None:
    """Tokens, scopes, clock, database, words and listeners are looked at, each with a line."""
    found = await findings(load({**environ, "DATABASE_URL": database_url}))
    assert [one.sentence for one in found if one.mend] == []
    text = "\n".join(one.sentence for one in found)
    for words in ("belongs to Lumen", "Socket Mode", "clock agrees", "at the version", "words", "listened to"):
        assert words in text


async def test_a_database_to_come_is_no_trouble(environ: dict[str, str], tmp_path: Path) -> None:
    """The file is made by `run`; looking does not make it."""
    assert await to_mend(environ) == ""
    assert not (tmp_path / "drumbeat.db").exists()


async def test_without_tokens_it_says_where_to_get_them(environ: dict[str, str]) -> None:
    """And looks at everything else all the same."""
    del environ["SLACK_BOT_TOKEN"]
    found = await findings(load(environ))
    assert "SLACK_BOT_TOKEN is not set" in found[0].sentence
    assert len(found) > 3


@pytest.mark.parametrize(
    ("name", "wrong", "where"),
    [
        ("SLACK_BOT_TOKEN", "xoxb-wrong", "OAuth & Permissions"),
        ("SLACK_APP_TOKEN", "xapp-wrong", "connections:write"),
    ],
)
async def test_wrong_tokens_are_named(environ: dict[str, str], name: str, wrong: str, where: str) -> None:
    """With Slack's code and the page where the right one stands, and without the token itself."""
    text = await to_mend({**environ, name: wrong})
    assert f"refuses {name} (invalid_auth)" in text
    assert where in text
    assert wrong not in text


async def test_a_slack_out_of_reach_is_named(environ: dict[str, str], unused_tcp_port: int) -> None:
    """With the settings that lead there."""
    text = await to_mend({**environ, "SLACK_API_URL": f"http://127.0.0.1:{unused_tcp_port}/api/"})
    assert "cannot be reached" in text
    assert "SLACK_API_URL" in text


@pytest.mark.parametrize(("minutes", "way"), [(7, "ahead of"), (-7, "behind")])
async def test_a_clock_that_is_wrong_is_named(environ: dict[str, str], minutes: int, way: str) -> None:
    """Rounds follow this machine's clock."""
    text = await to_mend(environ, ShiftedClock(offset=timedelta(minutes=minutes)))
    assert f"seconds {way} Slack's" in text


@pytest.mark.parametrize(
    ("granted", "mend", "noted"),
    [
        (set(SCOPES), [], []),
        (set(SCOPES) - {"im:history", "groups:read"}, ["im:history"], ["groups:read"]),
    ],
)
async def test_scopes_are_compared_with_the_table(
    environ: dict[str, str], granted: set[str], mend: list[str], noted: list[str]
) -> None:
    """A required one must be mended, an optional one is noted, both with what fails without it."""

    async def auth_test(_request: web.Request) -> web.Response:
        headers = {"x-oauth-scopes": ",".join(granted)}
        return web.json_response({"ok": True, "team_id": "T1", "team": "Lumen", "user_id": "U0"}, headers=headers)

    async def connections_open(_request: web.Request) -> web.Response:
        return web.json_response({"ok": True, "url": "ws://nowhere.example"})

    site = web.Application()
    site.router.add_post("/api/auth.test", auth_test)
    site.router.add_post("/api/apps.connections.open", connections_open)
    async with TestServer(site) as slack:
        found = await findings(load({**environ, "SLACK_API_URL": str(slack.make_url("/api/"))}))
    about = [one for one in found if one.sentence.startswith("The scope ")]
    assert [one.sentence.split()[2] for one in about if one.mend] == mend
    assert [one.sentence.split()[2] for one in about if one.note] == noted
    assert all(SCOPES[one.sentence.split()[2]].without in one.sentence for one in about)


async def test_a_database_that_others_may_read_is_noted(environ: dict[str, str], tmp_path: Path) -> None:
    """With the files and the command; how it is meant is for the operator to say. What Drumbeat makes is private."""
    migrate.upgrade(async_url(environ["DATABASE_URL"]))
    assert not [one for one in await findings(load(environ)) if "Others on this machine" in one.sentence]
    (tmp_path / "drumbeat.db").chmod(0o644)
    (tmp_path / "drumbeat.db.before-0006").touch(mode=0o640)
    [found] = [one for one in await findings(load(environ)) if "Others on this machine" in one.sentence]
    assert "(drumbeat.db and drumbeat.db.before-0006)" in found.sentence
    assert found.sentence.endswith(f"chmod 600 {tmp_path}/drumbeat.db*")
    assert (found.note, found.mend) == (True, False)
    assert (tmp_path / "drumbeat.db").stat().st_mode & 0o777 == 0o644


async def test_a_newer_database_is_named(environ: dict[str, str], database_url: str) -> None:
    """Nothing is touched; the way out is said."""
    engine = sa.create_engine(synchronous(async_url(database_url)))
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()
    text = await to_mend({**environ, "DATABASE_URL": database_url})
    assert "newer than this Drumbeat" in text


async def test_a_database_behind_is_noted(environ: dict[str, str], database_url: str) -> None:
    """`run` brings it up by itself."""
    engine = sa.create_engine(synchronous(async_url(database_url)))
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    engine.dispose()
    found = await findings(load({**environ, "DATABASE_URL": database_url}))
    assert [one.sentence for one in found if one.note and "next `drumbeat run`" in one.sentence] != []


async def test_a_database_that_cannot_be_opened_is_named(
    environ: dict[str, str], tmp_path: Path, unused_tcp_port: int
) -> None:
    """No folder, no file of ours, nobody at the port; never with the password."""
    assert "does not exist" in await to_mend({**environ, "DATABASE_URL": f"sqlite:///{tmp_path}/none/drumbeat.db"})
    (tmp_path / "drumbeat.db").write_text("this is no database, but a longer piece of text " * 100)
    assert "cannot be opened" in await to_mend(environ)
    url = f"postgresql://drum:hunter2@127.0.0.1:{unused_tcp_port}/drum"
    text = await to_mend({**environ, "DATABASE_URL": url})
    assert "cannot be opened" in text
    assert "hunter2" not in text


def refuse_fts5(connection: Any, _record: Any) -> None:
    """Let a connection be as one of a SQLite that was built without FTS5."""
    refused = sqlite3.SQLITE_CREATE_VTABLE
    connection.set_authorizer(lambda what, *_: sqlite3.SQLITE_DENY if what == refused else sqlite3.SQLITE_OK)


@pytest.fixture
def no_fts5() -> Iterator[None]:
    """A SQLite that finds no words."""
    sa.event.listen(sa.pool.Pool, "connect", refuse_fts5)
    yield
    sa.event.remove(sa.pool.Pool, "connect", refuse_fts5)


@pytest.mark.usefixtures("no_fts5")
async def test_a_sqlite_that_finds_no_words_is_named(environ: dict[str, str], tmp_path: Path) -> None:
    """Before anything is made; the start says the same in a sentence."""
    assert "built without FTS5" in await to_mend(environ)
    with pytest.raises(SettingsError, match=r"FTS5.*nothing was changed\. Use another Python"):
        migrate.upgrade(async_url(environ["DATABASE_URL"]))
    assert not (tmp_path / "drumbeat.db").exists()


async def test_ones_own_words_are_checked(environ: dict[str, str], tmp_path: Path) -> None:
    """A broken template is named with its line; one that replaces nothing is noted."""
    folder = tmp_path / "words"
    (folder / "sync").mkdir(parents=True)
    (folder / "sync" / "nudge.mrkdwn.j2").write_text("Hello\n{% if %}")
    (folder / "sync" / "nugde.mrkdwn.j2").write_text("Hello")
    environ["DRUMBEAT_TEMPLATES"] = str(folder)
    assert "nudge.mrkdwn.j2, line 2" in await to_mend(environ)
    (folder / "sync" / "nudge.mrkdwn.j2").write_text("Hello")
    found = await findings(load(environ))
    assert [one.sentence for one in found if one.mend] == []
    assert any("nugde.mrkdwn.j2" in one.sentence for one in found if one.note)


async def test_ones_own_words_for_a_template_that_moved_are_told_where_it_is(
    environ: dict[str, str], tmp_path: Path
) -> None:
    """Nothing must be mended: Drumbeat's own words are used meanwhile."""
    (tmp_path / "words" / "menu").mkdir(parents=True)
    (tmp_path / "words" / "menu" / "sync.mrkdwn.j2").write_text("Hello")
    environ["DRUMBEAT_TEMPLATES"] = str(tmp_path / "words")
    noted = [one.sentence for one in await findings(load(environ)) if one.note and "menu/sync" in one.sentence]
    assert len(noted) == 1
    assert "What it replaced is sync/row.mrkdwn.j2 now" in noted[0]


async def test_a_missing_secret_key_is_noted(environ: dict[str, str]) -> None:
    """Everything else works without it, so that nothing must be mended; the line says how to make one."""
    environ.pop("DRUMBEAT_SECRET_KEY", None)
    notes = "\n".join(one.sentence for one in await findings(load(environ)) if one.note)
    assert "DRUMBEAT_SECRET_KEY is not set, so retros without names cannot be set up" in notes
    key = "k" * 40
    found = [one.sentence for one in await findings(load({**environ, "DRUMBEAT_SECRET_KEY": key}))]
    assert any("There is a secret key for anonymous retros" in one for one in found)
    assert key not in "".join(found)
