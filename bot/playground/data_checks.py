"""Checks the blocks that carry data: rich text, tables, charts."""

from typing import Any

from bot.playground import limits
from bot.playground.checks import Problems
from bot.playground.records import Json
from bot.playground.view_state import plain

_RICH_PARTS = {"rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote"}
_RICH_LEAVES = {
    "text": "text",
    "link": "url",
    "emoji": "name",
    "user": "user_id",
    "usergroup": "usergroup_id",
    "channel": "channel_id",
    "broadcast": "range",
    "date": "timestamp",
    "color": "value",
}
_LIST_STYLES = {"bullet", "ordered"}


def check_rich_text(block: Json, at: str, problems: Problems) -> None:
    """Check a rich_text block: known parts, each with what it needs."""
    if not problems.items(block["elements"], f"{at}/elements", 1000, least=0):
        return
    for number, part in enumerate(block["elements"]):
        _rich_part(part, f"{at}/elements/{number}", problems)


def check_table(block: Json, at: str, problems: Problems) -> None:
    """Check a table or data_table: rows of equal length, within 100 rows, 20 columns and 10,000 characters."""
    rows = block["rows"]
    # A data_table counts its header row on top of the 100.
    most = limits.TABLE_ROWS + (1 if block["type"] == "data_table" else 0)
    if not problems.items(rows, f"{at}/rows", most):
        return
    characters = 0
    for number, row in enumerate(rows):
        here = f"{at}/rows/{number}"
        if not problems.items(row, here, limits.TABLE_COLUMNS):
            continue
        if len(row) != len(rows[0]):
            problems.add("all rows must have the same number of cells", here)
        for column, cell in enumerate(row):
            characters += _cell(cell, f"{here}/{column}", problems)
    if characters > limits.TABLE_CHARACTERS:
        problems.add(f"no more than {limits.TABLE_CHARACTERS} characters allowed", f"{at}/rows")
    settings = block.get("column_settings")
    if settings is not None:
        problems.items(settings, f"{at}/column_settings", limits.TABLE_COLUMNS)
    if block["type"] == "data_table":
        problems.string(block["caption"], f"{at}/caption", limits.SECTION_TEXT)


def check_chart(block: Json, at: str, problems: Problems) -> None:
    """Check a data_visualization: a pie of at most 6 segments, or at most 6 series over at most 20 categories."""
    problems.string(block["title"], f"{at}/title", limits.CHART_TITLE)
    chart, here = block["chart"], f"{at}/chart"
    if not problems.object(chart, here):
        return
    kind = chart.get("type")
    if kind == "pie":
        if problems.fields(chart, here, required="segments") and problems.items(
            chart["segments"], f"{here}/segments", limits.CHART_SERIES
        ):
            _points(chart["segments"], f"{here}/segments", problems, positive=True)
    elif kind not in {"bar", "line", "area"}:
        problems.add(f"unsupported type: {kind}", f"{here}/type")
    elif problems.fields(chart, here, required="series axis_config"):
        categories = _categories(chart["axis_config"], f"{here}/axis_config", problems)
        if problems.items(chart["series"], f"{here}/series", limits.CHART_SERIES):
            for number, series in enumerate(chart["series"]):
                _series(series, f"{here}/series/{number}", categories, problems)


def _series(series: Any, at: str, categories: list[str], problems: Problems) -> None:
    if not problems.object(series, at) or not problems.fields(series, at, required="name data"):
        return
    problems.string(series["name"], f"{at}/name", limits.CHART_LABEL)
    if problems.items(series["data"], f"{at}/data", limits.CHART_CATEGORIES):
        _points(series["data"], f"{at}/data", problems, positive=False)
        labels = sorted(str(point.get("label")) for point in series["data"] if isinstance(point, dict))
        if labels != sorted(categories):
            problems.add("every series needs one point for every category", f"{at}/data")


def _categories(config: Any, at: str, problems: Problems) -> list[str]:
    if not problems.object(config, at) or not problems.fields(
        config, at, required="categories", optional="x_label y_label"
    ):
        return []
    if not problems.items(config["categories"], f"{at}/categories", limits.CHART_CATEGORIES):
        return []
    for number, category in enumerate(config["categories"]):
        problems.string(category, f"{at}/categories/{number}", limits.CHART_LABEL)
    return [str(category) for category in config["categories"]]


def _points(points: list[Any], at: str, problems: Problems, *, positive: bool) -> None:
    for number, point in enumerate(points):
        here = f"{at}/{number}"
        if not problems.object(point, here) or not problems.fields(point, here, required="label value"):
            continue
        problems.string(point["label"], f"{here}/label", limits.CHART_LABEL)
        value = point["value"]
        if isinstance(value, bool) or not isinstance(value, int | float) or (positive and value <= 0):
            problems.add("must be a number" + (" above 0" if positive else ""), f"{here}/value")


def _rich_part(part: Any, at: str, problems: Problems) -> None:
    if not problems.object(part, at):
        return
    kind = part.get("type")
    if kind not in _RICH_PARTS:
        problems.add(f"unsupported type: {kind}", f"{at}/type")
        return
    if not problems.fields(part, at, required="elements", optional="style indent offset border language"):
        return
    if kind == "rich_text_list":
        if part.get("style") not in _LIST_STYLES:
            problems.add("must be one of ['bullet', 'ordered']", f"{at}/style")
        for number, item in enumerate(part["elements"]):
            _rich_part(item, f"{at}/elements/{number}", problems)
        return
    for number, leaf in enumerate(part["elements"]):
        _rich_leaf(leaf, f"{at}/elements/{number}", problems)


def _rich_leaf(leaf: Any, at: str, problems: Problems) -> None:
    if not problems.object(leaf, at):
        return
    needed = _RICH_LEAVES.get(str(leaf.get("type")))
    if needed is None:
        problems.add(f"unsupported type: {leaf.get('type')}", f"{at}/type")
    elif leaf.get(needed) in (None, ""):
        problems.add(f"missing required field: {needed}", at)


def _cell(cell: Any, at: str, problems: Problems) -> int:
    if not problems.object(cell, at):
        return 0
    kind = cell.get("type")
    if kind == "raw_text":
        # Slack: a cell without words is refused; an empty cell holds a space or a dash.
        return len(cell["text"]) if problems.string(cell.get("text"), f"{at}/text", limits.TABLE_CHARACTERS) else 0
    if kind == "raw_number":
        return len(str(cell.get("value", "")))
    if kind == "rich_text":
        check_rich_text({"elements": [], **cell}, at, problems)
        return len(plain(cell))
    problems.add(f"unsupported type: {kind}", f"{at}/type")
    return 0
