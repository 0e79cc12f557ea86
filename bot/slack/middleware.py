"""What every request from Slack gets before a listener sees it: a reference, who and where, and each event once.

Only facts are put into `context`: in Bolt, `next()` returns before the listener runs, so nothing that must be closed
(a session, a transaction) may be wrapped around it.
"""

import secrets
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse

from bot import log

REF = "ref"
"""Key in `context`: the reference of this request, four characters that a person can quote."""

WORKSPACE_ID = "workspace_id"
"""Key in `context`: Slack's team id of the workspace in which this happens."""

SLACK_ID = "slack_id"
"""Key in `context`: the user who acts, or "" where nobody does."""

EDITS = frozenset({"message_changed", "message_deleted", "message_replied"})
"""Echoes of messages that changed, most of them our own updates; nothing in Drumbeat listens to them."""

FirstTime = Callable[[str, str], Awaitable[bool]]
"""Given a workspace and an event id, tells whether this event has not been taken before, and takes it."""

Wanted = Callable[[str, Mapping[str, Any]], Awaitable[bool]]
"""Given a workspace and a message of a channel, tells whether anybody wants to see it."""


async def nobody(_workspace_id: str, _event: Mapping[str, Any]) -> bool:
    """Want nothing of what is written in channels."""
    return False


Next = Callable[[], Awaitable[Any]]
logger = log.get(__name__)


async def introduce(context: AsyncBoltContext, next: Next) -> None:  # noqa: A002 (Bolt injects by this name)
    """Put reference, workspace and acting person into `context`, and into every log line of this request."""
    context[REF] = secrets.token_hex(2).upper()
    context[WORKSPACE_ID] = context.team_id or ""
    context[SLACK_ID] = context.user_id or ""
    log.bind(ref=context[REF], workspace=context[WORKSPACE_ID])
    await next()


def once(first_time: FirstTime, wanted: Wanted) -> Callable[..., Awaitable[BoltResponse | None]]:
    """Return the middleware that takes each event once and acknowledges the rest without a listener.

    So it does with what is written in channels and not `wanted`: Slack sends all of that, and it leaves no trace.
    """

    async def take_once(
        body: dict[str, Any],
        context: AsyncBoltContext,
        next: Next,  # noqa: A002
    ) -> BoltResponse | None:
        event_id = body.get("event_id")
        if body.get("type") != "event_callback" or not event_id:
            await next()
            return None
        if body.get("event", {}).get("subtype") in EDITS:
            return BoltResponse(status=200)
        event = body.get("event", {})
        in_channel = event.get("type") == "message" and event.get("channel_type") != "im"
        if in_channel and not await wanted(context[WORKSPACE_ID], event):
            return BoltResponse(status=200)
        if not await first_time(context[WORKSPACE_ID], str(event_id)):
            logger.info("event seen before", event_id=event_id, kind=body["event"].get("type"))
            return BoltResponse(status=200)
        await next()
        return None

    return take_once
