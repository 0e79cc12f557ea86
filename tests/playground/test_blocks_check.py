"""Blocks beyond Slack's limits, unknown to it or on the wrong surface are refused."""

from typing import Any

import pytest

from bot.playground.blocks_check import check_blocks
from bot.playground.records import SlackRefusal
from tests.playground.some_blocks import assert_refused, text

GOOD: list[tuple[str, dict[str, Any], str]] = [
    ("a section of 3,000 characters", {"type": "section", "text": text("x" * 3000, "mrkdwn")}, "message"),
    ("ten fields", {"type": "section", "fields": [text("f" * 2000)] * 10}, "home"),
    ("a header of 150", {"type": "header", "text": text("x" * 150)}, "modal"),
    ("ten context elements", {"type": "context", "elements": [text("x", "mrkdwn")] * 10}, "message"),
    ("an alert in a form", {"type": "alert", "text": text("Careful"), "level": "warning"}, "modal"),
    ("markdown of 12,000", {"type": "markdown", "text": "x" * 12_000}, "message"),
    (
        "an image",
        {"type": "image", "image_url": "https://x.example/a.png", "alt_text": "A chart", "title": text()},
        "modal",
    ),
    (
        "a picture beside words",
        {"type": "context", "elements": [{"type": "image", "image_url": "https://x", "alt_text": "x"}]},
        "home",
    ),
]

BAD: list[tuple[str, dict[str, Any], str, str]] = [
    ("a block type that does not exist", {"type": "sectoin"}, "message", "unsupported type"),
    ("markdown on a home tab", {"type": "markdown", "text": "x"}, "home", "unsupported type on a home"),
    ("an alert in a message", {"type": "alert", "text": text()}, "message", "unsupported type on a message"),
    ("a section of 3,001 characters", {"type": "section", "text": text("x" * 3001)}, "message", "less than 3001"),
    ("a section without words", {"type": "section"}, "message", "missing required field: text or fields"),
    ("eleven fields", {"type": "section", "fields": [text()] * 11}, "message", "no more than 10 items"),
    ("a field of 2,001", {"type": "section", "fields": [text("x" * 2001)]}, "message", "less than 2001"),
    ("an empty text", {"type": "section", "text": text("")}, "message", "more than 0 characters"),
    ("a header of 151", {"type": "header", "text": text("x" * 151)}, "message", "less than 151"),
    ("a header in mrkdwn", {"type": "header", "text": text("x", "mrkdwn")}, "message", "plain_text"),
    ("a block_id of 256", {"type": "divider", "block_id": "x" * 256}, "message", "less than 256"),
    (
        "a field that Slack does not know",
        {"type": "divider", "colour": "red"},
        "message",
        "additional property: colour",
    ),
    ("eleven context elements", {"type": "context", "elements": [text()] * 11}, "message", "no more than 10"),
    ("markdown of 12,001", {"type": "markdown", "text": "x" * 12_001}, "message", "less than 12001"),
    (
        "an image without words for those who cannot see it",
        {"type": "image", "image_url": "https://x"},
        "message",
        "alt_text",
    ),
    ("a part of rich text that is none", {"type": "rich_text", "elements": ["x"]}, "message", "must be an object"),
    (
        "an image with two sources",
        {"type": "image", "alt_text": "x", "image_url": "https://x", "slack_file": {"id": "F1"}},
        "message",
        "exactly one of",
    ),
    ("an alert of 201", {"type": "alert", "text": text("x" * 201)}, "modal", "less than 201"),
    ("an alert of no known level", {"type": "alert", "text": text(), "level": "loud"}, "modal", "unknown level"),
    (
        "emoji in mrkdwn",
        {"type": "section", "text": {"type": "mrkdwn", "text": "x", "emoji": True}},
        "message",
        "property: emoji",
    ),
    (
        "verbatim in plain text",
        {"type": "section", "text": {"type": "plain_text", "text": "x", "verbatim": True}},
        "message",
        "property: verbatim",
    ),
    (
        "a text that is a number",
        {"type": "section", "text": {"type": "mrkdwn", "text": 7}},
        "message",
        "must be a string",
    ),
]


@pytest.mark.parametrize(("block", "surface"), [row[1:] for row in GOOD], ids=[row[0] for row in GOOD])
def test_what_is_within_limits_is_taken(block: dict[str, Any], surface: str) -> None:
    """Slack: the limits of Block Kit, exactly reached."""
    check_blocks([block], surface)


@pytest.mark.parametrize(("block", "surface", "reason"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_what_is_beyond_limits_is_refused(block: dict[str, Any], surface: str, reason: str) -> None:
    """Slack: the limits of Block Kit, passed by one, answer invalid_blocks with a message that points at the place."""
    assert_refused(block, surface, reason)


@pytest.mark.parametrize(("surface", "most"), [("message", 50), ("modal", 100), ("home", 100)])
def test_so_many_blocks_and_no_more(surface: str, most: int) -> None:
    """Slack: 50 blocks a message, 100 a modal or Home tab."""
    check_blocks([{"type": "divider"}] * most, surface)
    with pytest.raises(SlackRefusal):
        check_blocks([{"type": "divider"}] * (most + 1), surface)


def test_a_block_id_stands_once() -> None:
    """Slack: block_id should be unique for each message or view."""
    with pytest.raises(SlackRefusal, match="must be unique"):
        check_blocks([{"type": "divider", "block_id": "a"}, {"type": "divider", "block_id": "a"}], "message")


@pytest.mark.parametrize("blocks", ["text", {"type": "divider"}, [1], [{"type": "section", "text": "plain"}]])
def test_what_is_no_list_of_blocks_is_refused(blocks: Any) -> None:
    """Malformed payloads are refused with a message, not with a crash."""
    with pytest.raises(SlackRefusal) as refused:
        check_blocks(blocks, "message")
    assert refused.value.messages


async def test_the_web_api_explains_invalid_blocks(api) -> None:
    """Slack: invalid_blocks with response_metadata.messages."""
    answer = await api("chat.postMessage", channel="#sync", text="x", blocks=[{"type": "sectoin"}])
    assert answer["error"] == "invalid_blocks"
    expected = "[ERROR] unsupported type: sectoin [json-pointer:/blocks/0/type]"
    assert answer["response_metadata"]["messages"] == [expected]
