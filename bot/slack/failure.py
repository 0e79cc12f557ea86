"""The one place where an error in a listener becomes a sentence, shown where the person is.

An error that a person can mend brings its own sentence. Anything else is logged with the request's reference, and the
person reads that reference. Slack's own passing trouble has sentences of its own.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse

from bot import log
from bot.errors import BotError, SlackRefused, SlackUnavailable, Unfit, Unreadable, UserError
from bot.metrics import UNCOUNTED, Metrics
from bot.slack.gateway import RESPONSE_URL, Slack
from bot.slack.middleware import REF, SLACK_ID, WORKSPACE_ID
from bot.slack.payload import kind_of
from bot.slack.refusal import note
from bot.slack.running import ACKNOWLEDGED, TAKEN
from bot.slack.told import tell

BROKEN = (
    "Something broke on our side, ref {ref}. Nothing you typed is lost. "
    "Try again in a moment; if it stays, give that reference to whoever runs Drumbeat."
)
BUSY = "Slack is not answering just now. Nothing you typed is lost. Try again in a moment."
TOO_SLOW = "That took too long to open. Nothing you typed is lost. Press it once more."
GONE = "What this belonged to is no longer here, so nothing was changed. `{command}` shows what there is now."
NOT_THERE = (
    "Slack did not take Drumbeat's answer where you are. What you pressed or typed has arrived; the *Home* tab shows "
    "how things stand."
)

SPENT_TRIGGER = frozenset(
    {"expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id", "trigger_expired", "trigger_exchanged"}
)
CLOSED_VIEW = frozenset({"hash_conflict", "not_found", "view_not_found"})
"""The person has closed the form or sees a newer state of it: there is nobody to tell."""

NO_PLACE = frozenset({"channel_not_found", "is_archived", "not_in_channel", "user_not_found", "user_not_in_channel"})
"""Where the person is, nothing can be said (any more)."""

NOTHING_BELOW = ("views.push", "invalid_arguments")
"""The form in which something was pressed was closed before the next one could lie on it."""

PRESSED = frozenset({"button", "overflow"})
"""Elements that somebody expects an effect of; a menu inside a form only keeps its value."""

logger = log.get(__name__)


@dataclass(frozen=True, slots=True)
class Sorry:
    """What a person is told, and what of it stands beside which field of a form."""

    sentence: str
    errors: Mapping[str, str] = field(default_factory=dict)


def error_handler(
    slack_for: Callable[[str], Awaitable[Slack]], command: str = "/pmo", metrics: Metrics = UNCOUNTED
) -> Callable[..., Awaitable[BoltResponse | None]]:
    """Return what Bolt calls with every error of a listener or of the middleware.

    Bolt gives a `response` only while the request is not acknowledged yet; what is returned then acknowledges it.
    """

    async def show(
        error: Exception, body: dict[str, Any], context: AsyncBoltContext, response: BoltResponse | None
    ) -> BoltResponse | None:
        if response is None:
            context[ACKNOWLEDGED] = context.ack.response
        unheard = isinstance(error, BoltUnhandledRequestError)
        if response is not None and not unheard and body.get("type") == "event_callback":
            # It failed before any listener had it, so it is left unacknowledged: Slack sends it again.
            logger.warning("event not taken", exc_info=error)
            return None
        if unheard:
            if context.get(TAKEN):
                logger.warning("not acknowledged in time", kind=kind_of(body))
                return None
            sorry = _unhandled(body, command)
        else:
            sorry = _sorry(error, body, str(context.get(REF, "")), metrics)
        if body.get("type") == "block_suggestion":
            return BoltResponse(status=200, body={"options": []}) if response is not None else None
        answer: Mapping[str, Any] | None = None
        if sorry is not None:
            try:
                slack = await slack_for(str(context.get(WORKSPACE_ID, "")))
                answer = await tell(
                    slack,
                    body,
                    str(context.get(SLACK_ID, "")),
                    sorry.sentence,
                    errors=sorry.errors,
                    open_request=response is not None,
                )
            except BotError as second:
                # Slack does not take it, or the request came from a workspace that is not this process's.
                logger.warning("nobody could be told", reason=str(second))
        if response is None:
            return None
        return BoltResponse(status=200, body=dict(answer) if answer else "")

    return show


def _sorry(error: Exception, body: Mapping[str, Any], ref: str, metrics: Metrics) -> Sorry | None:
    """Return what to say about `error`, after logging it; None where there is nobody to tell."""
    if isinstance(error, Unreadable):
        note(error, body, metrics)
        return Sorry(error.sentence)
    if isinstance(error, UserError):
        logger.info("refused with a sentence", error=type(error).__name__, field=error.field)
        return Sorry(error.sentence, error.errors if isinstance(error, Unfit) else {error.field: error.sentence})
    if isinstance(error, SlackUnavailable):
        logger.warning("slack is unavailable", reason=error.reason)
        return Sorry(BUSY)
    sentence = _foreseen(error)
    if sentence is None:
        logger.error("listener failed", exc_info=error)
        return Sorry(BROKEN.format(ref=ref))
    logger.warning("slack did not take it", reason=str(error))
    return Sorry(sentence) if sentence else None


def _foreseen(error: Exception) -> str | None:
    """Return what to say where Slack refused for a reason that comes by itself ("": nothing); None for any other."""
    if not isinstance(error, SlackRefused):
        return None
    if error.code in SPENT_TRIGGER:
        return TOO_SLOW
    if error.code in CLOSED_VIEW and error.method == "views.update":
        return ""
    if error.code in NO_PLACE or error.method == RESPONSE_URL or (error.method, error.code) == NOTHING_BELOW:
        return NOT_THERE
    return None


def _unhandled(body: Mapping[str, Any], command: str) -> Sorry | None:
    """Return what to say about something that no listener knows, most likely a button of an earlier version."""
    kind = kind_of(body)
    pressed = any(
        isinstance(one, Mapping) and one.get("type") in PRESSED and not _is_link(body, one)
        for one in body.get("actions") or ()
    )
    if kind in ("command", "view_submission", "shortcut", "message_action") or pressed:
        names = [str(one.get("action_id", "")) for one in body.get("actions") or ()]
        logger.warning("nothing listens to this", kind=kind, actions=names)
        return Sorry(GONE.format(command=command))
    return None


def _is_link(body: Mapping[str, Any], action: Mapping[str, Any]) -> bool:
    """Tell whether a pressed button only opens an address; Slack reports such a press all the same."""
    blocks = (body.get("message") or body.get("view") or {}).get("blocks") or ()
    elements = [
        one for block in blocks for one in [*(block.get("elements") or ()), block.get("accessory") or {}] if one
    ]
    return any(one.get("action_id") == action.get("action_id") and one.get("url") for one in elements)
