"""`drumbeat forget` beside a bot that does not run: whom it takes, what it asks, and what it refuses."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.apply import apply, export
from bot.clock import SystemClock
from bot.db import Database
from bot.domain.forget import Traces
from bot.errors import SettingsError, UserError
from bot.forget import forget
from bot.playground.company import LUMEN, load_company
from bot.playground.server import PlaygroundServer
from bot.playground.workspace import Workspace as LocalSlack
from bot.settings import Settings, load
from bot.sqlite import wipe_free_space
from models import Person, Workspace

ANA = "ana@lumen.example"


def yes(_shown: object) -> bool:
    """Agree."""
    return True


@pytest.fixture
async def server() -> AsyncIterator[PlaygroundServer]:
    """A local Slack."""
    server = PlaygroundServer(LocalSlack(load_company(), clock=SystemClock()))
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def settings(server: PlaygroundServer, database_url: str) -> Settings:
    """Tokens, and a database with the company in it."""
    settings = load(
        {
            "SLACK_BOT_TOKEN": server.bot_token,
            "SLACK_APP_TOKEN": server.app_token,
            "SLACK_API_URL": server.api_url,
            "DATABASE_URL": database_url,
        }
    )
    await apply(settings, LUMEN, yes)
    return settings


async def names(database: Database) -> set[str]:
    """Who is stored."""
    async with database.system_session() as session:
        return set(await session.scalars(sa.select(Person.name)))


async def test_whoever_left_is_erased_and_stays_so(
    settings: Settings, server: PlaygroundServer, database: Database
) -> None:
    """Slack is asked about the account, says that it is gone, and never makes Drumbeat know it again."""
    ana = server.workspace.persona("ana").id
    server.workspace.state.people[ana].deleted = True
    shown: list[Traces] = []
    assert await forget(settings, lambda traces: bool(shown.append(traces)), email=ANA) is None
    assert (shown[0].name, shown[0].slack) == ("Ana Sousa", ana)
    assert "Ana Sousa" in await names(database)
    erased = await forget(settings, yes, slack_id=f" {ana} ")
    assert erased is not None
    assert erased.places > 0
    assert f"Erased person {shown[0].person_id}" in await names(database)
    with pytest.raises(UserError, match=f"knows nobody with the e-mail {ANA}"):
        await forget(settings, yes, email=ANA)
    async with database.system_session() as session:
        await session.execute(sa.update(Workspace).values(people_synced_at=None))
    # The next start compares with Slack's lists, in which everybody who was ever there stands.
    await export(settings)
    assert "Ana Sousa" not in await names(database)


async def test_an_active_account_is_refused(settings: Settings, database: Database, database_url: str) -> None:
    """Also without the tokens that Slack would have to be asked with."""
    with pytest.raises(UserError, match="Deactivate the account in Slack first"):
        await forget(settings, yes, email=ANA)
    with pytest.raises(SettingsError, match="SLACK_BOT_TOKEN"):
        await forget(load({"DATABASE_URL": database_url}), yes, email=ANA)
    assert "Ana Sousa" in await names(database)


async def test_one_person_has_to_be_named(settings: Settings, database: Database) -> None:
    """An e-mail or an id, not both and not none; of several with one e-mail the id decides."""
    for who in ({}, {"email": " "}, {"email": ANA, "slack_id": "U1"}):
        with pytest.raises(UserError, match="Say whom to forget"):
            await forget(settings, yes, **who)
    with pytest.raises(UserError, match="knows nobody with the Slack id U404"):
        await forget(settings, yes, slack_id="U404")
    async with database.system_session() as session:
        await session.execute(sa.update(Person).where(Person.email == "tiago@lumen.example").values(email=ANA))
    with pytest.raises(UserError, match="Several people have this e-mail"):
        await forget(settings, yes, email=ANA)


def test_what_was_deleted_leaves_the_file(tmp_path: Path) -> None:
    """Free pages and log are clean; a file that somebody holds is left, and that is told."""
    file = tmp_path / "some.db"

    def stored() -> bytes:
        return b"".join(path.read_bytes() for path in tmp_path.iterdir())

    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE said (words TEXT)")
        connection.execute("INSERT INTO said VALUES ('quokka')")
        connection.execute("UPDATE said SET words = 'wombat'")
        connection.execute("DELETE FROM said")
        connection.execute("BEGIN IMMEDIATE")
        assert b"wombat" in stored()
        assert not wipe_free_space(file, patience=0.01)
        connection.execute("COMMIT")
        assert wipe_free_space(file)
        assert b"quokka" not in stored()
        assert b"wombat" not in stored()
