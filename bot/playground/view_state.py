"""Finds the elements of blocks, and turns what a person typed into the state that Slack reports.

State shapes: docs.slack.dev, "view_submission" and "block_actions": `{block_id: {action_id: {type, …}}}`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.playground.records import ActRefused, Json

# Where each element keeps the value of its state, and where its block says what it starts with.
VALUE_FIELD = {
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "multi_static_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
}
OPTION_TYPES = {"static_select", "radio_buttons", "multi_static_select", "checkboxes", "overflow"}
LIST_FIELDS = {"selected_options", "selected_users", "selected_conversations", "selected_channels"}


@dataclass(frozen=True)
class Placed:
    """An element and the block it stands in; `is_input`: it is a question of a form."""

    block: Json
    element: Json
    is_input: bool

    @property
    def key(self) -> tuple[str, str]:
        """Return (block_id, action_id), which names the element within its message or view."""
        return str(self.block.get("block_id", "")), str(self.element.get("action_id", ""))


def placed(blocks: Iterable[Json]) -> Iterator[Placed]:
    """Go through everything in `blocks` that a person can press, choose or fill, from top to bottom."""
    for block in blocks:
        kind = block.get("type")
        if kind == "section" and block.get("accessory", {}).get("type") not in {None, "image"}:
            yield Placed(block, block["accessory"], is_input=False)
        elif kind in {"actions", "context_actions"}:
            for element in block.get("elements", ()):
                yield Placed(block, element, is_input=False)
        elif kind == "input":
            yield Placed(block, block["element"], is_input=True)


def options_of(element: Mapping[str, Any]) -> list[Json]:
    """Return the options of a select, checkboxes, radio buttons or overflow, those of its groups included."""
    options = list(element.get("options") or ())
    for group in element.get("option_groups") or ():
        options.extend(group.get("options") or ())
    return options


def raw_initial(element: Mapping[str, Any]) -> Any:
    """Return what the element starts with, as a client holds it (text, value(s), id(s)), or None."""
    kind = str(element["type"])
    if kind not in VALUE_FIELD:
        return None
    initial = element.get(VALUE_FIELD[kind][1])
    if initial is None:
        return None
    if kind in {"static_select", "radio_buttons"}:
        return initial["value"]
    if kind in {"multi_static_select", "checkboxes"}:
        return [option["value"] for option in initial]
    return initial


def value_of(element: Mapping[str, Any], raw: Any) -> Json:
    """Return `{type, <field>: …}` for the raw value of an element; ActRefused for a choice that is not offered."""
    kind = str(element["type"])
    field = "selected_option" if kind == "overflow" else VALUE_FIELD[kind][0]
    if raw in ("", [], None):
        return {"type": kind} if kind == "rich_text_input" else {"type": kind, field: _nothing(field)}
    value: Any = raw if isinstance(raw, dict) else str(raw)
    if kind in OPTION_TYPES:
        chosen = [_option(element, one) for one in (raw if isinstance(raw, list) else [raw])]
        value = chosen if field in LIST_FIELDS else chosen[0]
    elif field in LIST_FIELDS:
        value = list(raw) if isinstance(raw, list) else [raw]
    elif kind == "datetimepicker":
        value = int(raw)
    elif kind == "rich_text_input" and isinstance(raw, str):
        value = rich_text(raw)
    return {"type": kind, field: value}


def state_values(blocks: Iterable[Json], typed: Mapping[str, Mapping[str, Any]]) -> Json:
    """Return the state of every element that has one: what was typed, else what it started with."""
    values: Json = {}
    for one in placed(blocks):
        if one.element.get("type") not in VALUE_FIELD:
            continue
        block_id, action_id = one.key
        raw = typed.get(block_id, {}).get(action_id, _UNTOUCHED)
        if raw is _UNTOUCHED:
            raw = raw_initial(one.element)
        values.setdefault(block_id, {})[action_id] = value_of(one.element, raw)
    return values


def kept_typing(
    typed: Mapping[str, Mapping[str, Any]], before: Iterable[Json], after: Iterable[Json]
) -> dict[str, Json]:
    """Return what survives when a view is updated: input whose block_id, action_id and type stay the same."""
    kinds = {one.key: one.element.get("type") for one in placed(before)}
    kept: dict[str, Json] = {}
    for one in placed(after):
        block_id, action_id = one.key
        offered = {option["value"] for option in options_of(one.element)}
        raw = typed.get(block_id, {}).get(action_id, _UNTOUCHED)
        if raw is _UNTOUCHED or kinds.get(one.key) != one.element.get("type"):
            continue
        if offered and not set(raw if isinstance(raw, list) else [raw]) <= offered | {None, ""}:
            continue
        kept.setdefault(block_id, {})[action_id] = raw
    return kept


def rich_text(text: str) -> Json:
    """Return plain text as the rich_text block that Slack's editor makes of it."""
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [section]}


def plain(value: Any) -> str:
    """Return the words of a text object or a rich_text block."""
    if isinstance(value, dict):
        if isinstance(value.get("text"), str):
            return str(value["text"])
        return "".join(plain(part) for part in value.get("elements", ()))
    return "" if value is None else str(value)


_UNTOUCHED = object()


def _nothing(field: str) -> list[Any] | None:
    return [] if field in LIST_FIELDS else None


def _option(element: Mapping[str, Any], value: Any) -> Json:
    for option in options_of(element):
        if option.get("value") == value:
            return option
    raise ActRefused(f"“{value}” is not one of the choices.")
