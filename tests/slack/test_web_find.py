"""A message is found again after a crash: in a channel, in a thread, with a person."""

from typing import Any

import pytest

from bot.errors import SlackRefused
from bot.slack.gateway import Posted
from bot.slack.web import WebSlack
from tests.factories.web_api import Api


def found(key: str) -> dict[str, Any]:
    return {"event_type": "drumbeat_message", "event_payload": {"key": key}}


async def test_a_message_is_found_by_metadata_then_by_block(slack: WebSlack, api: Api) -> None:
    """The metadata counts first; a message whose metadata Slack dropped is found by its block."""
    messages = [
        {"ts": "9.0", "text": "chatter"},
        {"ts": "8.0", "blocks": [{"block_id": "k1"}]},
        {"ts": "7.0", "metadata": found("k1")},
        {"ts": "6.0", "metadata": {"event_type": "another_app", "event_payload": {"key": "k2"}}},
    ]
    api.will("conversations.history", {"messages": messages})
    assert await slack.find_posted("C1", "k1") == Posted("C1", "7.0")
    assert await slack.find_posted("U1", "k1", conversation="D1") == Posted("D1", "7.0")
    assert await slack.find_posted("C1", "k2") is None
    api.will("conversations.history", {"messages": messages[:2]})
    assert await slack.find_posted("C1", "k1") == Posted("C1", "8.0")
    assert api.asked("conversations.history")[0]["include_all_metadata"] == "1"


async def test_a_reply_is_looked_for_in_its_thread(slack: WebSlack, api: Api) -> None:
    """All pages of the thread are read, since replies come oldest first."""
    more = {"response_metadata": {"next_cursor": "n"}}
    api.will(
        "conversations.replies",
        *[{"messages": [], **more}] * 5,
        {"messages": [{"ts": "2.0", "metadata": found("k")}]},
    )
    assert await slack.find_posted("C1", "k", thread_ts="1.0") == Posted("C1", "2.0")
    assert {body["ts"] for body in api.asked("conversations.replies")} == {"1.0"}


async def test_an_unknown_conversation_is_asked_for(slack: WebSlack, api: Api) -> None:
    """History takes conversations, not people."""
    api.will("conversations.open", {"channel": {"id": "D1"}})
    api.will("conversations.history", {"messages": [{"ts": "7.0", "metadata": found("k")}]})
    assert await slack.find_posted("U1", "k") == Posted("D1", "7.0")
    assert api.asked("conversations.open") == [{"users": "U1"}]
    assert api.asked("conversations.history")[0]["channel"] == "D1"


async def test_without_the_scope_an_unknown_conversation_cannot_be_searched(slack: WebSlack, api: Api) -> None:
    """`im:write` is optional; whoever asks hears that it may not look."""
    api.will("conversations.open", {"ok": False, "error": "missing_scope", "needed": "im:write"})
    with pytest.raises(SlackRefused, match="missing_scope"):
        await slack.find_posted("U1", "k")
    assert api.asked("conversations.history") == []
