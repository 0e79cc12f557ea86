"""Several messages in one: their blocks one below the other, and which of them was shown.

Each keeps its row. A change of any of them words the whole anew, and an update goes to the one message in Slack.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.delivery.item import Item
from bot.slack.gateway import PART, Message

MOST_BLOCKS = 50
"""Slack's limit for a message."""

MOST_TOGETHER = 10
"""Messages that share one: of more the words would have no place beside the buttons."""

CUT = "This part is shortened here. Its button shows all of it."


@dataclass(frozen=True, slots=True)
class Shown:
    """One of those that share a message: its row as it was read, and what it says; None where nothing (any more)."""

    item: Item
    message: Message | None
    reason: str = ""


def compose(messages: Sequence[Message]) -> Message:
    """Return the one message that says what `messages` say, in their order; of one alone, that one.

    Where it would be longer than Slack allows, the longest parts are shortened; their buttons stay. `messages` are at
    most `MOST_TOGETHER`.
    """
    if len(messages) == 1:
        return messages[0]
    share = (MOST_BLOCKS - len(messages)) // len(messages)
    text = " · ".join(one.text for one in messages)
    blocks: list[Mapping[str, Any]] = []
    short = sum(len(one.blocks) + 1 for one in messages) <= MOST_BLOCKS
    for number, one in enumerate(messages, start=1):
        # What is pressed in the first block of a message tells nothing of its part: the key stands there instead.
        if number > 1 or "accessory" in (one.blocks[0] if one.blocks else ()):
            blocks.append({"type": "divider", "block_id": f"divider{PART}{number}"})
        part = list(one.blocks) or [_section("text", one.text)]
        blocks += [_numbered(block, number) for block in (part if short else _shortened(part, share))]
    return Message(text, blocks)


def _shortened(blocks: Sequence[Mapping[str, Any]], most: int) -> list[Mapping[str, Any]]:
    if len(blocks) <= most:
        return list(blocks)
    last = [block for block in blocks if block.get("type") == "actions"][-1:]
    return [*blocks[: most - 1 - len(last)], _section("cut", CUT), *last]


def _numbered(block: Mapping[str, Any], number: int) -> Mapping[str, Any]:
    return {**block, "block_id": f"{block.get('block_id', block['type'])}{PART}{number}"}


def _section(block_id: str, text: str) -> Mapping[str, Any]:
    return {"type": "section", "block_id": block_id, "text": {"type": "mrkdwn", "text": text}}
