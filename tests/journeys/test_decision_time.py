"""Decisions by time: on the home tab, one reminder, past their date, and looked at again."""

import pytest
import sqlalchemy as sa

from models import Delivery
from tests.journeys.conftest import World
from tests.journeys.test_decision import ASKS, answer, close

pytestmark = pytest.mark.begins("Tue 10:00")

BEN = "Do we launch refunds? Ben, by Friday"


async def kinds(world: World, who: str) -> list[str]:
    """Return which messages about decisions somebody got."""
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        rows = sa.select(Delivery.kind).where(
            Delivery.target == world.persona(who).id, Delivery.kind.startswith("decision"), Delivery.state == "sent"
        )
        return list(await session.scalars(rows.order_by(Delivery.id)))


async def test_the_owner_sees_it_at_home_and_hears_of_it_once_before_it_is_due(company: World) -> None:
    """In their own working hours on the day before; past its date the PMO sees it; the reminder then says the end."""
    ben, mara = company.persona("ben"), company.persona("mara")
    await answer(company, "ana", **{ASKS: BEN})
    await close(company)
    home = await ben.open_home()
    assert home is not None
    assert "Decisions that wait for you" in ben.read_words(home)
    await company.at("Thu 16:59")
    assert await kinds(company, "ben") == []
    await company.at("Thu 17:01")  # nine in San Francisco
    assert await kinds(company, "ben") == ["decision_due"]
    reminder = ben.messages()[-1]
    assert "Ana Sousa needs a decision from you by Fri 6 Mar." in reminder.words
    await company.at("Mon 12:00")
    assert await kinds(company, "ben") == ["decision_due"]
    home = await mara.open_home()
    assert home is not None
    assert "Decisions past their date" in mara.read_words(home)
    assert "Ben decides; the day for it was Fri 6 Mar." in mara.read_words(home)
    assert "Ben Carter decides; the day for it was Fri 6 Mar." in (await mara.command("/pmo decisions"))[-1].words
    await ben.click("Decide…", on="home")
    assert await ben.submit({"What was decided?": "Yes."}) == {}
    await company.idle()
    assert ben.home is not None
    assert "Decisions that wait for you" not in ben.read_words(ben.home)
    [reminder] = [one for one in ben.messages() if one.ts == reminder.ts]
    assert "*Ben Carter* decided: Yes." in reminder.words
    assert "Decide…" not in reminder.buttons


async def test_who_asked_for_a_decision_of_their_own_is_not_reminded(company: World) -> None:
    """They know."""
    await answer(company, "ana", **{ASKS: "Refunds? Ana Sousa, by Friday"})
    await company.at("2026-03-09 12:00")
    assert await kinds(company, "ana") == []


async def test_on_its_day_a_decision_is_looked_at_again(company: World) -> None:
    """It is put off, then it holds; the message says what was answered, and comes once for each day."""
    ben = company.persona("ben")
    await answer(company, "ana", **{ASKS: BEN})
    await ben.open_home()
    await ben.click("Decide…", on="home")
    assert await ben.submit({"What was decided?": "Yes.", "Look at it again on": "2026-03-05"}) == {}
    await company.at("Thu 17:01")
    assert await kinds(company, "ben") == ["decision_review"]
    asked = ben.messages()[-1]
    assert "You wanted to look at this again. Does it still hold?" in asked.words
    await ben.click("Look again later", on=asked)
    assert await ben.submit({"Look at it again on": "2026-03-05"}) == {
        "due": "Thu 5 Mar is past. Please choose a day to come."
    }
    assert await ben.submit({"Look at it again on": "2026-03-06"}) == {}
    await company.at("Fri 17:01")
    assert await kinds(company, "ben") == ["decision_review", "decision_review"]
    first, second = [one for one in ben.messages() if "*Yes.*" in one.words]
    assert "Looked at again on Fri 6 Mar." in first.words
    await ben.double_click("Still holds", on=second)
    await company.idle()
    [held] = [one for one in ben.messages() if one.ts == second.ts]
    assert "It holds." in held.words
    assert held.buttons == []
    await company.at("2026-03-20 17:01")
    assert await kinds(company, "ben") == ["decision_review", "decision_review"]
