"""Charts and tables as Slack takes them, whatever the names in them are."""

import pytest

from bot.playground.blocks_check import check_blocks
from bot.views import blocks, chart

ROUNDS = ["3 Mar", "10 Mar"]


def test_a_chart_has_a_point_for_each_series_and_category() -> None:
    """The playground, which refuses what Slack refuses, takes it."""
    made = chart.bars("c", "Blockers", ROUNDS, {"Raised": [3, 1], "Closed": [0, 2]}, y="Blockers")
    message = blocks.message("Blockers", [made])
    check_blocks(message.blocks, "message")
    [block] = message.blocks
    assert block["chart"]["series"][1] == {
        "name": "Closed",
        "data": [{"label": "3 Mar", "value": 0}, {"label": "10 Mar", "value": 2}],
    }
    assert block["chart"]["axis_config"] == {"categories": ROUNDS, "y_label": "Blockers"}


def test_long_and_equal_names_are_told_apart() -> None:
    """Slack finds a point by its label, of twenty characters at most."""
    names = ["Customer onboarding and care", "Customer onboarding and help", "", ""]
    made = chart.lines("c", "x" * 80, names, {name + "!": [1, 2, 3, 4] for name in (*names[:2], "")})
    message = blocks.message("Teams", [made])
    check_blocks(message.blocks, "message")
    categories = message.blocks[0]["chart"]["axis_config"]["categories"]
    assert categories == ["Customer onboarding…", "Customer onboardi… 2", "–", "– 2"]


@pytest.mark.parametrize(("series", "categories"), [(0, 1), (7, 1), (1, 0), (1, 21)])
def test_a_chart_over_slacks_limits_is_a_fault_of_ours(series: int, categories: int) -> None:
    """Refused before Slack sees it."""
    values = {f"series {number}": [1.0] * categories for number in range(series)}
    with pytest.raises(ValueError, match="a chart of"):
        chart.bars("c", "Too much", [str(number) for number in range(categories)], values)


def test_a_table_has_no_empty_cell_and_stays_within_its_limits() -> None:
    """Words are shown as they are, an empty cell holds a dash."""
    made = chart.table("t", ["Who", "Waits on"], [["<!channel>", ""], ["x" * 500, "Platform"]])
    message = blocks.message("Waits", [made])
    check_blocks(message.blocks, "message")
    rows = [[cell["text"] for cell in row] for row in message.blocks[0]["rows"]]
    assert rows == [["Who", "Waits on"], ["<!channel>", "–"], ["x" * 59 + "…", "Platform"]]
    for rows in ([["a"]] * 100, [["x" * 60] * 10] * 20):
        with pytest.raises(ValueError, match="a table of"):
            chart.table("t", ["Who"] * len(rows[0]), rows)
