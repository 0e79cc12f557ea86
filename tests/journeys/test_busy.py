"""More people click than can be served: who is to be asked is asked on time all the same."""

from contextlib import AsyncExitStack

import pytest

from bot.engine.advance import advance
from tests.journeys.conftest import World


@pytest.mark.begins("Tue 09:59")
async def test_people_are_asked_while_requests_hold_every_connection(company: World) -> None:
    """Requests queue for the database among themselves; planning and sending do not stand in that queue."""
    ana = company.persona("ana")
    before = len(ana.messages())
    pool = company.bot.parts.database.engine
    async with AsyncExitStack() as held:
        for _ in range(20):
            await held.enter_async_context(pool.connect())
        await advance(company.bot.parts.engine, company.bot.background, company.clock, company.instant("Tue 10:00"))
        assert len(ana.messages()) == before + 1
