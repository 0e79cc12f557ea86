"""Who reads what of somebody who is away and runs a retro."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from bot.db import Database
from bot.engine.port import DueTimer
from bot.services.retro_away import LOOK
from bot.services.retro_board import board_facts
from models import Away, Delivery, Membership, Person, Retro, RetroRound, RetroTeam
from tests.factories.retro_runs import OPENS, RetroRuns
from tests.factories.team import team

LATER = OPENS + timedelta(days=10)
UNTIL = date(2026, 12, 31)


@pytest.fixture
async def runs(database: Database) -> RetroRuns:
    """A retro that waits for its actions, of a team whose first member owns and runs it and is away."""
    runs = RetroRuns(database)
    await runs.found("T1", 3)
    await runs.tick(OPENS)
    async with database.transaction("T1") as session:
        current = (await session.scalars(sa.select(RetroRound))).one()
        current.state = "acting"
        session.add(Away(person_id=current.facilitator_id, first=OPENS.date(), last=UNTIL))
    return runs


async def told(runs: RetroRuns) -> list[str]:
    """The Slack ids of those who hear that it waits, after a look that is twice the same."""
    async with runs.database.reading("T1") as session:
        current = (await session.scalars(sa.select(RetroRound))).one()
    for _ in range(2):
        async with runs.database.system_session() as session:
            timers = [DueTimer(one, LOOK, str(current.id), LATER) for one in ("T1", "T2")]
            await runs.aways.look(session, timers, LATER)
    async with runs.database.reading("T1") as session:
        return list(await session.scalars(sa.select(Delivery.target).where(Delivery.kind == "retro_waits")))


async def test_where_the_owner_is_away_a_lead_hears_of_it(runs: RetroRuns) -> None:
    """Once; where nobody leads the team, its board says what there is to do."""
    assert await told(runs) == []
    async with runs.database.transaction("T1") as session:
        third = await session.scalar(sa.select(Person.id).where(Person.slack_id == "U2"))
        [lead] = await session.scalars(sa.select(Membership).where(Membership.person_id == third))
        lead.is_lead = True
    assert await told(runs) == ["U2"]


async def test_another_owner_hears_of_it(runs: RetroRuns) -> None:
    """Rather than a lead."""
    async with runs.database.transaction("T1") as session:
        owner = await session.scalar(sa.select(Person.id).where(Person.slack_id == "U1"))
        await session.execute(sa.update(Retro).values(owner_id=owner))
        await session.execute(sa.update(Membership).values(is_lead=True))
    assert await told(runs) == ["U1"]


async def test_other_teams_do_not_read_until_when(runs: RetroRuns) -> None:
    """The own team reads the day; where several look back together, that somebody is away, and no more."""
    async with runs.database.transaction("T1") as session:
        current = (await session.scalars(sa.select(RetroRound))).one()
        facts = await board_facts(session, current.id, LATER)
        assert facts is not None
        assert (facts.away, facts.away_until) == (True, UNTIL)
        session.add(RetroTeam(retro_id=current.retro_id, team_id=(await team(session, "Growth")).id))
        await session.flush()
        facts = await board_facts(session, current.id, LATER)
        assert facts is not None
        assert (facts.away, facts.away_until) == (True, None)
