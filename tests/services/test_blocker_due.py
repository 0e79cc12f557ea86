"""Blockers that are due to be told by the hundred."""

import sqlalchemy as sa

from bot.engine.port import DueTimer
from bot.ids import new_id
from bot.services.blocker_due import BlockerTimes
from bot.services.blocker_raise import TELL, begin
from models import Blocker, Person, Team
from tests.factories.rounds import Runs
from tests.factories.statements import statements

FEW, MANY = 2, 40


async def raised(runs: Runs, number: int) -> list[DueTimer]:
    """So many blockers of one person on a team; return when they are to be told."""
    now = runs.clock.now()
    async with runs.database.transaction("T1") as session:
        ana = (await session.scalars(sa.select(Person).where(Person.name == "Ana Person"))).one()
        platform = (await session.scalars(sa.select(Team).where(Team.name == "Platform"))).one()
        told = [
            Blocker(id=new_id(), raiser_id=ana.id, team_id=platform.id, needs="Keys", state="open", since=now)
            for _ in range(number)
        ]
        session.add_all(told)
        await begin(session, told, ana, now)
        return [DueTimer("T1", TELL, str(one.id), now) for one in told]


async def test_hundreds_are_told_together(runs: Runs) -> None:
    """Each is told once, by the same statements for forty as for two."""
    await runs.team("Payments", "Ana Person")
    await runs.team("Platform", "Wei Person")
    times = BlockerTimes(runs.rounds.ledger)
    cost = []
    for number in (FEW, MANY):
        due = await raised(runs, number)
        with statements(runs.database) as said:
            async with runs.database.system_session() as session:
                await times.tell(session, [*due, due[0]], runs.clock.now())
        cost.append(len(said))
    assert cost[1] == cost[0], cost
    async with runs.database.reading("T1") as session:
        untold = sa.select(sa.func.count()).select_from(Blocker).where(Blocker.told_at.is_(None))
        assert await session.scalar(untold) == 0
    assert len(await runs.wanted_by_key()) == FEW + MANY
