"""Which messages show an action."""

import pytest
import sqlalchemy as sa

from bot.clock import ShiftedClock
from bot.db import Database
from bot.delivery.ledger import Intent, Ledger
from bot.engine.inline import InlineEngine
from bot.services.action_message import ASKED, DUE, NEWS, shown_in
from tests.factories.people import MONDAY, workspace


@pytest.fixture
async def told(database: Database) -> Database:
    """A workspace in which an action, the twelfth after it, and one whose owner is the first have messages."""
    async with database.system_session() as session:
        await workspace(session)
    keys = (f"{ASKED}:1:7:1", f"{DUE}:1:7:2026-03-12", f"{NEWS}:1:2:7", f"{ASKED}:12:7:1", f"{ASKED}:3:1:1")
    async with database.transaction("T1") as session:
        intents = [Intent(key, key.partition(":")[0], {}, "UANA") for key in keys]
        clock = ShiftedClock(MONDAY)
        await Ledger(InlineEngine(database, clock), clock).plan(session, "T1", intents)
    return database


async def test_messages_of_one_action_are_not_those_of_the_twelfth(told: Database) -> None:
    """Nor those of an action whose owner has its number; news of what was only where they are wanted."""
    async with told.reading("T1") as session:
        assert await shown_in(session, [1]) == [f"{ASKED}:1:7:1", f"{DUE}:1:7:2026-03-12"]
        assert await shown_in(session, [1], news=True) == [f"{ASKED}:1:7:1", f"{DUE}:1:7:2026-03-12", f"{NEWS}:1:2:7"]
        assert await shown_in(session, [12]) == [f"{ASKED}:12:7:1"]
        assert await shown_in(session, []) == []


async def test_messages_of_a_thousand_actions_are_found(told: Database) -> None:
    """Whoever is forgotten may have had as many."""
    async with told.reading("T1") as session:
        found = await shown_in(session, range(1, 1001), news=True)
        assert sorted(found) == sorted(await session.scalars(sa.text("SELECT key FROM delivery")))
