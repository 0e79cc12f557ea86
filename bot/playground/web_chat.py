"""chat.*: posting, editing, and words for one person only.

Errors: docs.slack.dev, the pages of chat.postMessage, chat.update, chat.postEphemeral; conversations.open for
`user_disabled`, since posting to a person's id opens the conversation with them.
"""

import json
import re
from typing import Any

from bot.playground import limits
from bot.playground.blocks_check import check_blocks
from bot.playground.call import Call, Method
from bot.playground.payloads import message_json
from bot.playground.records import BOT_USER_ID, Channel, Json, SlackRefusal

_EVENT_TYPE = re.compile(r"[A-Za-z][A-Za-z_]*")


async def post_message(call: Call) -> Json:
    """chat.postMessage: to a channel's id or name, a conversation's id, or a person's id."""
    channel = _target(call)
    text, blocks = _content(call)
    thread_ts = call.text("thread_ts")
    if thread_ts and thread_ts not in channel.messages:
        raise SlackRefusal("thread_not_found")
    message = call.workspace.messages.post(
        channel,
        BOT_USER_ID,
        text,
        blocks=call.workspace.named(blocks),
        thread_ts=thread_ts,
        metadata=_metadata(call.args.get("metadata")),
    )
    return {"channel": channel.id, "ts": message.ts, "message": message_json(message)}


async def update(call: Call) -> Json:
    """chat.update: only the bot's own messages, named by the conversation's id and `ts`."""
    channel = call.workspace.state.channels.get(call.text("channel", required=True))
    if channel is None:
        raise SlackRefusal("channel_not_found")
    message = call.workspace.messages.own(channel, call.text("ts", required=True))
    if channel.archived:
        raise SlackRefusal("is_inactive")
    given = call.args
    text, blocks = _content(call)
    if "blocks" not in given and "text" in given:
        # Slack: an update with text alone takes the blocks away.
        blocks = []
    metadata = _metadata(given["metadata"]) if given.get("metadata") is not None else None
    call.workspace.messages.edit(
        channel,
        message,
        text=text if "text" in given else message.text,
        blocks=call.workspace.named(blocks),
        metadata=metadata,
    )
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": message_json(message)}


async def post_ephemeral(call: Call) -> Json:
    """chat.postEphemeral: seen by one member of a channel, until they look away."""
    channel = _target(call)
    person = call.person(call.text("user", required=True))
    if person.id not in channel.members or person.deleted:
        raise SlackRefusal("user_not_in_channel")
    text, blocks = _content(call)
    message = call.workspace.messages.post(
        channel,
        BOT_USER_ID,
        text,
        blocks=call.workspace.named(blocks),
        thread_ts=call.text("thread_ts"),
        ephemeral_to=person.id,
    )
    return {"message_ts": message.ts}


METHODS: dict[str, Method] = {
    "chat.postMessage": post_message,
    "chat.update": update,
    "chat.postEphemeral": post_ephemeral,
}


def _target(call: Call) -> Channel:
    wanted = call.text("channel")
    state = call.workspace.state
    if wanted in state.people:
        if state.people[wanted].is_bot:
            raise SlackRefusal("cannot_dm_bot")
        channel = state.direct(wanted)
    else:
        found = state.channels.get(wanted) or (state.channel_named(wanted) if wanted else None)
        if found is None or (found.private and BOT_USER_ID not in found.members):
            raise SlackRefusal("channel_not_found")
        channel = found
    if channel.kind == "im" and state.people[channel.user].deleted:
        raise SlackRefusal("user_disabled")
    if channel.archived:
        raise SlackRefusal("is_archived")
    if BOT_USER_ID not in channel.members:
        raise SlackRefusal("not_in_channel")
    return channel


def _content(call: Call) -> tuple[str, list[Json]]:
    text, blocks = call.text("text"), call.args.get("blocks") or []
    if not isinstance(blocks, list):
        raise SlackRefusal("invalid_blocks_format")
    check_blocks(blocks, "message")
    if len(text) > limits.MESSAGE_TEXT:
        raise SlackRefusal("msg_too_long")
    if not text and not blocks:
        raise SlackRefusal("no_text")
    return text, blocks


def _metadata(given: Any) -> Json | None:
    if given is None or given == {}:
        # An empty object takes the metadata away.
        return None if given is None else {}
    if not isinstance(given, dict) or set(given) != {"event_type", "event_payload"}:
        raise SlackRefusal("invalid_metadata_format")
    if not _EVENT_TYPE.fullmatch(str(given["event_type"])) or not isinstance(given["event_payload"], dict):
        raise SlackRefusal("invalid_metadata_format")
    if any(isinstance(value, dict | list) for value in given["event_payload"].values()):
        raise SlackRefusal("invalid_metadata_format", "[ERROR] event_payload must be flat")
    if len(json.dumps(given)) > limits.METADATA_BYTES:
        raise SlackRefusal("metadata_too_large")
    return dict(given)
