"""What Slack's client checks before a form is sent."""

from typing import Any

import pytest

from bot.playground.form import REQUIRED, problems


def block(element: dict[str, Any], *, optional: bool = False) -> list[dict[str, Any]]:
    return [{"type": "input", "block_id": "b", "optional": optional, "element": {"action_id": "a"} | element}]


def checked(element: dict[str, Any], raw: Any, *, optional: bool = False) -> str:
    return problems(block(element, optional=optional), {"b": {"a": raw}}).get("b", "")


@pytest.mark.parametrize("raw", ["", None, []])
def test_a_required_field_wants_a_value(raw: Any) -> None:
    """Only optional fields may stay blank."""
    assert checked({"type": "plain_text_input"}, raw) == REQUIRED
    assert checked({"type": "plain_text_input"}, raw, optional=True) == ""


def test_what_a_field_starts_with_counts_until_it_is_emptied() -> None:
    """An untouched field has its initial value; an emptied one has none."""
    element = {"type": "plain_text_input", "initial_value": "as last time"}
    assert problems(block(element), {}) == {}
    assert checked(element, "") == REQUIRED


@pytest.mark.parametrize(
    ("element", "good", "bad"),
    [
        ({"type": "plain_text_input"}, "x" * 3000, "x" * 3001),
        ({"type": "plain_text_input", "max_length": 5}, "12345", "123456"),
        ({"type": "plain_text_input", "min_length": 3}, "123", "12"),
        ({"type": "number_input", "is_decimal_allowed": False}, "4", "4.5"),
        ({"type": "number_input", "is_decimal_allowed": True, "max_value": "5"}, "4.5", "6"),
        ({"type": "number_input", "is_decimal_allowed": False, "min_value": "1"}, "1", "0"),
        ({"type": "number_input", "is_decimal_allowed": False}, "7", "seven"),
        ({"type": "email_text_input"}, "ana@lumen.example", "ana"),
        ({"type": "url_text_input"}, "https://lumen.example/x", "lumen"),
        ({"type": "multi_users_select", "max_selected_items": 2}, ["U1", "U2"], ["U1", "U2", "U3"]),
        ({"type": "datepicker"}, "2026-11-24", "soon"),
        ({"type": "timepicker"}, "10:00", "ten"),
    ],
)
def test_a_value_must_fit_its_field(element: dict[str, Any], good: Any, bad: Any) -> None:
    """Lengths, numbers, addresses, dates: the client names what does not fit."""
    assert checked(element, good) == ""
    assert checked(element, bad) != ""


def test_rich_text_without_words_is_blank() -> None:
    """An emptied editor leaves a block without words."""
    empty = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": []}]}
    assert checked({"type": "rich_text_input"}, empty) == REQUIRED
