"""Buttons, selects, pickers and inputs beyond Slack's limits, or in the wrong place, are refused."""

from typing import Any

import pytest

from bot.playground.blocks_check import check_blocks
from tests.playground.some_blocks import (
    actions,
    asking,
    assert_refused,
    button,
    confirm,
    grouped,
    option,
    rich,
    select,
    text,
)

GOOD: list[tuple[str, dict[str, Any], str]] = [
    ("25 buttons", actions(*[button(action_id=str(number)) for number in range(25)]), "message"),
    ("an overflow of five", actions({"type": "overflow", "options": [option(str(n)) for n in range(5)]}), "message"),
    ("a select of 100", asking(select(100)), "modal"),
    ("a rich_text_input in a form", asking({"type": "rich_text_input", "action_id": "r"}), "modal"),
    ("groups of options", asking(grouped([option("1")], [option("2")], initial_option=option("2"))), "modal"),
    ("a button that asks again", actions(button(confirm=confirm(style="danger"))), "message"),
    ("a link button", actions(button(url="https://lumen.example")), "message"),
    (
        "a number",
        asking({"type": "number_input", "is_decimal_allowed": False, "min_value": "1", "max_value": "5"}),
        "modal",
    ),
    (
        "a date, a time and both",
        actions(
            {"type": "datepicker", "action_id": "a", "initial_date": "2026-11-24"},
            {"type": "timepicker", "action_id": "b", "initial_time": "10:00"},
            {"type": "datetimepicker", "action_id": "c", "initial_date_time": 1795514400},
        ),
        "message",
    ),
    ("several people", asking({"type": "multi_users_select", "max_selected_items": 3}), "modal"),
    ("an accessory", {"type": "section", "text": text(), "accessory": select()}, "message"),
    (
        "rich text to begin with",
        asking({"type": "rich_text_input", "initial_value": rich({"type": "text", "text": "x"})}),
        "modal",
    ),
    ("a chosen option", asking(select(3, initial_option=option("1", "Option 1"))), "modal"),
]

BAD: list[tuple[str, dict[str, Any], str, str]] = [
    ("an element type that does not exist", actions({"type": "slider"}), "message", "unsupported type: slider"),
    ("an input element among actions", actions({"type": "plain_text_input"}), "modal", "unsupported type here"),
    ("a rich_text_input in a message", asking({"type": "rich_text_input"}), "message", "unsupported type here"),
    ("26 buttons", actions(*[button(action_id=str(n)) for n in range(26)]), "message", "no more than 25"),
    ("no button at all", actions(), "message", "no less than 1"),
    ("a button of 76", actions(button(text=text("x" * 76))), "message", "less than 76"),
    ("a button value of 2,001", actions(button(value="x" * 2001)), "message", "less than 2001"),
    ("a style that does not exist", actions(button(style="loud")), "message", "style"),
    (
        "a button without words",
        actions({"type": "button", "action_id": "a"}),
        "message",
        "missing required field: text",
    ),
    ("two buttons of one action_id", actions(button(), button()), "message", "already exists in this block"),
    ("an overflow of six", actions({"type": "overflow", "options": [option(str(n)) for n in range(6)]}), "home", "5"),
    ("a select of 101", asking(select(101)), "modal", "no more than 100"),
    ("a select without options", asking({"type": "static_select"}), "modal", "exactly one of options"),
    ("an option of 76", asking(select(options=[option("a", "x" * 76)])), "modal", "less than 76"),
    ("an option value of 151", asking(select(options=[option("x" * 151)])), "modal", "less than 151"),
    ("two options of one value", asking(select(options=[option(), option()])), "modal", "unique values"),
    (
        "an initial option that is not offered",
        asking(select(2, initial_option=option("9"))),
        "modal",
        "provided options",
    ),
    (
        "eleven check boxes",
        asking({"type": "checkboxes", "options": [option(str(n)) for n in range(11)]}),
        "modal",
        "10",
    ),
    (
        "eleven radio buttons",
        asking({"type": "radio_buttons", "options": [option(str(n)) for n in range(11)]}),
        "modal",
        "10",
    ),
    ("a placeholder of 151", asking({"type": "plain_text_input", "placeholder": text("x" * 151)}), "modal", "151"),
    ("a label of 2,001", asking(select(), label=text("x" * 2001)), "modal", "less than 2001"),
    ("a hint of 2,001", asking(select(), hint=text("x" * 2001)), "modal", "less than 2001"),
    ("an input without a label", {"type": "input", "element": select()}, "modal", "missing required field: label"),
    ("an action_id of 256", actions(button(action_id="x" * 256)), "message", "less than 256"),
    ("a date that is none", asking({"type": "datepicker", "initial_date": "tomorrow"}), "modal", "YYYY-MM-DD"),
    ("a group of 101", asking(grouped([option(str(n)) for n in range(101)])), "modal", "no more than 100"),
    (
        "a group without a label",
        asking({"type": "static_select", "option_groups": [{"options": [option()]}]}),
        "modal",
        "missing required field: label",
    ),
    ("options and groups", asking(grouped([option()], options=[option()])), "modal", "exactly one of"),
    ("an option that is none", asking(select(options=["a"])), "modal", "must be an object"),
    ("an option without a value", asking(select(options=[{"text": text()}])), "modal", "missing required field: value"),
    (
        "no initial options",
        asking({"type": "checkboxes", "options": [option()], "initial_options": []}),
        "modal",
        "no less than 1",
    ),
    (
        "a confirmation title of 101",
        actions(button(confirm=confirm(title=text("x" * 101)))),
        "message",
        "less than 101",
    ),
    ("a confirmation button of 31", actions(button(confirm=confirm(deny=text("x" * 31)))), "message", "less than 31"),
    ("a confirmation that is none", actions(button(confirm="sure")), "message", "must be an object"),
    ("a button value that is a number", actions(button(value=7)), "message", "must be a string"),
    ("a url of 3,001", actions(button(url="x" * 3001)), "message", "less than 3001"),
    (
        "a length that cannot be",
        asking({"type": "plain_text_input", "max_length": 3001}),
        "modal",
        "between 0 and 3000",
    ),
    (
        "a start longer than the field",
        asking({"type": "plain_text_input", "max_length": 3, "initial_value": "four"}),
        "modal",
        "less than 4",
    ),
    (
        "a number that is a number",
        asking({"type": "number_input", "is_decimal_allowed": True, "min_value": 1}),
        "modal",
        "must be a string",
    ),
    (
        "rich text that begins as text",
        asking({"type": "rich_text_input", "initial_value": "x"}),
        "modal",
        "must be a rich_text block",
    ),
    ("a time that is none", actions({"type": "timepicker", "initial_time": "ten"}), "message", "HH:mm"),
    ("a moment that is none", actions({"type": "datetimepicker", "initial_date_time": "soon"}), "message", "integer"),
    ("a choice of no people", asking({"type": "multi_users_select", "max_selected_items": 0}), "modal", "at least 1"),
    ("an element that is none", actions("go"), "message", "must be an object"),
    ("a confirmation without words", actions(button(confirm={"title": text()})), "message", "missing required field"),
]


@pytest.mark.parametrize(("block", "surface"), [row[1:] for row in GOOD], ids=[row[0] for row in GOOD])
def test_what_is_within_limits_is_taken(block: dict[str, Any], surface: str) -> None:
    """Slack: the limits of Block Kit, exactly reached."""
    check_blocks([block], surface)


@pytest.mark.parametrize(("block", "surface", "reason"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_what_is_beyond_limits_is_refused(block: dict[str, Any], surface: str, reason: str) -> None:
    """Slack: the limits of Block Kit, passed by one, answer invalid_blocks with a message that points at the place."""
    assert_refused(block, surface, reason)
