"""`drumbeat apply` beside a bot that does not run: it needs no more than the database, and once Slack's lists."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.apply import apply, export, import_geekbot, import_playbooks, keep
from bot.clock import SystemClock
from bot.db import Database
from bot.errors import SettingsError, UserError
from bot.playground.company import LUMEN, load_company
from bot.playground.server import PlaygroundServer
from bot.playground.workspace import Workspace as LocalSlack
from bot.settings import Settings, load
from models import Person, Workspace


@pytest.fixture
async def settings(database_url: str) -> AsyncIterator[Settings]:
    """The tokens of a local Slack, and a database that Drumbeat has not seen yet."""
    server = PlaygroundServer(LocalSlack(load_company(), clock=SystemClock()))
    await server.start()
    yield load(
        {
            "SLACK_BOT_TOKEN": server.bot_token,
            "SLACK_APP_TOKEN": server.app_token,
            "SLACK_API_URL": server.api_url,
            "DATABASE_URL": database_url,
        }
    )
    await server.stop()


def without_slack(database_url: str) -> Settings:
    """The same database, without tokens."""
    return load({"DATABASE_URL": database_url})


async def test_the_first_apply_asks_slack_who_there_is_and_later_ones_do_not(
    settings: Settings, database_url: str
) -> None:
    """People and channels are read with the bot's token once; from then on the database is enough."""
    changes = await apply(settings, LUMEN, lambda _: True)
    assert "add team Payments: product, 5 people" in changes
    assert await apply(without_slack(database_url), LUMEN, lambda _: True) is None
    assert "name: Payments" in await export(without_slack(database_url))


async def test_a_first_start_that_was_interrupted_is_made_good(
    settings: Settings, database_url: str, database: Database
) -> None:
    """A workspace whose people were never read is read first, or the file's people would all be unknown."""
    await apply(settings, LUMEN, lambda _: False)
    async with database.system_session() as session:
        await session.execute(sa.delete(Person))
        await session.execute(sa.update(Workspace).values(people_synced_at=None))
    with pytest.raises(SettingsError, match="SLACK_BOT_TOKEN"):
        await apply(without_slack(database_url), LUMEN, lambda _: True)
    assert len(await apply(settings, LUMEN, lambda _: True)) > 5


async def test_nothing_is_done_without_consent(settings: Settings, database_url: str) -> None:
    """The changes are shown, and left alone."""
    shown: list[str] = []
    assert await apply(settings, LUMEN, lambda changes: shown.extend(changes) or False) == []
    assert "add team Payments: product, 5 people" in shown
    assert "teams:" not in await export(without_slack(database_url))


def test_an_export_never_takes_the_place_of_a_file(tmp_path: Path) -> None:
    """A file that somebody wrote, with its comments, stays; where nothing can be written that is said."""
    file = tmp_path / "company.yaml"
    keep(file, "teams: []\n")
    with pytest.raises(UserError, match=r"company.yaml exists already and was left as it is"):
        keep(file, "teams: [Payments]\n")
    assert file.read_text() == "teams: []\n"
    with pytest.raises(UserError, match=r"none/company.yaml cannot be written: No such file or directory"):
        keep(tmp_path / "none" / "company.yaml", "teams: []\n")


async def test_of_several_workspaces_one_has_to_be_named(settings: Settings, database: Database) -> None:
    """Nobody's company lands in the wrong workspace."""
    await apply(settings, LUMEN, lambda _: False)
    async with database.system_session() as session:
        session.add(Workspace(id="T0OTHER", name="Other", created_at=SystemClock().now()))
    with pytest.raises(UserError, match="Which workspace"):
        await apply(settings, LUMEN, lambda _: True)
    with pytest.raises(UserError, match="does not know the workspace T404"):
        await apply(settings, LUMEN, lambda _: True, "T404")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(None, "cannot be read: No such file"), (b"\xff\xfe\x00", "no text in UTF-8"), (b"peple: []", "line 1: ")],
)
async def test_a_file_that_cannot_be_used_says_why(
    settings: Settings, tmp_path: Path, content: bytes | None, sentence: str
) -> None:
    """Missing, binary, or wrong: a sentence with the file's name, before the database is touched."""
    file = tmp_path / "company.yaml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(UserError) as caught:
        await apply(settings, file, lambda _: True)
    assert str(file) in caught.value.sentence
    assert sentence in caught.value.sentence


async def test_a_stand_up_of_geekbot_is_shown_before_it_is_saved(settings: Settings, tmp_path: Path) -> None:
    """What is not agreed to is not saved; JSON that cannot be read is refused with its line and column."""
    file = tmp_path / "standups.json"
    users = [{"id": "U0", "email": "ana@lumen.example", "realname": "Ana Sousa"}]
    standup = {"name": "Daily", "time": "09:30:00", "channel": "payments", "questions": [{"text": "What's new?"}]}
    file.write_text(json.dumps([standup | {"users": users}]), encoding="utf-8")
    shown: list[str] = []
    assert await import_geekbot(settings, file, lambda lines: bool(shown.extend(lines))) == []
    own = "in each person's own time. 1 question to 1 person, summary to #payments."
    assert f"Daily: Monday to Friday at 09:30, {own}" in shown
    [added] = await import_geekbot(settings, file, lambda _: True)
    assert added.startswith("add sync Daily: Monday to Friday at 09:30")
    assert "paused: true" in await export(settings)
    file.write_text('[{"name": "Daily",\n}]', encoding="utf-8")
    with pytest.raises(UserError, match="line 2, column 1"):
        await import_geekbot(settings, file, lambda _: True)
    with pytest.raises(UserError, match="cannot be read"):
        await import_geekbot(settings, tmp_path / "nowhere.json", lambda _: True)


async def test_a_folder_of_pages_is_shown_before_it_is_brought_in(settings: Settings, tmp_path: Path) -> None:
    """What is not agreed to is not written; once more nothing is new, and what is broken is named with its line."""
    folder = tmp_path / "handbook"
    (folder / "deep").mkdir(parents=True)
    (folder / "ship.md").write_text("# How we ship\n\nOn Tuesdays.", encoding="utf-8")
    (folder / "deep" / "broken.md").write_text("---\nreview: soon\n---\nx", encoding="utf-8")
    shown: list[str] = []
    assert await import_playbooks(settings, folder, lambda lines: bool(shown.extend(lines))) == 0
    assert shown == [
        "1 new page, 0 new versions, 0 as before",
        "new: How we ship",
        "deep/broken.md:2: `review` must be a number of days from 1 to 1095, such as 90; left out",
    ]
    assert await import_playbooks(settings, folder, lambda _: True) == 1
    assert await import_playbooks(settings, folder, lambda _: True) == 0
    with pytest.raises(UserError, match="no Markdown file"):
        await import_playbooks(settings, tmp_path / "nowhere", lambda _: True)
