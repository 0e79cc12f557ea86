"""What becomes of something that cannot be read: it is counted, logged without its content, and its sender is told."""

import json
import secrets
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from slack_bolt.response import BoltResponse

from bot import log
from bot.errors import BotError, Unreadable
from bot.metrics import Metrics
from bot.slack.gateway import Slack
from bot.slack.payload import kind_of, request_of
from bot.slack.told import tell
from bot.slack.whereabouts import whereabouts

Refuse = Callable[[Unreadable, Any], Awaitable[BoltResponse]]
"""Answers a payload that cannot be read."""

logger = log.get(__name__)


def note(error: Unreadable, body: Any, metrics: Metrics) -> None:
    """Count it, and log which fields were wrong."""
    logger.warning("could not be read", kind=request_of(body), where=error.where)
    metrics.unreadable(request_of(body))


def refusing(slack_for: Callable[[str], Awaitable[Slack]], metrics: Metrics) -> Refuse:
    """Return what answers a payload that cannot be read.

    An event is acknowledged, since Slack would only send the same again. So is anything whose sender could be told;
    the rest is not, and Slack's client says that it did not work.
    """

    async def refuse(error: Unreadable, body: Any) -> BoltResponse:
        sender = whereabouts(body)
        log.bind(ref=secrets.token_hex(2).upper(), workspace=sender.workspace_id)
        note(error, body, metrics)
        told = sender.model_dump(exclude_none=True)
        is_event = kind_of(told) == "event_callback"
        if not sender.slack_id:
            return BoltResponse(status=HTTPStatus.OK if is_event else HTTPStatus.BAD_REQUEST)
        try:
            slack = await slack_for(sender.workspace_id)
            answer = await tell(slack, told, sender.slack_id, error.sentence, open_request=True)
        except BotError as second:
            logger.warning("nobody could be told", reason=str(second))
            return BoltResponse(status=HTTPStatus.OK if is_event else HTTPStatus.BAD_REQUEST)
        return BoltResponse(status=HTTPStatus.OK, body=json.dumps(answer) if answer else "")

    return refuse
