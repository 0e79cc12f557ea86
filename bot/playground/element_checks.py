"""Checks the elements of blocks: buttons, selects, pickers, inputs."""

import re
from collections.abc import Callable
from typing import Any

from bot.playground import limits
from bot.playground.checks import Problems
from bot.playground.records import Json

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"[0-2]\d:[0-5]\d")
_SELECT_REST = "placeholder confirm focus_on_load"
_MULTI_REST = f"{_SELECT_REST} max_selected_items"
# Fields of each element beyond action_id; required ones first.
_FIELDS = {
    "button": ("text", "value url style confirm accessibility_label"),
    "overflow": ("options", "confirm"),
    "static_select": ("", f"options option_groups initial_option {_SELECT_REST}"),
    "multi_static_select": ("", f"options option_groups initial_options {_MULTI_REST}"),
    "users_select": ("", f"initial_user {_SELECT_REST}"),
    "multi_users_select": ("", f"initial_users {_MULTI_REST}"),
    "conversations_select": (
        "",
        f"initial_conversation default_to_current_conversation filter {_SELECT_REST}",
    ),
    "multi_conversations_select": (
        "",
        f"initial_conversations default_to_current_conversation filter {_MULTI_REST}",
    ),
    "channels_select": ("", f"initial_channel {_SELECT_REST}"),
    "multi_channels_select": ("", f"initial_channels {_MULTI_REST}"),
    "datepicker": ("", f"initial_date {_SELECT_REST}"),
    "timepicker": ("", f"initial_time timezone {_SELECT_REST}"),
    "datetimepicker": ("", "initial_date_time confirm focus_on_load"),
    "checkboxes": ("options", "initial_options confirm focus_on_load"),
    "radio_buttons": ("options", "initial_option confirm focus_on_load"),
    "plain_text_input": (
        "",
        "initial_value multiline min_length max_length placeholder focus_on_load dispatch_action_config",
    ),
    "number_input": (
        "is_decimal_allowed",
        "initial_value min_value max_value placeholder focus_on_load dispatch_action_config",
    ),
    "email_text_input": ("", "initial_value placeholder focus_on_load dispatch_action_config"),
    "url_text_input": ("", "initial_value placeholder focus_on_load dispatch_action_config"),
    "rich_text_input": (
        "",
        "initial_value placeholder focus_on_load dispatch_action_config min_lines max_lines",
    ),
    "image": ("alt_text", "image_url slack_file"),
}


def check_element(element: Any, at: str, allowed: frozenset[str], surface: str, problems: Problems) -> None:
    """Check an element; `allowed` are the types that may stand in its block."""
    if not problems.object(element, at):
        return
    kind = element.get("type")
    if kind not in _FIELDS:
        problems.add(f"unsupported type: {kind}", f"{at}/type")
        return
    if kind not in allowed or (kind == "rich_text_input" and surface != "modal"):
        problems.add(f"unsupported type here: {kind}", f"{at}/type")
        return
    required, optional = _FIELDS[kind]
    complete = problems.fields(element, at, required=required, optional=f"{optional} action_id")
    if "action_id" in element:
        problems.string(element["action_id"], f"{at}/action_id", limits.ID)
    if element.get("placeholder") is not None:
        problems.text(element["placeholder"], f"{at}/placeholder", limits.PLACEHOLDER, plain=True)
    if element.get("confirm") is not None:
        problems.confirm(element["confirm"], f"{at}/confirm")
    check = _CHECKS.get(kind)
    if complete and check:
        check(element, at, problems)


def _button(element: Json, at: str, problems: Problems) -> None:
    problems.text(element["text"], f"{at}/text", limits.BUTTON_TEXT, plain=True)
    if element.get("value") is not None:
        problems.string(element["value"], f"{at}/value", limits.BUTTON_VALUE)
    if element.get("url") is not None:
        problems.string(element["url"], f"{at}/url", limits.BUTTON_URL)
    problems.style(element, at)


def _image(element: Json, at: str, problems: Problems) -> None:
    problems.one_of(element, at, "image_url", "slack_file")
    problems.string(element["alt_text"], f"{at}/alt_text", limits.IMAGE_ALT)


def _overflow(element: Json, at: str, problems: Problems) -> None:
    _options(element["options"], f"{at}/options", limits.OVERFLOW_OPTIONS, problems)


def _boxes(element: Json, at: str, problems: Problems) -> None:
    _options(element["options"], f"{at}/options", limits.BOX_OPTIONS, problems)
    _initial(element, at, problems)


def _static(element: Json, at: str, problems: Problems) -> None:
    problems.one_of(element, at, "options", "option_groups")
    if element.get("options") is not None:
        _options(element["options"], f"{at}/options", limits.OPTIONS, problems)
    groups = element.get("option_groups")
    if groups is not None and problems.items(groups, f"{at}/option_groups", limits.OPTION_GROUPS):
        for number, group in enumerate(groups):
            here = f"{at}/option_groups/{number}"
            if problems.object(group, here) and problems.fields(group, here, required="label options"):
                problems.text(group["label"], f"{here}/label", limits.GROUP_LABEL, plain=True)
                _options(group["options"], f"{here}/options", limits.OPTIONS, problems)
    _initial(element, at, problems)


def _options(options: Any, at: str, most: int, problems: Problems) -> None:
    if not problems.items(options, at, most):
        return
    seen: set[str] = set()
    for number, option in enumerate(options):
        here = f"{at}/{number}"
        if not problems.object(option, here):
            continue
        if not problems.fields(option, here, required="text value", optional="description url"):
            continue
        problems.text(option["text"], f"{here}/text", limits.OPTION_TEXT)
        problems.string(option["value"], f"{here}/value", limits.OPTION_VALUE)
        if option.get("description") is not None:
            problems.text(option["description"], f"{here}/description", limits.OPTION_DESCRIPTION)
        if option["value"] in seen:
            problems.add("options must have unique values", f"{here}/value")
        seen.add(str(option["value"]))


def _initial(element: Json, at: str, problems: Problems) -> None:
    offered = list(element.get("options") or ())
    for group in element.get("option_groups") or ():
        offered.extend(group.get("options") or ())
    for name in ("initial_option", "initial_options"):
        given = element.get(name)
        if given is None:
            continue
        chosen = given if isinstance(given, list) else [given]
        if not chosen:
            problems.add("no less than 1 items allowed", f"{at}/{name}")
        if any(one not in offered for one in chosen):
            problems.add("must be one of the provided options", f"{at}/{name}")


def _plain_input(element: Json, at: str, problems: Problems) -> None:
    shortest, longest = element.get("min_length", 0), element.get("max_length", limits.INPUT_LENGTH)
    if not 0 <= shortest <= longest <= limits.INPUT_LENGTH or longest < 1:
        problems.add("min_length and max_length must lie between 0 and 3000", at)
    if element.get("initial_value") is not None:
        problems.string(element["initial_value"], f"{at}/initial_value", longest, shortest=0)


def _number_input(element: Json, at: str, problems: Problems) -> None:
    for name in ("initial_value", "min_value", "max_value"):
        if element.get(name) is not None:
            problems.string(element[name], f"{at}/{name}", 30)


def _rich_input(element: Json, at: str, problems: Problems) -> None:
    initial = element.get("initial_value")
    if initial is not None and (not isinstance(initial, dict) or initial.get("type") != "rich_text"):
        problems.add("must be a rich_text block", f"{at}/initial_value")


def _date(element: Json, at: str, problems: Problems) -> None:
    if element.get("initial_date") is not None and not _DATE.fullmatch(str(element["initial_date"])):
        problems.add("must be a date as YYYY-MM-DD", f"{at}/initial_date")


def _time(element: Json, at: str, problems: Problems) -> None:
    if element.get("initial_time") is not None and not _TIME.fullmatch(str(element["initial_time"])):
        problems.add("must be a time as HH:mm", f"{at}/initial_time")


def _moment(element: Json, at: str, problems: Problems) -> None:
    if element.get("initial_date_time") is not None and not isinstance(element["initial_date_time"], int):
        problems.add("must be an integer of seconds since 1970", f"{at}/initial_date_time")


def _ids(element: Json, at: str, problems: Problems) -> None:
    most = element.get("max_selected_items")
    if most is not None and (not isinstance(most, int) or most < 1):
        problems.add("must be at least 1", f"{at}/max_selected_items")


_CHECKS: dict[str, Callable[[Json, str, Problems], None]] = {
    "button": _button,
    "image": _image,
    "overflow": _overflow,
    "checkboxes": _boxes,
    "radio_buttons": _boxes,
    "static_select": _static,
    "multi_static_select": _static,
    "multi_users_select": _ids,
    "multi_conversations_select": _ids,
    "multi_channels_select": _ids,
    "plain_text_input": _plain_input,
    "number_input": _number_input,
    "rich_text_input": _rich_input,
    "datepicker": _date,
    "timepicker": _time,
    "datetimepicker": _moment,
}
