"""First contact: one tap says that country and working time are right, and it is never asked again."""

import pytest
import sqlalchemy as sa

from bot.views.rhythm import CONFIRM
from models import Person
from tests.factories.listening import Sending
from tests.factories.prompt import TIMES
from tests.journeys.conftest import World

pytestmark = pytest.mark.begins("Tue 10:00")

QUESTION = "You work Monday to Friday between 09:00 and 17:00 (Europe/Lisbon), and rest on public holidays of Portugal"


async def known(company: World, name: str) -> tuple[str, bool]:
    """The country that is stored, and whether the person has said that all is right."""
    rows = sa.select(Person.country, Person.rhythm_known).where(Person.name.startswith(name))
    async with company.bot.parts.database.reading(company.workspace_id) as session:
        country, is_known = (await session.execute(rows)).one()
    return country, is_known


async def test_one_tap_where_the_guess_is_right(company: World) -> None:
    """The question goes, the prompt stays; a second tap changes nothing; next week nothing is asked."""
    ana = company.persona("ana")
    [first] = ana.messages()
    assert QUESTION in first.words
    assert first.buttons[-2:] == [*TIMES]
    await ana.double_click("Keep these times", on=first)
    await company.idle()
    assert QUESTION not in ana.messages()[0].words
    assert "Answer" in ana.messages()[0].buttons
    assert await known(company, "Ana") == ("PT", True)
    await company.at("2026-03-10 10:00")
    assert QUESTION not in ana.messages()[-1].words


async def test_who_changes_them_is_not_asked_any_more(company: World) -> None:
    """*Change times* opens the settings; what is saved there counts as said."""
    ana = company.persona("ana")
    await ana.click("Change times", on=ana.messages()[0])
    assert await ana.submit({"Working hours": "8:00-16:00"}) == {}
    await company.idle()
    assert "You work" not in ana.messages()[0].words
    assert await known(company, "Ana") == ("PT", True)


async def test_a_message_of_another_one_is_never_shown(company: World) -> None:
    """Ben sends Ana's button: his own working time counts as said, and he reads nothing of hers."""
    ben, [first] = company.persona("ben"), company.persona("ana").messages()
    buttons = [one for block in first.blocks for one in block.get("elements", ()) if one.get("action_id") == CONFIRM]
    before = len(ben.messages())
    await company.deliver(Sending(company, "ben").on_message(CONFIRM, buttons[0]["value"]))
    await company.idle()
    assert len(ben.messages()) == before
    assert (await known(company, "Ben"))[1]
    assert not (await known(company, "Ana"))[1]
