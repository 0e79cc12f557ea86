"""*Download CSV* below every list: what its reader may see, as a spreadsheet takes it."""

import csv
import io
from collections.abc import Iterable

import pytest
import sqlalchemy as sa

from models import Away, Channel, Decision, Person, Ritual, RitualPerson, RitualTeam, Team
from tests.journeys.conftest import World
from tests.journeys.test_restart import GOOD
from tests.journeys.test_sync_file import files

pytestmark = pytest.mark.begins("Tue 10:00")


def newest(world: World, who: str) -> tuple[str, list[list[str]]]:
    """The newest file that somebody got: its name, and its rows."""
    name, text = files(world, who)[-1]
    assert text.startswith("\ufeff")
    return name, list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


async def downloaded(world: World, who: str, command: str, button: str = "Download CSV") -> list[list[str]]:
    """The rows of the file behind a button of a list."""
    persona = world.persona(who)
    *_, listing = await persona.command(command)
    await persona.click(button, on=listing)
    return newest(world, who)[1]


def column(rows: Iterable[list[str]], number: int = 0) -> list[str]:
    """One column without its heading."""
    return [row[number] for row in rows][1:]


async def test_what_is_waited_for_comes_as_a_file_to_those_who_may_see_it(company: World) -> None:
    """The clock of the reader is named; what a spreadsheet would run is text."""
    ana = company.persona("ana")
    await ana.click("Answer")
    assert (
        await ana.submit(GOOD | {"Waiting on anyone?": ["Platform"], "What do you need from them?": "=1+1 keys"}) == {}
    )
    await company.at("Tue 11:00")
    rows = await downloaded(company, "wei", "/pmo blockers")
    assert rows[0][3] == "since (Asia/Singapore)"
    assert rows[1][:5] == ["Payments", "Platform", "'=1+1 keys", "2026-03-03 18:00", "open"]
    assert [name for name, _ in files(company, "wei")] == ["blockers-2026-03-03.csv"]


async def test_each_list_has_what_its_reader_sees_and_no_more(company: World) -> None:
    """The PMO sees all; a member the sync of their own team, all teams, all people, and the rounds of that sync."""
    database, mara = company.bot.parts.database, company.persona("mara")
    async with database.transaction(company.workspace_id) as session:
        owner = await session.scalar(sa.select(Person.id).where(Person.slack_id == mara.id))
        assert owner is not None
        asked = {"raised_by_id": owner, "raised_at": company.clock.now(), "owner_id": owner}
        session.add(Decision(id=1, question="Do we launch?", **asked))
        session.add(Away(id=1, person_id=owner, first=company.clock.now().date()))
        await session.execute(sa.update(Channel).where(Channel.name == "sync").values(is_private=True))
    assert "Do we launch?" in column(await downloaded(company, "mara", "/pmo decisions"), 1)
    assert column(await downloaded(company, "mara", "/pmo sync", "Download list")) == ["Weekly sync"]
    assert "Payments" in column(await downloaded(company, "ana", "/pmo teams"))
    people = await downloaded(company, "ana", "/pmo teams", "Download people")
    assert people[0] == ["name", "area", "teams", "time zone"]
    assert "Mara Lindqvist" in column(people)
    rounds = await downloaded(company, "ana", "/pmo sync", "Download rounds")
    assert rounds[0][1:3] == ["opened (Europe/Lisbon)", "closed (Europe/Lisbon)"]
    assert rounds[1][0] == "2026-03-03"
    assert await downloaded(company, "mara", "/pmo away", "Download all") == [
        ["name", "away from", "away until"],
        ["Mara Lindqvist", "2026-03-03", ""],
    ]


async def test_who_is_asked_by_name_has_a_private_sync_in_their_file(company: World) -> None:
    """Ben's team takes part in it no more, and its channel is private: he has no list until he is named."""
    ben, growth = company.persona("ben"), sa.select(Team.id).where(Team.name == "Growth")
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        await session.execute(sa.update(Channel).where(Channel.name == "sync").values(is_private=True))
        await session.execute(sa.delete(RitualTeam).where(RitualTeam.team_id == growth.scalar_subquery()))
    assert "Download list" not in (await ben.command("/pmo sync"))[-1].buttons
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        named = await session.scalar(sa.select(Person.id).where(Person.slack_id == ben.id))
        session.add(RitualPerson(ritual_id=await session.scalar(sa.select(Ritual.id)), person_id=named))
    assert column(await downloaded(company, "ben", "/pmo sync", "Download list")) == ["Weekly sync"]


async def test_a_narrowed_log_comes_as_it_is_shown(company: World) -> None:
    """Those found, all pages of them, or those that are open; without words all of them."""
    database, mara = company.bot.parts.database, company.persona("mara")
    async with database.transaction(company.workspace_id) as session:
        owner = await session.scalar(sa.select(Person.id).where(Person.slack_id == mara.id))
        assert owner is not None
        asked = {"raised_by_id": owner, "raised_at": company.clock.now(), "owner_id": owner}
        done = {"state": "decided", "settled_by_id": owner, "settled_at": company.clock.now(), "outcome": "Yes"}
        session.add_all([Decision(id=one, question=f"Prices of plan {one}?", **asked, **done) for one in range(1, 13)])
        session.add(Decision(id=13, question="Do we launch?", **asked))
    found = column(await downloaded(company, "mara", "/pmo decisions prices"), 1)
    assert sorted(found) == sorted(f"Prices of plan {one}?" for one in range(1, 13))
    assert column(await downloaded(company, "mara", "/pmo decisions open"), 1) == ["Do we launch?"]
    assert len(column(await downloaded(company, "mara", "/pmo decisions"))) == 13


async def test_who_waits_on_whom_comes_as_a_file(company: World) -> None:
    """What the table of the map says, a row a pair."""
    ana = company.persona("ana")
    await ana.click("Answer")
    assert await ana.submit(GOOD | {"Waiting on anyone?": ["Platform"], "What do you need from them?": "Keys"}) == {}
    await company.at("Tue 11:00")
    assert await downloaded(company, "wei", "/pmo sync map weekly") == [
        ["waits", "on", "raised", "open now", "closed", "half closed within (working days)"],
        ["Payments", "Platform", "1", "1", "0", ""],
    ]


async def test_away_dates_of_all_are_for_the_pmo_alone(company: World) -> None:
    """A button of an earlier time is refused, with who can."""
    ana, mara = company.persona("ana"), company.persona("mara")
    *_, listing = await mara.command("/pmo away")
    assert "Download all" in listing.buttons
    *_, own = await ana.command("/pmo away")
    assert "Download all" not in own.buttons
