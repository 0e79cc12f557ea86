"""The night deletes what is over its time by itself, in as many goes as it takes, and comes again."""

from datetime import timedelta

import sqlalchemy as sa

from bot.services.retention import BATCH, BATCHES, RETENTION
from models import InboxEvent, Round, Timer
from tests.journeys.conftest import World
from tests.journeys.test_sync_races import stored


async def test_a_night_deletes_all_that_is_over_its_time(company: World) -> None:
    """More than goes at a time is taken up by the next tick; what is young stays, and the next night is set."""
    now = company.clock.now()
    rows = [
        {"workspace_id": company.workspace_id, "event_id": f"Ev{number}", "seen_at": now - timedelta(days=8)}
        for number in range(BATCH * BATCHES + 50)
    ]
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        await session.execute(sa.insert(InboxEvent), rows)
        session.add(InboxEvent(event_id="young", seen_at=now))
    await company.at("Wed 05:00")
    assert [one.event_id for one in await stored(company, InboxEvent) if one.event_id.startswith(("Ev", "y"))] == [
        "young"
    ]
    [timer] = await stored(company, Timer, Timer.kind == RETENTION)
    assert (timer.state, timer.due_at.hour) == ("pending", 3)
    assert timer.due_at > company.clock.now()
    assert [one.state for one in await stored(company, Round)] == ["closed"]
