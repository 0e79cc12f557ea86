"""How far back a sync looks: the plan that is carried over comes from its recent rounds, whose turn it is from all."""

from datetime import timedelta

import pytest

from bot.db import Database
from bot.services.sync_audience import audience_of, sync_plan
from bot.services.sync_opening import plans_of
from bot.services.sync_recent import RECENT
from tests.factories import people, sync
from tests.factories.team import team as make_team

GIVEN = {"moved": "Card payments are live.", "next": "Refunds"}


@pytest.mark.parametrize(("rounds", "plan"), [(RECENT, ["Refunds"]), (RECENT + 1, None)])
async def test_what_is_older_than_the_recent_rounds_plans_nothing(
    database: Database, rounds: int, plan: list[str] | None
) -> None:
    """Ana spoke in the first of so many rounds, and nobody since: it is Ben's turn, however long that is ago."""
    async with database.system_session() as session:
        await people.workspace(session)
    async with database.transaction("T1") as session:
        ana, ben = [await people.person(session, name) for name in ("Ana", "Ben")]
        payments = await make_team(session, "Payments", [ana, ben])
        weekly = await sync.ritual(session, [payments])
        first = await sync.round_of(session, weekly, sync.TUESDAY, state="closed")
        await sync.answer(session, await sync.prompt(session, first, payments), ana, GIVEN)
        for week in range(1, rounds):
            await sync.round_of(session, weekly, sync.TUESDAY + timedelta(weeks=week), state="closed")
    async with database.reading("T1") as session:
        plans = await plans_of(session, [weekly.id])
        carried = plans[weekly.id].get((payments.id, None))
        assert (carried and [item.text for item in carried]) == plan
        assert not carried or carried[0].weeks == rounds - 1  # Open in each of the rounds that nobody answered.
        audience = await audience_of(session, await sync_plan(session, weekly), weekly.id)
        [party] = audience.parties
        assert [audience.people[one].name for one in party.order] == ["Ben", "Ana"]
