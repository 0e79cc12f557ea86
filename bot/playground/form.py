"""What Slack's own client checks before it hands a form to the bot: required fields, lengths, kinds of values."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any

from bot.playground.records import Json
from bot.playground.view_state import placed, plain, raw_initial

REQUIRED = "Please complete this required field."
LONGEST = 3000
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_URL = re.compile(r"https?://\S+\.\S+")


def problems(blocks: Iterable[Json], typed: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Return a sentence for each input (by block_id) that the client would not send as it is."""
    found = {}
    for one in placed(blocks):
        if not one.is_input:
            continue
        block_id, action_id = one.key
        given = typed.get(block_id, {})
        raw = given[action_id] if action_id in given else raw_initial(one.element)
        sentence = _problem(one.element, raw, optional=bool(one.block.get("optional")))
        if sentence:
            found[block_id] = sentence
    return found


def _problem(element: Json, raw: Any, *, optional: bool) -> str:
    if raw in (None, "", []) or (element["type"] == "rich_text_input" and not plain(raw).strip()):
        return "" if optional else REQUIRED
    kind = element["type"]
    check = _CHECKS.get(kind)
    return check(element, raw) if check else ""


def _text(element: Json, raw: Any) -> str:
    longest, shortest = element.get("max_length", LONGEST), element.get("min_length", 0)
    if len(str(raw)) > longest:
        return f"Must be at most {longest} characters; this has {len(str(raw))}."
    if len(str(raw)) < shortest:
        return f"Must be at least {shortest} characters."
    return ""


def _number(element: Json, raw: Any) -> str:
    try:
        number = float(raw)
    except ValueError:
        return "Must be a number."
    if not element.get("is_decimal_allowed") and number != int(number):
        return "Must be a whole number."
    if "min_value" in element and number < float(element["min_value"]):
        return f"Must be at least {element['min_value']}."
    if "max_value" in element and number > float(element["max_value"]):
        return f"Must be at most {element['max_value']}."
    return ""


def _several(element: Json, raw: Any) -> str:
    most = element.get("max_selected_items")
    return f"Choose at most {most}." if most and len(raw) > most else ""


def _date(_element: Json, raw: Any) -> str:
    try:
        date.fromisoformat(str(raw))
    except ValueError:
        return "Must be a date like 2026-11-24."
    return ""


def _time(_element: Json, raw: Any) -> str:
    try:
        time.fromisoformat(str(raw))
    except ValueError:
        return "Must be a time like 10:00."
    return ""


def _email(_element: Json, raw: Any) -> str:
    return "" if _EMAIL.fullmatch(str(raw)) else "Must be an e-mail address."


def _url(_element: Json, raw: Any) -> str:
    return "" if _URL.fullmatch(str(raw)) else "Must be a web address."


_CHECKS = {
    "plain_text_input": _text,
    "number_input": _number,
    "email_text_input": _email,
    "url_text_input": _url,
    "multi_static_select": _several,
    "multi_users_select": _several,
    "multi_conversations_select": _several,
    "multi_channels_select": _several,
    "datepicker": _date,
    "timepicker": _time,
}
