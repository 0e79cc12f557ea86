"""Who waits for whom when two change one round at the same instant."""

import asyncio

import pytest
import sqlalchemy as sa

from bot.services import sync_message, sync_round
from models import Prompt
from tests.factories.rounds import Runs
from tests.factories.sync import TUESDAY


async def waits(runs: Runs) -> bool:
    """Whether somebody waits for a lock; on SQLite whoever writes second waits at the beginning."""
    if runs.database.is_sqlite:
        return True
    rows = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    async with runs.database.engine.connect() as connection:
        return bool(await connection.scalar(sa.text(rows)))


async def test_of_the_last_two_to_answer_at_once_the_second_sees_the_first(runs: Runs) -> None:
    """It plans the summary that the first could not: to that one the second had not answered yet."""
    await runs.sync([await runs.team("Payments", "Ana Sousa"), await runs.team("Growth", "Ben Carter")])
    await runs.until(TUESDAY)
    async with runs.database.transaction("T1") as session:
        payments = (await session.scalars(sa.select(Prompt).where(Prompt.name == "Payments"))).one()
        payments.state = "skipped"
        await runs.rounds.settle(session, payments)
        second = asyncio.create_task(runs.says("Growth", "skipped"))
        while not (second.done() or await waits(runs)):
            await asyncio.wait({second}, timeout=0.01)
    await second
    assert len(await runs.asked(sync_message.ROLLUP)) == 1


async def test_while_nobody_can_be_the_last_nobody_waits_for_the_others(
    runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A company that answers within the same minutes; the last of them plans the summary all the same."""
    monkeypatch.setattr(sync_round, "MOST_ANSWERING", 1)
    names = ["Payments", "Growth", "Platform", "Sales"]
    await runs.sync([await runs.team(name, f"{name} Lead") for name in names])
    await runs.until(TUESDAY)
    async with runs.database.transaction("T1") as session:
        payments = (await session.scalars(sa.select(Prompt).where(Prompt.name == "Payments"))).one()
        payments.state = "skipped"
        await runs.rounds.settle(session, payments)
        if not runs.database.is_sqlite:
            async with asyncio.timeout(20):
                await runs.says("Growth", "skipped")
    for name in names[1:] if runs.database.is_sqlite else names[2:]:
        assert await runs.asked(sync_message.ROLLUP) == []
        await runs.says(name, "skipped")
    assert len(await runs.asked(sync_message.ROLLUP)) == 1
