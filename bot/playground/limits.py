"""Slack's limits for blocks, views and messages, and which block may stand where.

Source: docs.slack.dev, the Block Kit reference (2026); charts at the smaller number where two sources differ.
"""

MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
MESSAGE_TEXT = 40_000
MARKDOWN_TEXT = 12_000
ID = 255
HEADER_TEXT = 150
SECTION_TEXT, SECTION_FIELDS, FIELD_TEXT = 3000, 10, 2000
CONTEXT_ELEMENTS, CONTEXT_TEXT = 10, 2000
ACTIONS_ELEMENTS = 25
BUTTON_TEXT, BUTTON_VALUE, BUTTON_URL = 75, 2000, 3000
OPTIONS, OPTION_TEXT, OPTION_VALUE, OPTION_DESCRIPTION = 100, 75, 150, 75
OVERFLOW_OPTIONS, BOX_OPTIONS = 5, 10
OPTION_GROUPS, GROUP_LABEL = 100, 75
PLACEHOLDER = 150
INPUT_LABEL, INPUT_HINT, INPUT_LENGTH = 2000, 2000, 3000
CONFIRM_TITLE, CONFIRM_TEXT, CONFIRM_BUTTON = 100, 300, 30
VIEW_TITLE, VIEW_METADATA, VIEW_BYTES = 24, 3000, 250_000
IMAGE_URL, IMAGE_ALT, IMAGE_TITLE = 3000, 2000, 2000
TABLE_ROWS, TABLE_COLUMNS, TABLE_CHARACTERS = 100, 20, 10_000
CHART_TITLE, CHART_SERIES, CHART_CATEGORIES, CHART_LABEL, CHARTS = 50, 6, 20, 20, 2
ALERT_TEXT = 200
METADATA_BYTES = 8000

_EVERYWHERE = frozenset({"actions", "context", "divider", "header", "image", "input", "rich_text", "section"})
_DATA = frozenset({"data_table", "data_visualization", "table"})
SURFACES: dict[str, frozenset[str]] = {
    "message": _EVERYWHERE | _DATA | {"markdown"},
    "modal": _EVERYWHERE | {"alert"},
    "home": _EVERYWHERE | _DATA,
}

SELECTS = frozenset({"static_select", "users_select", "conversations_select", "channels_select"})
MULTI_SELECTS = frozenset(f"multi_{name}" for name in SELECTS)
PICKERS = frozenset({"datepicker", "timepicker", "datetimepicker"})
BOXES = frozenset({"checkboxes", "radio_buttons"})
TEXT_INPUTS = frozenset({"plain_text_input", "number_input", "email_text_input", "url_text_input", "rich_text_input"})

# Which element may stand in which block.
ACCESSORIES = SELECTS | MULTI_SELECTS | BOXES | {"button", "overflow", "datepicker", "timepicker", "image"}
IN_ACTIONS = SELECTS | MULTI_SELECTS | BOXES | PICKERS | {"button", "overflow"}
IN_INPUT = SELECTS | MULTI_SELECTS | BOXES | PICKERS | TEXT_INPUTS
