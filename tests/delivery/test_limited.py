"""A 429 to somebody else than the sender: the sender waits as well."""

import pytest

from bot.db import Database
from bot.delivery.limited import Limited
from bot.delivery.pace import Pace
from tests.delivery.conftest import RealTime


async def wait(database: Database, method: str, workspace_id: str = "T1") -> float:
    """Return the seconds that a call has to wait for."""
    async with database.transaction(workspace_id) as session:
        return await Pace().reserve(session, workspace_id, method, "C1")


async def test_the_method_is_left_alone_as_long_as_slack_asked(database: Database, real: RealTime) -> None:
    """By every process, in this workspace only; other methods go on."""
    await Limited(database, Pace()).note("T1", "chat.update", 30)
    assert await wait(database, "chat.update") == pytest.approx(30)
    assert await wait(database, "chat.postMessage") == 0
    assert await wait(database, "chat.update", "T2") == 0


async def test_a_reply_to_a_click_counts_as_a_post(database: Database, real: RealTime) -> None:
    """Its address is no method with a rate of its own."""
    await Limited(database, Pace()).note("T1", "response_url", 7)
    assert await wait(database, "chat.postMessage") == pytest.approx(7)
