"""Settings that are saved in the moment in which a tick asks: neither waits for the other."""

import asyncio
from dataclasses import replace

import pytest
import sqlalchemy as sa

from bot.services.sync_lock import STEP
from models import Person, Timer
from tests.journeys.conftest import World


async def waits(company: World) -> bool:
    """Whether somebody waits for a lock; on SQLite whoever writes second waits at the beginning."""
    database = company.bot.parts.database
    if database.is_sqlite:
        return True
    rows = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    async with database.engine.connect() as connection:
        return bool(await connection.scalar(sa.text(rows)))


@pytest.mark.begins("Tue 10:00")
async def test_whoever_saves_settings_does_not_hold_a_tick_that_asks_them(company: World) -> None:
    """A tick holds its round, then whom it meets for the first time; the settings wait for the round before that."""
    ana, bot = company.persona("ana"), company.bot.parts
    rhythm = (await bot.rhythms.facts(company.workspace_id, ana.id)).rhythm
    async with bot.database.transaction(company.workspace_id) as tick:
        await tick.execute(sa.select(Timer.id).where(Timer.kind == STEP).order_by(Timer.id).with_for_update())
        saving = asyncio.create_task(bot.rhythms.save(company.workspace_id, ana.id, replace(rhythm, country="ES")))
        while not (saving.done() or await waits(company)):
            await asyncio.wait({saving}, timeout=0.01)
        await tick.execute(sa.select(Person.id).where(Person.slack_id == ana.id).with_for_update())
    assert (await saving).place == "Spain"
