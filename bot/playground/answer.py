"""What the bot says through a response_url or in the acknowledgement of a command."""

from typing import TYPE_CHECKING

from bot.playground.blocks_check import check_blocks
from bot.playground.limits import MESSAGE_TEXT
from bot.playground.records import BOT_USER_ID, Json, SlackRefusal
from bot.playground.triggers import Response

if TYPE_CHECKING:
    from bot.playground.workspace import Workspace


def accept_answer(workspace: "Workspace", response: Response, answer: Json) -> None:
    """Show an answer: only to the person who acted unless it says `response_type: in_channel`.

    `replace_original` and `delete_original` change the message that was clicked.
    """
    channel = workspace.state.channels[response.channel]
    blocks = answer.get("blocks") or []
    check_blocks(blocks, "message")
    text = str(answer.get("text") or "")
    if len(text) > MESSAGE_TEXT:
        raise SlackRefusal("msg_too_long")
    original = channel.messages.get(response.message_ts) if response.message_ts else None
    if _true(answer.get("delete_original")):
        if original is None:
            raise SlackRefusal("message_not_found")
        workspace.messages.delete(channel, original)
        return
    if not text and not blocks:
        raise SlackRefusal("no_text")
    named = workspace.named(blocks)
    if _true(answer.get("replace_original")) and original:
        metadata = answer.get("metadata")
        workspace.messages.edit(channel, original, text=text, blocks=named, metadata=metadata)
        return
    kind = answer.get("response_type", "ephemeral")
    if kind not in {"ephemeral", "in_channel"}:
        raise SlackRefusal("invalid_arguments", f"[ERROR] response_type {kind!r}")
    workspace.messages.post(
        channel,
        BOT_USER_ID,
        text,
        blocks=named,
        thread_ts=str(answer.get("thread_ts") or ""),
        ephemeral_to=response.user if kind == "ephemeral" else "",
        via="" if response.message_ts else "command",
    )


def _true(value: object) -> bool:
    return value is True or value == "true"
