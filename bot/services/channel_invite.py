"""Channels that a sync posts to: what is known of them, and asking for an invitation where Drumbeat is not a member."""

from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Intent, Ledger
from bot.domain.channel import ChannelFacts
from bot.domain.sync_preview import InviteFacts
from models import Channel, Person, Ritual

KIND = "channel_invite"
"""Kind in the ledger of the message that asks a sync's owner to invite Drumbeat."""


async def is_public(session: AsyncSession, slack_id: str) -> bool:
    """Tell whether everybody may read a channel; one that Drumbeat does not know counts as private."""
    private = await session.scalar(sa.select(Channel.is_private).where(Channel.slack_id == slack_id))
    return private is False


async def channel_facts(session: AsyncSession, slack_id: str) -> ChannelFacts:
    """Return a channel; one that Drumbeat does not see is private and without it."""
    return facts_of(slack_id, await session.scalar(sa.select(Channel).where(Channel.slack_id == slack_id)))


def facts_of(slack_id: str, channel: Channel | None) -> ChannelFacts:
    """Return the channel with this id as its row has it; None: Drumbeat does not see it."""
    if channel is None:
        return ChannelFacts(slack_id, "", can_post=False)
    can_post = channel.is_member and not channel.is_archived
    return ChannelFacts(slack_id, f"#{channel.name}", can_post=can_post, archived=channel.is_archived)


async def silent_channels(session: AsyncSession, channels: Collection[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return those of some channels (workspace id and Slack id) in which Drumbeat can post nothing."""
    rows = sa.select(Channel.workspace_id, Channel.slack_id).where(
        Channel.workspace_id.in_({workspace_id for workspace_id, _ in channels}),
        Channel.slack_id.in_({slack_id for _, slack_id in channels}),
        Channel.is_member,
        Channel.is_archived.is_(False),
    )
    return set(channels) - {(workspace_id, slack_id) for workspace_id, slack_id in await session.execute(rows)}


async def ask_where_needed(session: AsyncSession, ledger: Ledger, ritual: Ritual, now: datetime) -> None:
    """Tell the owner how to invite Drumbeat, once in a day of theirs, where it could not post the summary."""
    channel = await channel_facts(session, ritual.channel_id)
    if channel.can_post:
        return
    owner = await session.get_one(Person, ritual.owner_id)
    today = now.astimezone(ZoneInfo(owner.zone)).date()
    key = f"{KIND}:{ritual.channel_id}:{ritual.id}:{today.isoformat()}"
    subject = {"channel": ritual.channel_id, "ritual": ritual.id}
    await ledger.plan(session, ritual.workspace_id, [Intent(key, KIND, subject, owner.slack_id)])


async def invite_facts(session: AsyncSession, ritual_id: int, slack_id: str) -> InviteFacts | None:
    """Return what the message says; None where it is not needed any more."""
    ritual = await session.get(Ritual, ritual_id)
    channel = await channel_facts(session, slack_id)
    if ritual is None or ritual.state == "deleted" or ritual.channel_id != slack_id or channel.can_post:
        return None
    return InviteFacts(channel, ritual.name)
