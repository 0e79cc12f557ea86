"""Statuses of many people at once: what they cost does not grow with how many there are."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from bot.services.away_back import RETURNS
from bot.services.away_status import AwayStatuses
from bot.slack.gateway import SlackPerson
from models import Away, Timer
from tests.factories.rounds import Runs
from tests.factories.statements import statements

MONDAY, FEW, MANY = date(2026, 3, 2), 2, 40


def everybody(runs: Runs, number: int, *, back_in: int | None, status: str = "On leave") -> Sequence[SlackPerson]:
    """So many people with a status that ends in some days, or not."""
    until = (runs.clock.now() + timedelta(days=back_in)).timestamp() if back_in is not None else 0
    return [SlackPerson(f"UP{one}", f"P{one}", status=status, status_until=until) for one in range(number)]


async def stored(runs: Runs) -> tuple[set[tuple[date, date | None]], int]:
    """The away dates, and how many returns are waited for."""
    async with runs.database.reading("T1") as session:
        rows = await session.scalars(sa.select(Away))
        waiting = sa.select(sa.func.count(Timer.id)).where(Timer.kind == RETURNS, Timer.state == "pending")
        return {(one.first, one.last) for one in rows}, await session.scalar(waiting) or 0


@pytest.mark.parametrize("number", [FEW, MANY])
async def test_a_status_is_set_moved_and_cleared_for_all_at_once(runs: Runs, number: int) -> None:
    """Ending when work begins, it ends the day before; without an end nobody waits for them; cleared it never was."""
    await runs.team("Payments", *(f"P{one} Person" for one in range(number)))
    told = AwayStatuses(runs.database, runs.clock, runs.rounds).told
    await told("T1", everybody(runs, number, back_in=3))
    assert await stored(runs) == ({(MONDAY, MONDAY + timedelta(days=2))}, number)
    await told("T1", everybody(runs, number, back_in=None))
    assert await stored(runs) == ({(MONDAY, None)}, 0)
    await told("T1", everybody(runs, number, back_in=None, status=""))
    assert await stored(runs) == (set(), 0)


async def test_many_cost_as_many_statements_as_few(runs: Runs) -> None:
    """A holiday of the whole company holds no opening for long."""
    await runs.team("Payments", *(f"P{one} Person" for one in range(MANY)))
    told = AwayStatuses(runs.database, runs.clock, runs.rounds).told
    cost = []
    for number in (FEW, MANY):
        with statements(runs.database) as said:
            await told("T1", everybody(runs, number, back_in=3))
            await told("T1", everybody(runs, number, back_in=None))
            runs.clock.move_to(runs.clock.now() + timedelta(days=2))
            await told("T1", everybody(runs, number, back_in=None, status=""))
        cost.append(len(said))
    assert cost[1] <= cost[0], cost
