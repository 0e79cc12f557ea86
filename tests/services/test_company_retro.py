"""Retros in a company file: read with every mistake named by its line, applied, and exported."""

from datetime import date

import pytest
import sqlalchemy as sa

from bot.db import Database
from bot.services.anonymous import Seal
from bot.services.change_hooks import ChangeHooks
from bot.services.company import CompanyService
from bot.services.company_file import read_company
from bot.services.company_yaml import CompanyFileError
from models import Retro, RetroTeam, Timer
from tests.factories import company
from tests.factories.company import COMPANY, Scene

RETROS = """
retros:
  - name: Payments retro
    channel: "#sync"
    teams: [Payments]
  - name: Way of working
    channel: "#sync"
    teams: [Payments]
    rule: FREQ=MONTHLY;INTERVAL=3;BYDAY=1WE
    time: 15:30
    zone: Europe/Lisbon
    columns: [Keep, "Change: Fewer meetings"]
    anonymous: false
    write: 5
    votes: 5
    holidays: move
    home_country: PT
    paused: true
"""


@pytest.fixture
async def scene(database: Database) -> Scene:
    """Five people and four channels; nothing set up."""
    return await company.scene(database)


async def retros(scene: Scene) -> list[Retro]:
    """All that are stored, by name."""
    async with scene.database.reading("T1") as session:
        return list(await session.scalars(sa.select(Retro).order_by(Retro.name)))


async def test_retros_are_added_once_and_exported_as_they_are(scene: Scene) -> None:
    """A second time there is nothing left; what comes out can be applied again."""
    changes = await scene.apply(COMPANY + RETROS)
    assert "add retro Payments retro: On the last Thursday of every month at 14:00, in each person's own time" in (
        "\n".join(changes)
    )
    monthly, quarterly = await retros(scene)
    assert (monthly.format, monthly.anonymous, monthly.state) == ("worked", True, "active")
    assert monthly.next_on == date(2026, 3, 26)
    assert (quarterly.format, quarterly.votes, quarterly.next_on) == ("own", 5, None)
    assert [one["title"] for one in quarterly.columns] == ["Keep", "Change"]
    async with scene.database.reading("T1") as session:
        assert len(list(await session.scalars(sa.select(RetroTeam)))) == 2
        assert list(await session.scalars(sa.select(Timer.subject).where(Timer.kind == "retro.open"))) == [
            str(monthly.id)
        ]
    assert await scene.apply(COMPANY + RETROS) == []
    text = await scene.export()
    assert await scene.apply(text) == []
    assert 'columns: [Keep, "Change: Fewer meetings"]' in text or "columns: [Keep, 'Change: Fewer meetings']" in text


async def test_what_the_file_changes_is_said(scene: Scene) -> None:
    """Line by line; what it does not name is left."""
    await scene.apply(COMPANY + RETROS)
    changed = RETROS.replace("write: 5", "write: 4").replace("paused: true", "paused: false")
    [line] = await scene.apply(COMPANY + changed)
    assert line.startswith("change retro Way of working: ")
    assert "days to write 5 → 4" in line
    assert "state paused → active" in line
    assert (await retros(scene))[1].next_on is not None
    assert await scene.apply(COMPANY) == []


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("teams: []", "nobody takes part in this retro"),
        ("teams: [Payments]\n    format: own", "Please write at least one column"),
        ("teams: [Payments]\n    format: sailboat\n    columns: [Keep]", "go with “format: own”"),
        ("teams: [Payments]\n    write: 16", "“16” is not a number from 1 to 15"),
        ("teams: [Payments]\n    votes: true", "“True” is not a number from 1 to 10"),
        ("teams: [Payments]\n    fromat: own", "Did you mean format?"),
    ],
)
def test_a_mistake_is_named_by_its_line(written: str, sentence: str) -> None:
    """Before anything is changed."""
    with pytest.raises(CompanyFileError, match=r"line [2-7]: ") as error:
        read_company(f'retros:\n  - name: Ours\n    channel: "#sync"\n    {written}\n')
    assert sentence in error.value.sentence


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("teams: [Nowhere]", "there is no team “Nowhere”"),
        ("teams: [Payments]\n    owner: nobody@lumen.example", "nobody in this Slack workspace has the e-mail"),
        ("teams: [Payments]\n    rule: FREQ=WEEKLY;BYDAY=TU", "would not be over when the next one begins"),
        ("teams: [Payments]\n    holidays: skip\n    owner: ben@lumen.example", "holidays of which country?"),
    ],
)
async def test_what_the_workspace_does_not_have_is_named(scene: Scene, written: str, sentence: str) -> None:
    """And nothing is stored."""
    with pytest.raises(CompanyFileError) as error:
        await scene.apply(COMPANY + f'\nretros:\n  - name: Ours\n    channel: "#sync"\n    {written}\n')
    assert sentence in error.value.sentence
    assert await retros(scene) == []


async def test_without_a_key_no_retro_without_names_is_brought_in(scene: Scene) -> None:
    """The file names the line, and what to write or to set; one with names is taken."""
    scene.company = CompanyService(scene.database, scene.clock, scene.company.rounds, Seal(None), ChangeHooks())
    [(line, said)] = await scene.refused(COMPANY + RETROS)
    assert line == (COMPANY + RETROS).splitlines().index("  - name: Payments retro") + 1
    assert "DRUMBEAT_SECRET_KEY" in said
    assert "anonymous: false" in said
    named = "  - name: Payments retro\n    anonymous: false"
    await scene.apply(COMPANY + RETROS.replace("  - name: Payments retro", named))
    assert [one.anonymous for one in await retros(scene)] == [False, False]
