"""What is done about a blocker at the very moment at which it is due: nobody waits for ever or sees an error."""

import asyncio
from datetime import timedelta

import pytest

from bot.services.blocker_due import REMIND
from models import Blocker, Timer
from tests.journeys.conftest import World
from tests.journeys.test_blocker import tells, told
from tests.journeys.test_sync_races import settled, stored

DEADLOCK = "deadlock detected"
"""What PostgreSQL says of two who wait for each other; the tick tries again, whoever pressed a button would not."""

pytestmark = pytest.mark.begins("Tue 10:00")


async def test_an_edit_while_whom_it_waits_on_is_told_takes_the_other_one_back(
    company: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Five minutes after each answer Ana waits on another team."""
    ana, wei = company.persona("ana"), company.persona("wei")
    await tells(ana)
    for team in ("Growth", "Platform", "Sales", "Growth"):
        await ana.click("Edit", on=ana.messages()[0])
        edit = ana.submit({"Waiting on anyone?": [team]})
        _, refused = await asyncio.gather(company.advance(timedelta(minutes=5)), edit)
        assert refused == {}
        await settled(company, ana, wei)
    assert [one.state for one in await stored(company, Blocker)] == [*["withdrawn"] * 4, "open"]
    assert DEADLOCK not in caplog.text


async def test_another_date_while_the_owner_is_reminded_is_taken(
    company: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Wei moves his date in the second in which he is reminded of the old one."""
    ana, wei = company.persona("ana"), company.persona("wei")
    await tells(ana)
    await company.at("Tue 10:05")
    await wei.click("Take it", on=told(wei)[0])
    assert await wei.submit() == {}
    await company.idle()
    for _ in range(3):
        [timer] = await stored(company, Timer, Timer.kind == REMIND, Timer.fired_at.is_(None))
        await company.advance(timer.due_at - timedelta(seconds=1))
        await wei.click("Change date", on=told(wei)[0])
        due = (company.clock.now() + timedelta(days=2)).date()
        moved = wei.submit({"By when?": due.isoformat()})
        _, refused = await asyncio.gather(company.advance(timedelta(seconds=1)), moved)
        assert refused == {}
        await settled(company, ana, wei)
        assert [one.due_on for one in await stored(company, Blocker)] == [due]
    assert DEADLOCK not in caplog.text
