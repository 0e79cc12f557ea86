"""The list of changes and the page of one, as different people see them."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from models import Person
from tests.factories import change
from tests.journeys.conftest import World

pytestmark = pytest.mark.begins("Tue 10:00")


async def given(world: World, name: str, **fields: object) -> int:
    """Let there be a change that Mara runs; return its id."""
    async with world.bot.parts.database.transaction(world.workspace_id) as session:
        mara = await session.scalar(sa.select(Person).where(Person.slack_id == world.persona("mara").id))
        assert mara is not None
        return (await change.change(session, mara, name, **fields)).id


async def said(world: World, who: str, line: str) -> str:
    """Return what somebody is told who types a command."""
    [message] = await world.persona(who).command(line)
    return message.words


async def test_changes_that_go_on_come_first_and_drafts_are_for_those_who_run_them(company: World) -> None:
    """In progress, announced, draft, ended; a member sees no draft, neither in the list nor by its name."""
    await given(company, "Old office", state="stopped", ended_at=datetime(2026, 2, 1, tzinfo=UTC))
    await given(company, "New reviews")
    await given(company, "One chat tool", state="announced")
    await given(company, "Product teams", state="in_progress", starts_on=date(2026, 3, 16))
    words = await said(company, "mara", "/pmo change")
    names = ["Product teams", "One chat tool", "New reviews", "Old office"]
    assert sorted(names, key=words.index) == names
    assert "Product teams* · in progress" in words
    assert "From Mon 16 Mar" in words
    seen = await said(company, "ines", "/pmo change")
    assert "One chat tool" in seen
    assert "New reviews" not in seen
    assert "No change is called “New reviews”" in await said(company, "ines", "/pmo change New reviews")


async def test_a_change_is_found_by_a_part_of_its_name(company: World) -> None:
    """A part that one alone has is enough; where two have it they are named; a slip is mended by a question."""
    await given(company, "Product teams", state="announced")
    await given(company, "Product names", state="announced")
    assert "One team a customer." in await said(company, "ana", "/pmo change product TEAMS")
    assert "One team a customer." in await said(company, "ana", "/pmo changes teams")
    asked = await said(company, "ana", "/pmo change product")
    assert "“Product names” or “Product teams”" in asked
    assert "Did you mean “Product teams”?" in await said(company, "ana", "/pmo change Product tems")


async def test_the_list_is_paged_and_each_change_shows_its_page(company: World) -> None:
    """Ten on a page; *Show more* has the others; *Show change* opens one beside the list."""
    for number in range(11):
        await given(company, f"Change {number:02}", state="announced")
    ines = company.persona("ines")
    [listed] = await ines.command("/pmo change")
    assert listed.words.count("stands for it") == 10
    await ines.click("Show more", on=listed)
    rest = ines.messages("dm")[-1]
    assert rest.words.count("stands for it") == 1
    await ines.click("Show change", on=rest)
    assert "One team a customer." in ines.messages("dm")[-1].words


async def test_an_empty_list_teaches(company: World) -> None:
    """The PMO reads how to register the first, a member what will stand here."""
    assert "/pmo change new" in await said(company, "mara", "/pmo change")
    seen = await said(company, "ines", "/pmo change")
    assert "what it means for you" in seen
    assert "/pmo change new" not in seen
