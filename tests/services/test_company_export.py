"""A workspace written as a company file: what comes out can be applied again without effect."""

from datetime import time

import pytest
import sqlalchemy as sa

from bot.db import Database
from bot.domain.question import Question, QuestionKind, to_json
from bot.services.company_file import read_company
from models import Membership, Person, Ritual, RitualPerson, RitualTeam, Team
from tests.factories import company
from tests.factories.company import COMPANY, NOW, Scene


@pytest.fixture
async def scene(database: Database) -> Scene:
    """Five people and four channels; nothing set up."""
    return await company.scene(database)


async def test_an_exported_workspace_can_be_applied_without_effect(scene: Scene) -> None:
    """Everything that the file can say comes back as it was, in words that a person can edit."""
    await scene.apply(COMPANY)
    text = await scene.export()
    assert await scene.apply(text) == []
    assert "company: Lumen" in text
    assert "away: [{from: 2026-03-23, to: 2026-03-27}]" in text
    assert "working_days: [mon, tue, wed, thu]" in text
    assert "questions" not in text


HOSTILE = (
    "A: b # c", "- dash", "'quoted' \"twice\"", "{braces}", "yes", "12", "null", "~", "*star*", "&amp;", "!bang",
    "@at", "%percent", "`tick`", "\u05e9\u05dc\u05d5\u05dd", "\U0001f941 drum", "e\u0301", "<!channel>", "a, b", "[x]",
    "1:30",
)  # fmt: skip


async def test_special_characters_survive_the_round_trip(scene: Scene) -> None:
    """Names that look like YAML, right-to-left text and characters of four bytes come back as they are."""
    wei = await scene.person("Wei")
    mara = await scene.person("Mara")
    questions = [
        Question(f"q{n}", QuestionKind.CHOICE, text, options=(text, "other"), hint=text, placeholder=text)
        for n, text in enumerate(HOSTILE[:10])
    ]
    async with scene.database.transaction("T1") as session:
        for number, text in enumerate(HOSTILE):
            team = Team(name=text, value_stream=text)
            ritual = Ritual(
                name=text,
                owner_id=mara.id,
                rrule="FREQ=WEEKLY;INTERVAL=2;BYDAY=MO",
                starts_on=NOW.date(),
                local_time=time(9, 5),
                channel_id="CSYNC",
                questions=to_json(questions),
                created_at=NOW,
                zone="Asia/Kolkata" if number % 2 else "",
                state="paused" if number % 3 else "active",
                voice="everyone" if number % 2 else "team",
            )
            session.add_all([team, ritual])
            await session.flush()
            session.add(Membership(team_id=team.id, person_id=wei.id, is_home=False, is_lead=True))
            session.add(RitualTeam(ritual_id=ritual.id, team_id=team.id))
            session.add(RitualPerson(ritual_id=ritual.id, person_id=wei.id))
        await session.execute(sa.update(Person).where(Person.id == wei.id).values(name=HOSTILE[0], area=HOSTILE[2]))
    text = await scene.export()
    assert await scene.plan(text) == []
    assert {team.name for team in read_company(text).teams} == set(HOSTILE)
    assert {sync.questions for sync in read_company(text).syncs} == {tuple(questions)}


async def test_a_question_whose_key_names_a_role_it_has_not_stays_without(scene: Scene) -> None:
    """The role is guessed from the key only where nothing is said."""
    await scene.apply(COMPANY)
    own = [Question("moved", QuestionKind.LONG_TEXT, "How do you feel?")]
    await scene.change(Ritual, sa.true(), questions=to_json(own))
    assert await scene.apply(await scene.export()) == []


async def test_an_empty_workspace_exports_its_people(scene: Scene) -> None:
    """Nothing set up yet: a file to begin with, without bots, the deactivated, and people whose e-mail is hidden."""
    await scene.change(Person, Person.name == "Ben Carter", deactivated=True)
    await scene.change(Person, Person.name == "Wei Tan", email="")
    await scene.change(Person, Person.name == "Priya Nair", is_bot=True)
    exported = read_company(await scene.export())
    assert [person.name for person in exported.people] == ["Ana Sousa", "Mara Lindqvist"]
    assert (exported.teams, exported.syncs) == ((), ())
