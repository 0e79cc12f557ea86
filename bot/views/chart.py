"""Charts and tables: figures that are drawn, always beside the same figures in words.

Slack's limits (docs.slack.dev, Block Kit reference, "Data visualization block" and "Table block"): at most two charts a
message and none in a form; 6 series, 20 categories, a title of 50 characters, names and labels of 20; one table a
message, of 100 rows and 10,000 characters. slackblocks takes twelve series, since newer pages say so; six are safe.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import slackblocks as sb

from bot.domain.words import brief
from bot.views.blocks import Block, clip

TITLE, LABEL, SERIES, CATEGORIES = 50, 20, 6, 20
CELL = 60
"""Characters of a cell of a table."""

TABLE_ROWS, TABLE_CHARACTERS = 100, 10_000

NOTHING = "–"
"""What stands in a cell without a word: Slack refuses an empty one."""

Series = Mapping[str, Sequence[float]]
"""Values by the name of their series, one for each category, in the order of the categories."""


def bars(block_id: str, title: str, categories: Sequence[str], series: Series, *, y: str = "") -> Block:
    """Return bars beside each other for each category. Raises ValueError over Slack's limits; `y` names the values."""
    return _chart(block_id, title, sb.BarChart, categories, series, y)


def lines(block_id: str, title: str, categories: Sequence[str], series: Series, *, y: str = "") -> Block:
    """Return a line a series over the categories. Raises as `bars` does."""
    return _chart(block_id, title, sb.LineChart, categories, series, y)


def table(block_id: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Block:
    """Return rows of plain words under their headings. Raises ValueError for more than Slack takes."""
    cells = [[clip(cell, CELL) or NOTHING for cell in row] for row in (head, *rows)]
    characters = sum(len(cell) for row in cells for cell in row)
    if len(cells) > TABLE_ROWS or characters > TABLE_CHARACTERS:
        raise ValueError(f"a table of {len(cells)} rows and {characters} characters")
    return sb.TableBlock([[sb.RawText(cell) for cell in row] for row in cells], block_id=block_id)


def in_words(shown: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return blocks for a form, which takes neither: tables as lines, and no charts, whose figures stand beside them.

    What stands in a table is plain text, and so it stays.
    """
    kept = [block for block in shown if block["type"] != "data_visualization"]
    return [_lines(block) if block["type"] == "table" else block for block in kept]


def _lines(block: Mapping[str, Any]) -> Mapping[str, Any]:
    head, *rows = [[cell["text"] for cell in row] for row in block["rows"]]
    lines = [
        {
            "type": "rich_text_section",
            "elements": [
                {"type": "text", "text": " · ".join(f"{name}: {cell}" for name, cell in zip(head, row, strict=True))}
            ],
        }
        for row in rows
    ]
    listed = {"type": "rich_text_list", "style": "bullet", "elements": lines}
    return {"type": "rich_text", "block_id": block["block_id"], "elements": [listed]}


def _chart(block_id: str, title: str, kind: type[Any], categories: Sequence[str], series: Series, y: str) -> Block:
    if not 1 <= len(series) <= SERIES or not 1 <= len(categories) <= CATEGORIES:
        raise ValueError(f"a chart of {len(series)} series over {len(categories)} categories")
    labels = _apart(categories)
    drawn = [
        sb.DataSeries(name, [sb.DataPoint(label, value) for label, value in zip(labels, values, strict=True)])
        for name, values in zip(_apart([*series]), series.values(), strict=True)
    ]
    axes = sb.AxisConfig(labels, y_label=y or None)
    return sb.DataVisualizationBlock(clip(title, TITLE), kind(drawn, axes), block_id=block_id)


def _apart(names: Sequence[str]) -> list[str]:
    """Return names of at most `LABEL` characters, no two alike: Slack finds a point by its label."""
    found: list[str] = []
    for name in (brief(one, LABEL) or NOTHING for one in names):
        label, number = name, 2
        while label in found:
            ending = f" {number}"
            label, number = f"{clip(name, LABEL - len(ending))}{ending}", number + 1
        found.append(label)
    return found
