"""How what somebody typed in Slack reads as Markdown, and as text alone."""

import pytest

from bot.domain.typed_markdown import as_markdown, unmarked


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("From *4 May* on", "From **4 May** on"),
        ("**Already** so", "**Already** so"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("• one\n• two", "- one  \n- two"),
        ("First line\nsecond\n\nnext", "First line  \nsecond\n\nnext"),
    ],
)
def test_what_is_typed_as_in_slack_reads_as_in_slack(typed: str, read: str) -> None:
    """Bold is between single stars there, and a line's end is one."""
    assert as_markdown(typed) == read


def test_where_nothing_can_be_bold_no_sign_is_left():
    """In a notification, say."""
    assert unmarked("*What stays:* 2 * 3") == "What stays: 2 * 3"
