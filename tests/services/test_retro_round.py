"""A round of a retro costs the same few statements, however many take part."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.db import Database
from bot.services import retro_schedule
from bot.services.retro_home import home_retros
from bot.services.role import rights_of
from models import Delivery, Person, RetroPart, RetroRound, Timer
from tests.factories import people, retro
from tests.factories.people import MONDAY
from tests.factories.retro_runs import OPENS, RetroRuns
from tests.factories.statements import statements
from tests.factories.team import team

HALF = MONDAY.replace(day=30, hour=11)


@pytest.fixture
def runs(database: Database) -> RetroRuns:
    """Nothing founded yet."""
    return RetroRuns(database)


async def test_five_hundred_people_take_no_more_statements_than_five(runs: RetroRuns) -> None:
    """To open and ask, and to remind; each has their message once."""
    await runs.found("T1", 5)
    opened, reminded = await runs.tick(OPENS), await runs.tick(HALF)
    other = RetroRuns(runs.database)
    async with runs.database.system_session() as session:
        await session.execute(sa.text("DELETE FROM timer"))
    await other.found("T2", 500)
    assert await other.tick(OPENS) == opened
    assert await other.tick(HALF) == reminded
    async with runs.database.reading("T2") as session:
        kinds = sa.select(Delivery.kind, sa.func.count()).group_by(Delivery.kind)
        counted = {kind: number for kind, number in await session.execute(kinds)}  # noqa: C416 (rows are no pairs)
        assert counted == {"retro_board": 1, "retro_prompt": 500, "retro_nudge": 500}
        assert await session.scalar(sa.select(sa.func.count()).select_from(RetroPart)) == 500


async def test_without_the_key_no_retro_without_names_is_opened(database: Database) -> None:
    """Its owner hears what is missing; with names it opens all the same."""
    runs = RetroRuns(database, key=False)
    await runs.found("T1", 5)
    await runs.tick(OPENS)
    async with database.reading("T1") as session:
        assert list(await session.scalars(sa.select(RetroRound.state))) == ["missed"]
        [told] = await session.scalars(sa.select(Delivery))
        assert (told.kind, told.subject["why"]) == ("retro_missed", "key")
    async with database.transaction("T1") as session:
        await session.execute(sa.update(retro.Retro).values(anonymous=False))
    await runs.tick(OPENS + timedelta(days=35))
    async with database.reading("T1") as session:
        assert "collecting" in set(await session.scalars(sa.select(RetroRound.state)))


async def test_a_home_tab_takes_no_more_statements_with_fifty_retros_than_with_five(runs: RetroRuns) -> None:
    """For a PMO, who sees all of them."""
    async with runs.database.system_session() as session:
        await people.workspace(session)
    counts = []
    for first, last in ((0, 5), (5, 50)):
        async with runs.database.transaction("T1") as session:
            mara = await people.person(session, "Mara Lindqvist", role="pmo")
            payments = await team(session, "Payments")
            for number in range(first, last):
                monthly = await retro.retro(session, [payments], name=f"Retro {number}", owner=mara)
                await retro.round_of(session, monthly)
        async with runs.database.reading("T1") as session:
            mara = await people.person(session, "Mara Lindqvist")
            rights = await rights_of(session, mara)
            with statements(runs.database) as said:
                shown = await home_retros(session, rights, [payments.id], MONDAY + timedelta(hours=1))
            counts.append(len(said))
            assert len(shown.running) == len(shown.waiting) == last
    assert counts[0] == counts[1]


async def test_when_people_change_fifty_retros_are_looked_at_by_the_statements_of_five(runs: RetroRuns) -> None:
    """And where somebody now lives further east the next round opens earlier: its timer is moved."""
    async with runs.database.system_session() as session:
        await people.workspace(session)
    counts = []
    for first, last in ((0, 5), (5, 50)):
        async with runs.database.transaction("T1") as session:
            ana = await people.person(session, "Ana Sousa")
            payments = await team(session, "Payments", [] if first else [ana])
            for number in range(first, last):
                monthly = await retro.retro(session, [payments], name=f"Retro {number}", owner=ana)
                await retro_schedule.schedule(session, monthly, MONDAY)
        async with runs.database.transaction("T1") as session:
            with statements(runs.database) as said:
                await retro_schedule.move_all(session, MONDAY)
            counts.append(len(said))
    assert counts[0] == counts[1]
    async with runs.database.transaction("T1") as session:
        await session.execute(sa.update(Person).where(Person.name == "Ana Sousa").values(zone="Asia/Singapore"))
        await retro_schedule.move_all(session, MONDAY)
        opens = set(await session.scalars(sa.select(retro.Retro.next_opens_at)))
        due = set(await session.scalars(sa.select(Timer.due_at).where(Timer.kind == retro_schedule.OPENS)))
    assert opens == due == {OPENS.replace(hour=6)}
