"""Who waits for whom when several processes have retros that are due at one instant."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.engine.port import DueTimer
from bot.engine.tick import Planning
from bot.engine.timers import set_timers
from bot.services.retro_lock import STEP, hold_due
from bot.services.retro_schedule import OPENS as OPENS_KIND
from models import Retro, RetroRound, Timer
from tests.factories.retro_runs import OPENS, RetroRuns

LATER = OPENS + timedelta(hours=1)


@pytest.fixture
async def runs(database: Database) -> RetroRuns:
    """Two retros, in both of which people write."""
    runs = RetroRuns(database)
    await runs.found("T1", 3, 2)
    await runs.tick(OPENS)
    return runs


@pytest.fixture
async def other(database: Database) -> AsyncIterator[Database]:
    """What a second process has of the same database."""
    second = Database(database.url.render_as_string(hide_password=False))
    yield second
    await second.close()


async def both(database: Database) -> list[tuple[str, str]]:
    """The ids of both retros, each with that of its round."""
    async with database.reading("T1") as session:
        rows = sa.select(Retro.id, RetroRound.id).join(RetroRound, RetroRound.retro_id == Retro.id)
        return [(str(retro), str(current)) for retro, current in await session.execute(rows.order_by(Retro.id))]


async def due(database: Database, opens: str, steps: str) -> None:
    """Let one retro be opened and a round of another go on now."""
    async with database.transaction("T1") as session:
        await set_timers(session, OPENS_KIND, {("T1", opens): LATER})
        await set_timers(session, STEP, {("T1", steps): LATER})


async def waits(database: Database) -> bool:
    """Whether somebody waits for a lock; on SQLite whoever writes second waits at the beginning."""
    if database.is_sqlite:
        return True
    rows = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    async with database.engine.connect() as connection:
        return bool(await connection.scalar(sa.text(rows)))


async def test_two_processes_open_and_step_the_same_retros_crosswise(runs: RetroRuns, other: Database) -> None:
    """The first opens A and steps B, the second opens B and steps A: the second waits, and nothing fails."""
    database = runs.database
    (a, round_a), (b, round_b) = await both(database)
    first, second = Planning(database), Planning(other)
    ticks: list[asyncio.Task[int]] = []

    async def open_first(session: AsyncSession, timers: Sequence[DueTimer], now: datetime) -> None:
        await runs.rounds.open_due(session, timers, now)
        if not database.is_sqlite:
            await due(other, b, round_a)
            ticks.append(asyncio.create_task(second.tick(LATER)))
            while not (ticks[0].done() or await waits(database)):
                await asyncio.wait(ticks, timeout=0.01)

    first.register(OPENS_KIND, open_first, hold=hold_due)
    first.register(STEP, runs.rounds.step, hold=hold_due)
    second.register(OPENS_KIND, runs.rounds.open_due, hold=hold_due)
    second.register(STEP, runs.rounds.step, hold=hold_due)
    await due(database, a, round_b)
    assert await first.tick(LATER) == 2
    if database.is_sqlite:
        await due(other, b, round_a)
        ticks.append(asyncio.create_task(second.tick(LATER)))
    assert await ticks[0] == 2
    async with database.reading("T1") as session:
        assert set(await session.scalars(sa.select(Timer.attempt))) == {0}


async def test_what_another_tick_has_in_hand_is_not_waited_for(runs: RetroRuns, other: Database) -> None:
    """A round is ended while a second process has its timer and waits for the retro; it finds nothing to do then."""
    [(_, round_a), _] = await both(runs.database)
    async with runs.database.transaction("T1") as session:
        current = await session.get_one(RetroRound, int(round_a))
        current.state = "closed"
        if not other.is_sqlite:
            async with other.transaction("T1") as second, asyncio.timeout(20):
                mine = (Timer.kind == STEP, Timer.subject == round_a)
                assert await second.scalar(sa.select(Timer.id).where(*mine).with_for_update())
                await runs.rounds.phases.set_timers(session, [current])
        await runs.rounds.phases.set_timers(session, [current])
    async with runs.database.reading("T1") as session:
        assert await session.scalar(sa.select(Timer.id).where(Timer.kind == STEP, Timer.subject == round_a)) is None
