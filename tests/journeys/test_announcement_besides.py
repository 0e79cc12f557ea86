"""An author in a group of their own announcement: who gets it is one less than the group counts, and that is said."""

import pytest

from tests.factories.announced import person_of
from tests.journeys.conftest import World
from tests.journeys.test_announcement_compose import given, write

pytestmark = pytest.mark.begins("Tue 10:00")

OFFICE = {"The office": ["mara", "jonas", "aylin"]}


async def desk(world: World, who: str = "mara") -> str:
    """Return what the open form says to somebody."""
    persona = world.persona(who)
    return persona.read_words(persona.modal)


async def test_the_desk_and_the_preview_say_that_the_author_is_the_one_more(company: World) -> None:
    """Three are in the group, two get it: Mara reads why."""
    await given(company, OFFICE)
    await write(company)
    assert "*The office* · 3 people" in await desk(company)
    assert "*2 people* besides you in" in await desk(company)
    assert await company.persona("mara").submit() == {}
    assert "2 people besides you in" in await desk(company)


async def test_whoever_else_goes_on_with_it_reads_the_authors_name(company: World) -> None:
    """The one more is Mara, not Wei, who runs the change and goes on with what she began."""
    await given(company, OFFICE, owner_id=(await person_of(company, "wei")).id)
    await write(company)
    wei = company.persona("wei")
    [listed] = await wei.command("/pmo announce list")
    await wei.click("Go on", on=listed)
    assert "*2 people* besides Mara Lindqvist in" in await desk(company, "wei")


async def test_an_author_who_is_in_no_group_is_not_named(company: World) -> None:
    """Whom the groups count are then all who get it."""
    await given(company)
    await write(company)
    assert "*7 people* in" in await desk(company)


async def test_a_group_of_its_author_alone_reaches_nobody(company: World) -> None:
    """It counts one person, and still nobody gets it: the desk says why."""
    await given(company, {"The office": ["mara"]})
    await write(company)
    assert "in its groups there is nobody besides you" in await desk(company)
