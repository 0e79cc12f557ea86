"""A message's key, by which it is found again: it travels twice, as metadata and as the id of its first block."""

from collections.abc import Mapping
from typing import Any

from bot.slack.gateway import Block, Message

EVENT_TYPE = "drumbeat_message"
BLOCK_ID_LENGTH = 255


def keyed_content(message: Message, key: str = "") -> dict[str, Any]:
    """Return a message as Slack takes it, with its key in both places."""
    blocks: list[Block] = list(message.blocks)
    content: dict[str, Any] = {"text": message.text, "blocks": blocks}
    if key:
        if blocks and len(key) <= BLOCK_ID_LENGTH:
            blocks[0] = {**blocks[0], "block_id": key}
        content["metadata"] = {"event_type": EVENT_TYPE, "event_payload": {"key": key}}
    return content


def metadata_key(message: Mapping[str, Any]) -> str:
    """Return the key in the metadata of a message that Slack tells of; "" without one."""
    metadata = _map(message.get("metadata"))
    return str(_map(metadata.get("event_payload")).get("key", "")) if metadata.get("event_type") == EVENT_TYPE else ""


def block_key(message: Mapping[str, Any]) -> str:
    """Return the id of the first block of a message that Slack tells of; "" without one."""
    blocks = message.get("blocks")
    return str(_map(blocks[0]).get("block_id", "")) if isinstance(blocks, list) and blocks else ""


def _map(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
