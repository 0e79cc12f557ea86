"""Messages that share one in Slack are locked in one order: noting a post and changing what they say wait in turn."""

import asyncio

import pytest
import sqlalchemy as sa

from bot.delivery import rows
from bot.delivery.joining import Joining
from bot.delivery.together import Shown
from bot.slack.gateway import Message, Posted
from models import Delivery
from tests.delivery.conftest import Office, intent


async def waiting(office: Office, number: int) -> None:
    """Return when so many transactions wait for a row; SQLite's wait for their turn to write."""
    if office.database.is_sqlite:
        return
    blocked = sa.text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    async with asyncio.timeout(10):
        while True:
            async with office.database.reading("T1") as session:
                if await session.scalar(blocked) == number:
                    return


@pytest.mark.parametrize("first", ["change", "note"])
async def test_a_change_and_the_note_of_a_post_wait_for_each_other(office: Office, first: str) -> None:
    """Neither is broken off, and whichever comes first, both rows are posted and are to say something newer."""
    await office.engine.stop()
    await office.plan(intent("a", "U1"), intent("b", "U1"))
    async with office.database.reading("T1") as session:
        waiting_rows = await rows.ready(session, "T1", 0.0, 5)
    joining = Joining(office.database)
    joining.kinds = {"note"}
    [leader] = await joining.join("T1", waiting_rows)
    async with office.database.reading("T1") as session:
        both = await rows.together(session, leader)
    async with office.database.transaction("T1") as session:
        claimed = await rows.claim(session, leader, 1e12)
    assert claimed is not None
    shown = [Shown(one, Message(one.key)) for one in both]

    async def change() -> None:
        async with office.database.transaction("T1") as session:
            assert await office.ledger.refresh(session, "T1", ["a", "b"]) == 2

    async def note() -> None:
        await office.sender._attempts._note_posted(claimed, Posted("D1", "1.1"), shown)

    async with office.database.transaction("T1") as session:
        # Both wait behind this; a change that began with "b" would have it, and then want what the note has.
        held = sa.select(Delivery.id).where(Delivery.key == ("b" if first == "change" else "a"))
        await session.execute(held.with_for_update())
        tasks = []
        for number, begin in enumerate((change, note) if first == "change" else (note, change), start=1):
            tasks.append(asyncio.create_task(begin()))
            await waiting(office, number)
    await asyncio.gather(*tasks)
    found = [await office.row(key) for key in ("a", "b")]
    assert [(one.ts, one.state, one.wanted) for one in found] == [("1.1", "planned", 2)] * 2
