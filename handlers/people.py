"""People who join the workspace or change: name, time zone, deactivated."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.parts import Parts
from bot.slack.gateway import SlackPerson
from bot.slack.middleware import WORKSPACE_ID


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to people who join and change."""
    app.event("team_join")(partial(changed, bot))
    app.event("user_change")(partial(changed, bot))


async def changed(bot: Parts, event: Mapping[str, Any], context: Mapping[str, Any]) -> None:
    """Take what Slack says of a person."""
    await bot.people.changed(context[WORKSPACE_ID], SlackPerson.read(event["user"]))
