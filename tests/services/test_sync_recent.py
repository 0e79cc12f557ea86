"""How far back a sync looks: the plan that is carried over, and whose turn it is, come from its recent rounds."""

from datetime import timedelta

import pytest

from bot.db import Database
from bot.services import sync_recent
from bot.services.sync_audience import audience_of, sync_plan
from bot.services.sync_opening import plans_of
from tests.factories import people, sync
from tests.factories.team import team as make_team

GIVEN = {"moved": "Card payments are live.", "next": "Refunds"}


@pytest.mark.parametrize(("looked_at", "plan", "order"), [(3, ["Refunds"], ["Ben", "Ana"]), (2, None, ["Ana", "Ben"])])
async def test_what_is_older_than_the_recent_rounds_decides_nothing(
    database: Database, monkeypatch: pytest.MonkeyPatch, looked_at: int, plan: list[str] | None, order: list[str]
) -> None:
    """Ana spoke three rounds ago, and nobody since."""
    monkeypatch.setattr(sync_recent, "RECENT", looked_at)
    async with database.system_session() as session:
        await people.workspace(session)
    async with database.transaction("T1") as session:
        ana, ben = [await people.person(session, name) for name in ("Ana", "Ben")]
        payments = await make_team(session, "Payments", [ana, ben])
        weekly = await sync.ritual(session, [payments])
        for week in range(3):
            current = await sync.round_of(session, weekly, sync.TUESDAY + timedelta(weeks=week), state="closed")
            asked = await sync.prompt(session, current, payments)
            if week == 0:
                await sync.answer(session, asked, ana, GIVEN)
    async with database.reading("T1") as session:
        plans = await plans_of(session, weekly.id)
        carried = plans.get((payments.id, None))
        assert (carried and [item.text for item in carried]) == plan
        audience = await audience_of(session, await sync_plan(session, weekly), weekly.id)
        [party] = audience.parties
        assert [audience.people[one].name for one in party.order] == order
