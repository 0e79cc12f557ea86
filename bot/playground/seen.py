"""What a person sees, and how to find on it what they read: buttons by their words, inputs by their labels."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.playground.records import ActRefused, Json, Message
from bot.playground.view_state import Placed, options_of, placed, plain


@dataclass(frozen=True)
class SeenMessage:
    """A message as it stood when it was looked at; `user` is an id."""

    ts: str
    text: str
    channel: str
    user: str
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str = ""
    edited: bool = False
    ephemeral: bool = False
    files: list[Json] = field(default_factory=list)

    @property
    def words(self) -> str:
        """Return everything that is written in the message, one line a part."""
        return words_of(self.blocks) or self.text

    @property
    def buttons(self) -> list[str]:
        """Return the words of its buttons."""
        return labels(self.blocks)


def seen(message: Message, channel: str) -> SeenMessage:
    """Return a message as a person sees it now."""
    return SeenMessage(
        ts=message.ts,
        text=message.text,
        channel=channel,
        user=message.user,
        blocks=list(message.blocks),
        thread_ts=message.thread_ts if message.is_reply else "",
        edited=bool(message.edited_ts),
        ephemeral=bool(message.ephemeral_to),
        files=list(message.files),
    )


def labels(blocks: Iterable[Json]) -> list[str]:
    """Return the words on all buttons, and the choices of overflow menus."""
    found = []
    for one in placed(blocks):
        if one.element["type"] == "button":
            found.append(plain(one.element["text"]))
        elif one.element["type"] == "overflow":
            found += [plain(option["text"]) for option in options_of(one.element)]
    return found


def words_of(blocks: Iterable[Json]) -> str:
    """Return the words of blocks as a person reads them, one line a part."""
    lines: list[str] = []
    for block in blocks:
        lines += [plain(block[name]) for name in ("title", "text", "label", "hint") if name in block]
        lines += [plain(one) for one in block.get("fields", ())]
        if block.get("type") in {"context", "rich_text"}:
            lines += [plain(one) for one in block.get("elements", ())]
        for row in block.get("rows", ()):
            lines.append(" | ".join(plain(cell) or str(cell.get("value", "")) for cell in row))
    for one in placed(blocks):
        if one.element["type"] == "button":
            lines.append(f"[{plain(one.element['text'])}]")
    return "\n".join(line for line in lines if line)


def find_pressable(blocks: Iterable[Json], label: str, action_id: str | None) -> tuple[Placed, object]:
    """Return the one element that `label` names, and the choice that the label means (None for a button).

    A label is the words of a button, of a choice (overflow, radio buttons, check boxes, select), or the placeholder
    of a select or picker. ActRefused when there is none, or more than one.
    """
    found: list[tuple[Placed, object]] = []
    everything = [one for one in placed(blocks) if not one.is_input or one.block.get("dispatch_action")]
    for one in everything:
        if action_id and one.key[1] != action_id:
            continue
        element = one.element
        if not label or plain(element.get("text")) == label or plain(element.get("placeholder")) == label:
            found.append((one, None))
            continue
        found += [(one, option["value"]) for option in options_of(element) if plain(option["text"]) == label]
    if len(found) != 1:
        there = labels(one.block for one in everything)
        raise ActRefused(f"{len(found)} things are called “{label or action_id}” here. There are: {there}")
    return found[0]


def find_input(blocks: Iterable[Json], name: str) -> Placed:
    """Return the input that `name` means: its label, its block_id, or the beginning of its label."""
    inputs = [one for one in placed(blocks) if one.is_input]
    exact = [one for one in inputs if name in {one.block.get("block_id"), plain(one.block["label"])}]
    found = exact or [one for one in inputs if plain(one.block["label"]).lower().startswith(name.lower())]
    if len(found) == 1:
        return found[0]
    there = [plain(one.block["label"]) for one in inputs]
    raise ActRefused(f"{len(found)} questions are called “{name}” here. There are: {there}")
