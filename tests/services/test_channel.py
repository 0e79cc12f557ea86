"""Channels that Drumbeat joins and leaves, on both databases."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.clock import ShiftedClock
from bot.db import Database
from bot.delivery.ledger import Intent, Ledger
from bot.engine.inline import InlineEngine
from bot.services.channel import STILL_NEWS, ChannelService
from bot.slack.gateway import SlackChannel
from models import Channel, Delivery
from tests.factories.people import MONDAY, workspace

SYNC = SlackChannel("C1", "sync", is_member=True)


@dataclass
class House:
    """The service, and what stands around it. The engine does not run: what is planned stays planned."""

    channels: ChannelService
    ledger: Ledger
    database: Database
    clock: ShiftedClock

    async def channel(self) -> Channel:
        async with self.database.reading("T1") as session:
            return (await session.scalars(sa.select(Channel))).one()

    async def deliveries(self) -> dict[str, str]:
        async with self.database.reading("T1") as session:
            return {row.key: row.state for row in await session.scalars(sa.select(Delivery))}

    async def fail(self, key: str) -> None:
        """Let a summary for the channel have failed."""
        async with self.database.transaction("T1") as session:
            await self.ledger.plan(session, "T1", [Intent(key, "sync_rollup", {}, "C1")])
            await session.execute(sa.update(Delivery).where(Delivery.key == key).values(state="failed"))


@pytest.fixture
async def house(database: Database) -> House:
    """A workspace without channels."""
    async with database.system_session() as session:
        await workspace(session)
    clock = ShiftedClock(MONDAY)
    ledger = Ledger(InlineEngine(database, clock), clock)
    return House(ChannelService(database, clock, ledger), ledger, database, clock)


async def test_hello_is_said_once(house: House) -> None:
    """However often Drumbeat is removed and invited again."""
    await house.channels.joined("T1", SYNC, "U1")
    await house.channels.left("T1", "C1")
    assert not (await house.channel()).is_member
    await house.channels.joined("T1", SYNC, "U2")
    assert await house.deliveries() == {"channel_welcome:C1": "planned"}
    channel = await house.channel()
    assert (channel.is_member, channel.welcomed_at) == (True, MONDAY)


async def test_an_invitation_posts_what_waited_for_it(house: House) -> None:
    """The summary that could not be posted is; one of last month is no news any more."""
    await house.fail("sync_rollup:1")
    house.clock.move_to(MONDAY + STILL_NEWS + timedelta(hours=1))
    await house.fail("sync_rollup:2")
    await house.channels.joined("T1", SYNC)
    states = await house.deliveries()
    assert (states["sync_rollup:1"], states["sync_rollup:2"]) == ("failed", "planned")


async def test_a_channel_that_comes_back_gets_what_it_missed(house: House) -> None:
    """Archived channels take nothing; afterwards they do."""
    await house.channels.joined("T1", SYNC)
    await house.channels.archived("T1", "C1")
    assert (await house.channel()).is_archived
    await house.fail("sync_rollup:1")
    await house.channels.unarchived("T1", "C1")
    assert not (await house.channel()).is_archived
    assert (await house.deliveries())["sync_rollup:1"] == "planned"


async def test_a_new_name_is_taken_over(house: House) -> None:
    """And a channel that is not known is no error."""
    await house.channels.joined("T1", SYNC)
    await house.channels.renamed("T1", "C1", "weekly-sync")
    await house.channels.renamed("T1", "C9", "nobody-knows")
    assert (await house.channel()).name == "weekly-sync"
