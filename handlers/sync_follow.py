"""User groups, which syncs may follow: made, changed, and whose members come and go; channels are in channel.py."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.parts import Parts
from bot.slack.gateway import SlackGroup
from bot.slack.middleware import WORKSPACE_ID

Facts = Mapping[str, Any]


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to what happens to user groups; Slack tells of it where the scope usergroups:read is given."""
    app.event("subteam_created")(partial(changed, bot))
    app.event("subteam_updated")(partial(changed, bot))
    app.event("subteam_members_changed")(partial(members_changed, bot))


async def changed(bot: Parts, event: Facts, context: Facts) -> None:
    """Take note of a group that is new, renamed, switched off or back."""
    group = SlackGroup.read(event["subteam"])
    await bot.follows.group_changed(context[WORKSPACE_ID], group.slack_id, group)


async def members_changed(bot: Parts, event: Facts, context: Facts) -> None:
    """Let who joined take part in what follows the group, and who left no more."""
    await bot.follows.group_changed(context[WORKSPACE_ID], str(event["subteam_id"]))
