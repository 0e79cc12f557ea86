"""Channels that Drumbeat joins, leaves and sees change; it says hello once in each."""

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.delivery.ledger import Intent, Ledger
from bot.domain.channel import ChannelWelcome
from bot.services.announcement_progress import look_again
from bot.services.blocker_moved import show_whether_read, tell_where_they_are
from bot.services.people_rows import write_channels
from bot.services.retro_notice import channel_lost
from bot.slack.gateway import SlackChannel
from models import Channel, Delivery, Ritual

WELCOME = "channel_welcome"
"""Kind in the ledger of the hello."""

BEFORE_ALL = 0
"""Priority of the hello: it precedes the summary that waited for the invitation."""

STILL_NEWS = timedelta(days=7)
"""A message that could not be posted is posted after an invitation only while it is younger than this."""


class ChannelService:
    """Keeps channels in step, and plans what follows from it."""

    def __init__(self, database: Database, clock: Clock, ledger: Ledger) -> None:
        """Plan messages in `ledger`."""
        self._database = database
        self._clock = clock
        self._ledger = ledger

    async def joined(self, workspace_id: str, channel: SlackChannel, inviter: str = "") -> None:
        """Take note that Drumbeat is in `channel` now: say hello the first time, and post what was waiting for this."""
        now = self._clock.now()
        async with self._database.transaction(workspace_id) as session:
            await write_channels(session, workspace_id, [channel])
            row = await _channel(session, channel.slack_id)
            if row is None:
                return
            row.is_member = True
            if row.welcomed_at is None:
                row.welcomed_at = now
                subject = {"channel": row.slack_id, "inviter": inviter}
                intent = Intent(f"{WELCOME}:{row.slack_id}", WELCOME, subject, row.slack_id, priority=BEFORE_ALL)
                await self._ledger.plan(session, workspace_id, [intent])
            await self._post_what_waited(session, row.slack_id)
            await tell_where_they_are(session, self._ledger, workspace_id)

    async def left(self, workspace_id: str, channel: str) -> None:
        """Take note that Drumbeat is no longer in `channel`."""
        await self._set(workspace_id, channel, is_member=False)

    async def archived(self, workspace_id: str, channel: str) -> None:
        """Take note that `channel` was archived."""
        await self._set(workspace_id, channel, is_archived=True)

    async def unarchived(self, workspace_id: str, channel: str) -> None:
        """Take note that `channel` is back, and post what could not be posted meanwhile."""
        await self._set(workspace_id, channel, is_archived=False)
        async with self._database.transaction(workspace_id) as session:
            await self._post_what_waited(session, channel)

    async def renamed(self, workspace_id: str, channel: str, name: str) -> None:
        """Take note of a channel's new name."""
        await self._set(workspace_id, channel, name=name)

    async def _set(self, workspace_id: str, channel: str, **fields: object) -> None:
        async with self._database.transaction(workspace_id) as session:
            await session.execute(sa.update(Channel).where(Channel.slack_id == channel).values(**fields))
            await show_whether_read(session, self._ledger, workspace_id, channel)
            await channel_lost(session, self._ledger, channel)

    async def _post_what_waited(self, session: AsyncSession, channel: str) -> None:
        waiting = await session.scalars(
            sa.select(Delivery.key).where(
                Delivery.target == channel,
                Delivery.state == "failed",
                Delivery.created_at > self._clock.now() - STILL_NEWS,
            )
        )
        keys = list(waiting)
        await self._ledger.retry(session, keys)
        await look_again(session, keys, self._clock.now())


async def welcome_facts(session: AsyncSession, channel: str, inviter: str, command: str) -> ChannelWelcome:
    """Return what the hello in `channel` says."""
    syncs = await session.scalars(
        sa.select(Ritual.name).where(Ritual.channel_id == channel, Ritual.state != "deleted").order_by(Ritual.name)
    )
    return ChannelWelcome(inviter, tuple(syncs), command)


async def _channel(session: AsyncSession, slack_id: str) -> Channel | None:
    found: Channel | None = await session.scalar(sa.select(Channel).where(Channel.slack_id == slack_id))
    return found
