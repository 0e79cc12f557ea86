"""Channels that Drumbeat joins and leaves, and that are archived, brought back or renamed."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.errors import SlackRefused, SlackUnavailable
from bot.parts import Parts
from bot.slack.gateway import SlackChannel
from bot.slack.middleware import WORKSPACE_ID

Facts = Mapping[str, Any]


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to what happens to channels."""
    app.event("member_joined_channel")(partial(joined, bot))
    app.event("member_left_channel")(partial(left, bot))
    app.event("channel_archive")(partial(archived, bot))
    app.event("channel_unarchive")(partial(unarchived, bot))
    app.event("channel_rename")(partial(renamed, bot))


async def joined(bot: Parts, event: Facts, context: Facts) -> None:
    """Say hello where Drumbeat itself was invited; other people's coming matters where a sync follows the channel."""
    workspace_id, channel = context[WORKSPACE_ID], str(event["channel"])
    if event.get("user") != context.get("bot_user_id"):
        await bot.follows.came(workspace_id, channel, str(event["user"]))
        return
    try:
        told = await (await bot.slack_for(workspace_id)).channel(channel)
    except (SlackRefused, SlackUnavailable):
        # The name follows with the nightly comparison; the hello does not need it.
        told = SlackChannel(channel, channel, is_private=event.get("channel_type") == "G")
    await bot.channels.joined(workspace_id, replace(told, is_member=True), str(event.get("inviter") or ""))
    await bot.follows.channel_changed(workspace_id, channel)


async def left(bot: Parts, event: Facts, context: Facts) -> None:
    """Take note that Drumbeat was removed, or that somebody left a channel that a sync follows."""
    workspace_id, channel = context[WORKSPACE_ID], str(event["channel"])
    if event.get("user") != context.get("bot_user_id"):
        await bot.follows.went(workspace_id, channel, str(event["user"]))
        return
    await bot.channels.left(workspace_id, channel)
    await bot.follows.channel_changed(workspace_id, channel)


async def archived(bot: Parts, event: Facts, context: Facts) -> None:
    """Take note of an archived channel."""
    await bot.channels.archived(context[WORKSPACE_ID], str(event["channel"]))
    await bot.follows.channel_changed(context[WORKSPACE_ID], str(event["channel"]))


async def unarchived(bot: Parts, event: Facts, context: Facts) -> None:
    """Take note of a channel that is back."""
    await bot.channels.unarchived(context[WORKSPACE_ID], str(event["channel"]))
    await bot.follows.channel_changed(context[WORKSPACE_ID], str(event["channel"]))


async def renamed(bot: Parts, event: Facts, context: Facts) -> None:
    """Take note of a new name."""
    await bot.channels.renamed(context[WORKSPACE_ID], str(event["channel"]["id"]), str(event["channel"]["name"]))
