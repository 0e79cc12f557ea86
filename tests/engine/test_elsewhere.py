"""A command plans, another process sends."""

import pytest

from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.engine.elsewhere import ElsewhereEngine
from bot.engine.port import Work
from bot.errors import BotError
from models import Workspace
from tests.delivery.conftest import NOW, intent, open_office


async def test_what_a_command_plans_is_sent_by_the_process_that_runs(database: Database):
    """The command's engine does nothing; the running one finds the message at its next tick."""
    async with database.system_session() as session:
        session.add(Workspace(id="T1", created_at=NOW))
    running = open_office(database)
    await running.engine.start()
    here = ElsewhereEngine(database, running.clock)
    await here.start()
    async with database.transaction("T1") as session:
        await Ledger(here, running.clock).plan(session, "T1", [intent("a")])
    assert await here.tick(NOW) == 0
    await here.idle()
    await here.stop()
    assert (await here.failures(), running.slack.said) == ([], [])
    await running.settle()
    assert running.slack.texts("C1") == ["about a"]
    await running.engine.stop()


async def test_other_work_is_refused_rather_than_lost(database: Database):
    """Only sending can wait for another process."""
    here = ElsewhereEngine(database, open_office(database).clock)
    async with database.transaction("T1") as session:
        with pytest.raises(BotError, match="reconcile"):
            await here.enqueue(session, Work("T1", "reconcile", "a"))
