"""Checks blocks as Slack does: known types, on the right surface, within limits, with unique ids."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from bot.playground import limits
from bot.playground.checks import Problems
from bot.playground.data_checks import check_chart, check_rich_text, check_table
from bot.playground.element_checks import check_element
from bot.playground.records import Json, SlackRefusal

_FIELDS = {
    "actions": ("elements", ""),
    "alert": ("text", "level"),
    "context": ("elements", ""),
    "data_table": ("rows caption", "page_size row_header_column_index"),
    "data_visualization": ("title chart", ""),
    "divider": ("", ""),
    "header": ("text", ""),
    "image": ("alt_text", "image_url slack_file title"),
    "input": ("label element", "hint optional dispatch_action"),
    "markdown": ("text", ""),
    "rich_text": ("elements", ""),
    "section": ("", "text fields accessory expand"),
    "table": ("rows", "column_settings"),
}


def check_blocks(blocks: Any, surface: str) -> None:
    """Refuse blocks of a message with `invalid_blocks`, each problem in its own message."""
    problems = Problems()
    find_problems(blocks, surface, "/blocks", problems)
    if problems.messages:
        raise SlackRefusal("invalid_blocks", *problems.messages, errors=_short(problems.messages))


def find_problems(blocks: Any, surface: str, at: str, problems: Problems) -> None:
    """Collect what is wrong with `blocks` on a surface: "message", "modal" or "home"."""
    most = limits.MESSAGE_BLOCKS if surface == "message" else limits.VIEW_BLOCKS
    if not problems.items(blocks, at, most, least=0):
        return
    for number, block in enumerate(blocks):
        _check(block, f"{at}/{number}", surface, problems)
    rows = [block for block in blocks if isinstance(block, dict)]
    for block_id, count in Counter(block.get("block_id") for block in rows).items():
        if block_id and count > 1:
            problems.add(f"block_id {block_id!r} already exists: it must be unique", at)
    charts = sum(block.get("type") == "data_visualization" for block in rows)
    if charts > limits.CHARTS:
        problems.add(f"no more than {limits.CHARTS} data_visualization blocks allowed", at)
    if surface == "message" and sum(block.get("type") == "table" for block in rows) > 1:
        problems.add("only one table allowed", at)


def _check(block: Any, at: str, surface: str, problems: Problems) -> None:
    if not problems.object(block, at):
        return
    kind = str(block.get("type"))
    if kind not in _FIELDS:
        problems.add(f"unsupported type: {kind}", f"{at}/type")
        return
    if kind not in limits.SURFACES[surface]:
        problems.add(f"unsupported type on a {surface}: {kind}", f"{at}/type")
        return
    required, optional = _FIELDS[kind]
    complete = problems.fields(block, at, required=required, optional=f"{optional} block_id")
    if block.get("block_id") is not None:
        problems.string(block["block_id"], f"{at}/block_id", limits.ID)
    if not complete:
        return
    if kind in {"actions", "section", "input"}:
        _INTERACTIVE[kind](block, at, surface, problems)
    elif kind in _STILL:
        _STILL[kind](block, at, problems)


def _actions(block: Json, at: str, surface: str, problems: Problems) -> None:
    if not problems.items(block["elements"], f"{at}/elements", limits.ACTIONS_ELEMENTS):
        return
    for number, element in enumerate(block["elements"]):
        check_element(element, f"{at}/elements/{number}", limits.IN_ACTIONS, surface, problems)
    ids = Counter(element.get("action_id") for element in block["elements"] if isinstance(element, dict))
    for action_id, count in ids.items():
        if action_id and count > 1:
            problems.add(f"action_id {action_id!r} already exists in this block", f"{at}/elements")


def _section(block: Json, at: str, surface: str, problems: Problems) -> None:
    if block.get("text") is None and block.get("fields") is None:
        problems.add("missing required field: text or fields", at)
    if block.get("text") is not None:
        problems.text(block["text"], f"{at}/text", limits.SECTION_TEXT)
    fields = block.get("fields")
    if fields is not None and problems.items(fields, f"{at}/fields", limits.SECTION_FIELDS):
        for number, field in enumerate(fields):
            problems.text(field, f"{at}/fields/{number}", limits.FIELD_TEXT)
    if block.get("accessory") is not None:
        check_element(block["accessory"], f"{at}/accessory", limits.ACCESSORIES, surface, problems)


def _input(block: Json, at: str, surface: str, problems: Problems) -> None:
    problems.text(block["label"], f"{at}/label", limits.INPUT_LABEL, plain=True)
    if block.get("hint") is not None:
        problems.text(block["hint"], f"{at}/hint", limits.INPUT_HINT, plain=True)
    check_element(block["element"], f"{at}/element", limits.IN_INPUT, surface, problems)


def _alert(block: Json, at: str, problems: Problems) -> None:
    problems.text(block["text"], f"{at}/text", limits.ALERT_TEXT)
    if block.get("level") not in {None, "default", "info", "warning", "error", "success"}:
        problems.add("unknown level", f"{at}/level")


def _context(block: Json, at: str, problems: Problems) -> None:
    if not problems.items(block["elements"], f"{at}/elements", limits.CONTEXT_ELEMENTS):
        return
    for number, element in enumerate(block["elements"]):
        here = f"{at}/elements/{number}"
        if isinstance(element, dict) and element.get("type") == "image":
            check_element(element, here, frozenset({"image"}), "message", problems)
        else:
            problems.text(element, here, limits.CONTEXT_TEXT)


def _header(block: Json, at: str, problems: Problems) -> None:
    problems.text(block["text"], f"{at}/text", limits.HEADER_TEXT, plain=True)


def _image(block: Json, at: str, problems: Problems) -> None:
    problems.one_of(block, at, "image_url", "slack_file")
    problems.string(block["alt_text"], f"{at}/alt_text", limits.IMAGE_ALT)
    if block.get("image_url") is not None:
        problems.string(block["image_url"], f"{at}/image_url", limits.IMAGE_URL)
    if block.get("title") is not None:
        problems.text(block["title"], f"{at}/title", limits.IMAGE_TITLE, plain=True)


def _markdown(block: Json, at: str, problems: Problems) -> None:
    problems.string(block["text"], f"{at}/text", limits.MARKDOWN_TEXT)


_INTERACTIVE: dict[str, Callable[[Json, str, str, Problems], None]] = {
    "actions": _actions,
    "section": _section,
    "input": _input,
}
_STILL: dict[str, Callable[[Json, str, Problems], None]] = {
    "alert": _alert,
    "context": _context,
    "data_table": check_table,
    "data_visualization": check_chart,
    "header": _header,
    "image": _image,
    "markdown": _markdown,
    "rich_text": check_rich_text,
    "table": check_table,
}


def _short(messages: list[str]) -> list[str]:
    return [message.removeprefix("[ERROR] ") for message in messages]
