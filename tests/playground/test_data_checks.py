"""Rich text, tables and charts beyond Slack's limits are refused."""

from typing import Any

import pytest

from bot.playground.blocks_check import check_blocks
from bot.playground.records import SlackRefusal
from tests.playground.some_blocks import assert_refused, chart, data_table, listed, part, pie, rich, series, table

GOOD: list[tuple[str, dict[str, Any], str]] = [
    ("a table", table(100, 20), "message"),
    ("a chart of six lines", chart(6, 20), "home"),
    ("rich text", rich({"type": "text", "text": "x"}, {"type": "user", "user_id": "U1"}), "modal"),
    ("a pie of six", pie(1, 2, 3, 4, 5, 6), "message"),
    ("a quote", part("rich_text_quote"), "message"),
    ("a list", listed("bullet"), "modal"),
    ("a data table with numbers", data_table(), "message"),
    ("a table with rich text in it", {"type": "table", "rows": [[rich({"type": "text", "text": "x"})]]}, "message"),
]

BAD: list[tuple[str, dict[str, Any], str, str]] = [
    ("a table in a form", table(), "modal", "unsupported type on a modal"),
    ("101 rows", table(101), "message", "no more than 100"),
    ("21 columns", table(2, 21), "message", "no more than 20"),
    ("a table of 10,001 characters", table(1, 1, "x" * 10_001), "message", "10000"),
    ("an empty cell", table(1, 1, ""), "message", "more than 0 characters"),
    ("seven lines in a chart", chart(7), "message", "no more than 6"),
    ("21 categories", chart(1, 21), "message", "no more than 20"),
    ("a chart title of 51", chart(title="x" * 51), "message", "less than 51"),
    ("rich text of an unknown part", rich({"type": "blink", "text": "x"}), "message", "unsupported type: blink"),
    ("an empty rich text leaf", rich({"type": "text", "text": ""}), "message", "missing required field: text"),
    ("a pie of seven", pie(*range(1, 8)), "message", "no more than 6"),
    ("a slice of nothing", pie(0), "message", "above 0"),
    ("a label of a slice too long", pie(1, label="x" * 20), "message", "less than 21"),
    ("a chart of no known kind", chart() | {"chart": {"type": "radar"}}, "message", "unsupported type: radar"),
    ("a chart that is none", chart() | {"chart": "pie"}, "message", "must be an object"),
    (
        "a line without a point for each category",
        chart() | {"chart": {"type": "bar", "series": [series(points=1)], "axis_config": {"categories": ["0", "1"]}}},
        "message",
        "one point for every category",
    ),
    (
        "a line that is none",
        chart() | {"chart": {"type": "bar", "series": [7], "axis_config": {"categories": ["0"]}}},
        "message",
        "must be an object",
    ),
    (
        "an axis without categories",
        chart() | {"chart": {"type": "bar", "series": [series()], "axis_config": {}}},
        "message",
        "missing required field: categories",
    ),
    (
        "a category of 21",
        chart() | {"chart": {"type": "bar", "series": [series()], "axis_config": {"categories": ["x" * 21]}}},
        "message",
        "less than 21",
    ),
    (
        "a point that is no number",
        chart()
        | {
            "chart": {
                "type": "bar",
                "series": [{"name": "a", "data": [{"label": "0", "value": "3"}]}],
                "axis_config": {"categories": ["0"]},
            }
        },
        "message",
        "must be a number",
    ),
    (
        "rows of unequal length",
        {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}], []]},
        "message",
        "no less than 1",
    ),
    (
        "ragged rows",
        {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}], [{"type": "raw_text", "text": "x"}] * 2]},
        "message",
        "same number of cells",
    ),
    (
        "a cell of no known kind",
        {"type": "table", "rows": [[{"type": "button"}]]},
        "message",
        "unsupported type: button",
    ),
    ("a cell that is none", {"type": "table", "rows": [["x"]]}, "message", "must be an object"),
    (
        "a data table without a caption",
        {"type": "data_table", "rows": [[{"type": "raw_text", "text": "x"}]]},
        "message",
        "missing required field: caption",
    ),
    ("a list of no known style", listed("dashes"), "message", "must be one of"),
    ("a part of rich text that does not exist", part("rich_text_poem"), "message", "unsupported type: rich_text_poem"),
    ("a leaf that is none", rich("x"), "message", "must be an object"),
    ("rows that are none", {"type": "table", "rows": "x"}, "message", "must be an array"),
]


@pytest.mark.parametrize(("block", "surface"), [row[1:] for row in GOOD], ids=[row[0] for row in GOOD])
def test_what_is_within_limits_is_taken(block: dict[str, Any], surface: str) -> None:
    """Slack: the limits of Block Kit, exactly reached."""
    check_blocks([block], surface)


@pytest.mark.parametrize(("block", "surface", "reason"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_what_is_beyond_limits_is_refused(block: dict[str, Any], surface: str, reason: str) -> None:
    """Slack: the limits of Block Kit, passed by one, answer invalid_blocks with a message that points at the place."""
    assert_refused(block, surface, reason)


def test_a_message_has_two_charts_at_most() -> None:
    """Slack: at most 2 data_visualization blocks a message."""
    check_blocks([chart(), chart()], "message")
    with pytest.raises(SlackRefusal, match="no more than 2"):
        check_blocks([chart(), chart(), chart()], "message")


def test_a_message_has_one_table() -> None:
    """Slack: one table a message."""
    with pytest.raises(SlackRefusal, match="only one table"):
        check_blocks([table(), table()], "message")
