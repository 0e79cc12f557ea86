"""What a click shows at once: Slack takes some fifty updates a minute, and a company answers within a few minutes."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from bot.delivery.pace import Pace, PaceLimits
from bot.views.sync_form import ticket_of
from models import Delivery
from tests.factories.prompt import TIMES
from tests.journeys.conftest import World
from tests.journeys.test_sync_answer import GOOD, asked

pytestmark = pytest.mark.begins("Tue 10:00")


async def waiting(world: World, column: InstrumentedAttribute[str] = Delivery.target) -> list[str]:
    """Who is still to be shown something newer than they see, or another `column` of those messages."""
    rows = sa.select(column).where(Delivery.ts != "", Delivery.wanted > Delivery.sent).order_by(Delivery.ts)
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        return list(await session.scalars(rows))


async def no_updates(world: World) -> None:
    """Let Slack take no updates for a while."""
    async with world.bot.parts.database.transaction(world.workspace_id) as session:
        await Pace(PaceLimits.generous()).penalise(session, world.workspace_id, "chat.update", 3600)


async def test_what_a_click_shows_at_once_is_not_sent_a_second_time(company: World) -> None:
    """The one who answered sees it; nothing is left to be sent to them, after an edit too."""
    ana = company.persona("ana")
    prompt = await asked(company)
    await no_updates(company)
    for words in (GOOD, GOOD | {"What moved?": "All cards are live."}):
        await ana.click("Answer" if words is GOOD else "Edit", on=prompt if words is GOOD else None)
        assert await ana.submit(words) == {}
        assert words["What moved?"] in ana.messages()[-1].words
        assert await waiting(company) == []


async def test_whoever_did_not_click_is_still_shown_it(company: World) -> None:
    """The others of the squad who were asked too, once Slack takes updates again."""
    ana = company.persona("ana")
    await asked(company)
    await company.at("Tue 14:00")
    mates = [one.id for one in (company.persona("tiago"), company.persona("rui")) if one.messages()]
    await no_updates(company)
    await ana.click("Answer", on=ana.messages()[-1])
    assert await ana.submit(GOOD) == {}
    assert mates
    assert sorted(await waiting(company)) == sorted(mates)


async def test_the_question_is_still_shown_the_answer_given_in_its_reminder(company: World) -> None:
    """The click shows the reminder anew; the question above it goes on asking until Slack takes updates again."""
    marcus = company.persona("marcus")
    await company.at("Tue 21:30")
    question, reminder = (one.ts for one in marcus.messages())
    await no_updates(company)
    await marcus.click("Skip", on=marcus.messages()[-1])
    assert marcus.messages()[-1].buttons == ["Answer after all", "Why am I asked?", "Leave me out", *TIMES]
    assert await waiting(company, Delivery.ts) == [question, reminder]


async def test_the_question_is_still_shown_the_answer_given_from_the_menu(company: World) -> None:
    """The click shows the menu anew, which only its reader sees and the ledger does not know."""
    ana = company.persona("ana")
    question = await asked(company)
    menu = (await ana.command("/pmo"))[-1]
    await no_updates(company)
    await ana.click("Answer", on=menu)
    assert await ana.submit(GOOD) == {}
    assert await waiting(company, Delivery.ts) == [question.ts]


async def test_what_could_not_be_shown_at_once_is_sent(company: World) -> None:
    """The address for replies is good for five, and somebody was at it five times before."""
    ana = company.persona("ana")
    prompt = await asked(company)
    await no_updates(company)
    await ana.click("Answer", on=prompt)
    assert ana.modal is not None
    address = ticket_of({"private_metadata": ana.modal.private_metadata}).url
    for _ in range(5):
        company.slack.lent.use_response(address.rpartition("/")[2])
    assert await ana.submit(GOOD) == {}
    assert await waiting(company) == [ana.id]
