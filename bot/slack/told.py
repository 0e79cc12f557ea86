"""Says one sentence to a person, where they are: beside the form, the message, the command or the home tab."""

from collections.abc import Mapping
from html import escape
from typing import Any

from bot import log
from bot.errors import SlackRefused, SlackUnavailable
from bot.slack.form_errors import form_errors
from bot.slack.gateway import Message, Slack

TITLE = "That did not work"
DEEPEST = 3
"""Slack stacks at most three views."""

logger = log.get(__name__)


async def tell(
    slack: Slack,
    body: Mapping[str, Any],
    user: str,
    sentence: str,
    *,
    errors: Mapping[str, str] | None = None,
    open_request: bool = False,
) -> Mapping[str, Any] | None:
    """Say `sentence` to whoever caused `body`; return what the acknowledgement must carry, or None.

    Where nothing can be said any more it comes as a direct message. `open_request`: the request is not acknowledged
    yet, so that a form can still show what is wrong with it beside its fields, where `errors` says so.
    Raises SlackUnavailable or SlackRefused when nothing of this reaches the person.
    """
    try:
        return await _where_they_are(slack, body, user, sentence, errors or {}, open_request=open_request)
    except SlackRefused as error:
        if not user:
            raise
        logger.info("nothing can be said there, sending a message", code=error.code)
    await slack.post(user, _message(sentence))
    return None


async def _where_they_are(
    slack: Slack, body: Mapping[str, Any], user: str, sentence: str, errors: Mapping[str, str], *, open_request: bool
) -> Mapping[str, Any] | None:
    kind = body.get("type")
    if "command" in body:
        if open_request:
            return {"response_type": "ephemeral", "text": escape(sentence, quote=False)}
        await slack.respond(str(body.get("response_url", "")), _message(sentence))
    elif kind == "view_submission" and open_request:
        return _on_form(body.get("view") or {}, sentence, errors)
    elif kind == "event_callback":
        await _after_event(slack, body.get("event") or {}, user, sentence)
    elif kind == "block_actions" and body.get("response_url"):
        await slack.respond(str(body["response_url"]), _message(sentence))
    else:
        await _in_view(slack, body, user, sentence)
    return None


def _on_form(view: Mapping[str, Any], sentence: str, errors: Mapping[str, str]) -> Mapping[str, Any]:
    """Return the acknowledgement that keeps the form, with everything typed, and shows the sentences."""
    inputs = [str(block.get("block_id")) for block in view.get("blocks") or () if block.get("type") == "input"]
    if beside := {field: said for field, said in errors.items() if field in inputs}:
        return form_errors(beside)
    if _depth(view) == DEEPEST and inputs:
        return form_errors({inputs[0]: sentence})
    if _depth(view) == DEEPEST:
        return {"response_action": "update", "view": _notice(sentence, "Back")}
    return {"response_action": "push", "view": _notice(sentence, "Back to the form")}


def _depth(view: Mapping[str, Any]) -> int:
    previous, root = view.get("previous_view_id"), view.get("root_view_id")
    if not previous:
        return 1
    return 2 if previous == root else DEEPEST


async def _after_event(slack: Slack, event: Mapping[str, Any], user: str, sentence: str) -> None:
    kind = event.get("type")
    if not user:
        return
    if kind == "app_mention":
        thread = str(event.get("thread_ts") or "")
        await slack.whisper(str(event.get("channel", "")), user, _message(sentence), thread_ts=thread)
    elif kind == "message" and event.get("channel_type") == "im":
        await slack.post(str(event.get("channel", user)), _message(sentence))
    elif kind == "app_home_opened" and event.get("tab", "home") == "home":
        await slack.publish_home(user, {"type": "home", "blocks": [_section(sentence)]})


async def _in_view(slack: Slack, body: Mapping[str, Any], user: str, sentence: str) -> None:
    """Show the sentence on top of a form, or in front of the home tab; as a message where the trigger is spent."""
    trigger = str(body.get("trigger_id") or "")
    on_form = body.get("type") == "block_actions" and (body.get("view") or {}).get("type") == "modal"
    if trigger:
        try:
            if on_form:
                await slack.push_view(trigger, _notice(sentence, "Back to the form"))
            else:
                await slack.open_view(trigger, _notice(sentence, "Close"))
        except (SlackRefused, SlackUnavailable):
            logger.info("no view could be shown, sending a message")
        else:
            return
    if user:
        await slack.post(user, _message(sentence))


def _message(sentence: str) -> Message:
    return Message(escape(sentence, quote=False), [_section(sentence)])


def _notice(sentence: str, close: str) -> Mapping[str, Any]:
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": TITLE},
        "close": {"type": "plain_text", "text": close},
        "blocks": [_section(sentence)],
    }


def _section(sentence: str) -> Mapping[str, Any]:
    return {
        "type": "section",
        "block_id": "notice",
        "text": {"type": "mrkdwn", "text": escape(sentence, quote=False), "verbatim": True},
    }
