"""*Read all* on the summary, and what its writers read of it in their next question."""

import pytest
import sqlalchemy as sa

from models import Reading
from tests.journeys.conftest import World
from tests.journeys.test_decision import ASKS, REFUNDS, answer, close

READERS = 5
"""Four, and Inês, who is of Payments too."""

pytestmark = pytest.mark.begins("Tue 10:00")


async def test_who_wrote_hears_with_the_next_question_that_it_was_read_and_decided(company: World) -> None:
    """Counted once a person on the summary; names only for the writers, in two lines, without another message."""
    ana, mara, ben, tiago, ines = (company.persona(name) for name in ("ana", "mara", "ben", "tiago", "ines"))
    wei = company.persona("wei")
    waits = {"Waiting on anyone?": ["Platform"], "What do you need from them?": "Staging keys"}
    await answer(company, "ana", **{ASKS: REFUNDS}, **waits)
    await company.at("Tue 10:06")
    await wei.click("Take it", on=wei.messages("platform")[-1])
    assert await wei.submit({"By when?": "2026-03-12"}) == {}
    await close(company)
    for one in (mara, ben, tiago, ana):
        await one.double_click("Read all", on=one.messages("sync")[0])
        assert "sees with their next update that you read it" in one.messages("sync")[-1].words
    await company.idle()
    [summary, *_] = mara.messages("sync")
    assert "Read by 4." in summary.words
    await ines.click("Read all", on=ines.messages("sync")[0])
    async with company.bot.parts.database.reading(company.workspace_id) as session:
        assert await session.scalar(sa.select(sa.func.count(Reading.id))) == READERS
    await mara.click("Decide…", on=mara.messages("sync")[0])
    assert await mara.submit({"What was decided?": "Yes, behind a flag"}) == {}
    before = len(ana.messages())
    await company.at("2026-03-10 12:30")
    asked = [one for who in (ana, tiago) for one in who.messages() if "Weekly sync" in one.words and one.buttons]
    assert "Mara decided: Yes, behind a flag. Platform took your blocker, by Thu 12 Mar." in asked[-1].words
    assert "Mara and " in asked[-1].words
    assert len(ana.messages()) <= before + 1


async def test_the_summary_of_a_team_that_said_nothing_has_nothing_to_read(company: World) -> None:
    """One line, without a button."""
    await close(company)
    [summary] = company.persona("mara").messages("sync")
    assert summary.buttons == []
