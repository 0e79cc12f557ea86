"""Geekbot's stand-ups saved as paused syncs, on both databases."""

import json

import pytest
import sqlalchemy as sa

from bot.db import Database
from bot.errors import UserError
from bot.services.draft import Drafts
from bot.services.geekbot_import import GeekbotImport
from models import Person, Ritual, RitualPerson
from tests.domain.test_geekbot import STANDUP
from tests.factories.company import COMPANY, Scene, scene

BEN = {"id": "UBEN", "email": "", "realname": "Ben Carter"}
STRANGER = {"id": "UNOBODY", "email": "x@elsewhere.example", "realname": "Somebody Else"}


async def importing(scene: Scene) -> GeekbotImport:
    """The import, and Ben's Slack id as Geekbot has it."""
    await scene.change(Person, Person.name.startswith("Ben"), slack_id="UBEN")
    return GeekbotImport(scene.database, Drafts(scene.clock), scene.company)


async def test_a_stand_up_is_saved_paused_with_who_is_found(database: Database) -> None:
    """By e-mail or Slack id; who is not here is named, and the sync waits for *Resume sync*."""
    company = await scene(database)
    imports = await importing(company)
    planned = await imports.plan("T1", json.dumps(STANDUP | {"users": [*STANDUP["users"], BEN, STRANGER]}))
    assert await company.all(Ritual) == []
    assert planned.lines[0].startswith("Daily stand-up: Every")
    assert planned.lines[0].endswith("at 09:30, Athens time. 3 questions to 2 people, summary to #payments.")
    assert any("without an e-mail there: Somebody Else." in line for line in planned.lines)
    await imports.apply("T1", planned)
    [sync] = await company.all(Ritual)
    assert (sync.state, sync.voice, sync.zone, f"{sync.local_time:%H:%M}") == (
        "paused",
        "everyone",
        "Europe/Athens",
        "09:30",
    )
    async with database.reading("T1") as session:
        names = sa.select(Person.name).join(RitualPerson, RitualPerson.person_id == Person.id).order_by(Person.name)
        assert list(await session.scalars(names)) == ["Ana Sousa", "Ben Carter"]


async def test_a_sync_of_the_same_name_is_left_alone(database: Database) -> None:
    """The second one gets a free name, which is said."""
    company = await scene(database)
    imports = await importing(company)
    await company.apply(COMPANY)
    planned = await imports.plan("T1", json.dumps(STANDUP | {"name": "weekly sync"}))
    assert any("it is called weekly sync 2" in line for line in planned.lines)
    await imports.apply("T1", planned)
    assert [one.name for one in await company.all(Ritual)] == ["Weekly sync", "weekly sync 2"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"channel": None}, "posts to no channel"),
        ({"channel": "old"}, "posts to #old, which Drumbeat does not see"),
        ({"users": [STRANGER]}, "Nobody of “Daily stand-up” is in this Slack"),
    ],
)
async def test_what_could_ask_nobody_or_post_nowhere_is_refused(
    database: Database, changes: dict[str, object], sentence: str
) -> None:
    """With the name of the stand-up and what to do; nothing is saved, also of the others."""
    company = await scene(database)
    imports = await importing(company)
    with pytest.raises(UserError, match=sentence):
        await imports.plan("T1", json.dumps([STANDUP, STANDUP | changes]))
    assert await company.all(Ritual) == []
