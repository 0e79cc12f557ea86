"""What is asked for changes at the very moment at which its owner is reminded."""

import pytest
import sqlalchemy as sa

from bot.services.decision_timer import REMINDS
from models import Decision, Timer
from tests.journeys.conftest import World
from tests.journeys.test_decision import ASKS, answer
from tests.journeys.test_sync_races import settled, stored

pytestmark = pytest.mark.begins("Tue 10:00")


async def test_an_edit_does_not_wait_for_the_tick_that_reminds_the_owner(company: World) -> None:
    """That tick may wait for the edited update in turn, if the round takes its next step in the same second.

    SQLite has one writer, so that nobody has a timer in hand while another one writes.
    """
    ana, database = company.persona("ana"), company.bot.parts.database
    await answer(company, "ana", **{ASKS: "Do we launch refunds? Ben, by Friday"})
    await ana.click("Edit", on=ana.messages()[0])
    changed = {ASKS: "Do we launch refunds at once? Ben, by Friday"}
    if database.is_sqlite:
        assert await ana.submit(changed) == {}
    else:
        async with database.transaction(company.workspace_id) as tick:
            due = sa.select(Timer.id).where(Timer.kind == REMINDS, Timer.state == "pending").with_for_update()
            assert len(list(await tick.scalars(due))) == 1
            assert await ana.submit(changed) == {}
    await settled(company, ana)
    [decision] = await stored(company, Decision)
    assert decision.question == changed[ASKS]
    timers = await stored(company, Timer, Timer.kind == REMINDS, Timer.state == "pending")
    assert f"{decision.id}:{decision.revision}" in {one.subject for one in timers}
