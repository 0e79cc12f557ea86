"""Small blocks for tests, valid by default."""

from typing import Any

import pytest

from bot.playground.blocks_check import check_blocks
from bot.playground.records import SlackRefusal


def text(words: str = "x", kind: str = "plain_text") -> dict[str, Any]:
    return {"type": kind, "text": words}


def button(**changes: Any) -> dict[str, Any]:
    return {"type": "button", "action_id": "go", "text": text("Go")} | changes


def option(value: str = "a", words: str = "A") -> dict[str, Any]:
    return {"text": text(words), "value": value}


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


def asking(element: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {"type": "input", "label": text("What?"), "element": element} | changes


def select(count: int = 1, **changes: Any) -> dict[str, Any]:
    made = [option(str(number), f"Option {number}") for number in range(count)]
    return {"type": "static_select", "action_id": "s", "options": made} | changes


def series(name: str = "Ana", points: int = 2) -> dict[str, Any]:
    return {"name": name, "data": [{"label": str(number), "value": number} for number in range(points)]}


def chart(count: int = 1, points: int = 2, title: str = "Confidence") -> dict[str, Any]:
    lines = [series(f"line {number}", points) for number in range(count)]
    axis = {"categories": [str(number) for number in range(points)]}
    return {
        "type": "data_visualization",
        "title": title,
        "chart": {"type": "line", "series": lines, "axis_config": axis},
    }


def table(rows: int = 2, columns: int = 2, words: str = "x") -> dict[str, Any]:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": words}] * columns for _ in range(rows)]}


def pie(*values: float, label: str = "x") -> dict[str, Any]:
    segments = [{"label": f"{label}{number}", "value": value} for number, value in enumerate(values)]
    return {"type": "data_visualization", "title": "Share", "chart": {"type": "pie", "segments": segments}}


def grouped(*groups: list[dict[str, Any]], **changes: Any) -> dict[str, Any]:
    made = [{"label": text(f"Group {number}"), "options": rows} for number, rows in enumerate(groups)]
    return {"type": "static_select", "option_groups": made} | changes


def confirm(**changes: Any) -> dict[str, Any]:
    words = {
        "title": text("Sure?"),
        "text": text("It cannot be undone."),
        "confirm": text("Delete"),
        "deny": text("Keep"),
    }
    return words | changes


def part(kind: str, **changes: Any) -> dict[str, Any]:
    return {"type": "rich_text", "elements": [{"type": kind, "elements": [{"type": "text", "text": "x"}]} | changes]}


def listed(style: str) -> dict[str, Any]:
    item = {"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}
    return {"type": "rich_text", "elements": [{"type": "rich_text_list", "style": style, "elements": [item]}]}


def data_table(**changes: Any) -> dict[str, Any]:
    rows = [[{"type": "raw_text", "text": "Team"}], [{"type": "raw_number", "value": 3}]]
    return {"type": "data_table", "caption": "Teams", "rows": rows} | changes


def rich(*leaves: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(leaves)}]}


def refusal_of(block: dict[str, Any], surface: str) -> SlackRefusal:
    """Return how Slack refuses a block on a surface."""
    with pytest.raises(SlackRefusal) as refused:
        check_blocks([block], surface)
    return refused.value


def assert_refused(block: dict[str, Any], surface: str, reason: str) -> None:
    """Check that a block is refused for a reason, with a message that points at the place."""
    refusal = refusal_of(block, surface)
    assert refusal.error == "invalid_blocks"
    assert any(reason in message for message in refusal.messages)
    assert all("json-pointer:/blocks/0" in message for message in refusal.messages)
