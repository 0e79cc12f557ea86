"""The door for what comes from Slack: checked, cleaned, and with nothing unknown in it."""

import json
from copy import deepcopy
from typing import Any

import pytest

from bot.errors import Unreadable
from bot.slack import payload
from tests.factories.bolt import ON_FORM, ON_HOME, ON_MESSAGE, click, command, event, submission

DEEP: Any = "deep"
for _ in range(payload.DEEPEST):
    DEEP = [DEEP]


@pytest.mark.parametrize(
    "body",
    [click(**ON_MESSAGE), click(**ON_FORM), click(**ON_HOME), submission(), command(), event(), event("message")],
    ids=["on message", "on form", "on home", "form", "command", "person", "words"],
)
def test_what_slack_sends_comes_through_as_it_is(body: dict[str, Any]) -> None:
    """All fields that are known, with the values they had, and none that was not sent."""
    known = {key: value for key, value in body.items() if key != "team"}
    read = payload.read(deepcopy(body))
    assert {key: read[key] for key in known} == known | {key: read[key] for key in ("user",) if key in known}


def test_what_slack_writes_otherwise_than_it_says_is_read_all_the_same() -> None:
    """An empty map as `[]`, an empty text for what is not there, and more typed than a field of ours takes."""
    empty = submission()
    empty["view"]["state"] = {"values": []}
    assert payload.read(empty)["view"]["state"]["values"] == {}
    assert not payload.read(click(**ON_MESSAGE | {"response_url": ""})).get("response_url")
    joined = event("member_joined_channel", user="U1", channel="C1", inviter="")
    assert not payload.read(joined)["event"].get("inviter")
    long = submission()
    long["view"]["state"] = {"values": {"a": {"b": {"type": "plain_text_input", "value": "x" * 3500}}}}
    assert len(payload.read(long)["view"]["state"]["values"]["a"]["b"]["value"]) == 3500


def test_what_nobody_names_is_left_behind() -> None:
    """A listener cannot read it by mistake, whatever its type."""
    body = click(**ON_MESSAGE) | {"container": {"type": 7}, "enterprise": "<!channel>"}
    body["actions"][0]["confirm"] = None
    assert "container" not in payload.read(body)
    assert "confirm" not in payload.read(body)["actions"][0]


def test_an_unknown_event_is_only_named() -> None:
    """Nobody listens to it, so that it may look as it likes."""
    assert payload.read(event("channel_created", channel=7))["event"] == {"type": "channel_created"}


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ([], ""),
        ({}, "type, user"),
        ({"type": ["block_actions"]}, "type, user"),
        (click(actions=[]), "actions"),
        (click(actions=[{"type": "button", "action_id": "a"}]), "actions.0.block_id"),
        (click(actions=[{"type": "button", "action_id": "a", "block_id": "b", "value": 7}]), "actions.0.value"),
        (click(trigger_id=9), "trigger_id"),
        (click(response_url="gopher://respond"), "response_url"),
        (click(response_url="http://["), "response_url"),
        (submission(state={"values": {"<!channel>": None}}), "view.state.values"),
        (submission(private_metadata=None), "view.private_metadata"),
        (command() | {"text": {"secret": "Zanzibar"}}, "text"),
        (command() | {"user_id": "<!channel>"}, "user_id"),
        (event("message", ts="١.٢"), "event.ts"),
        (event("message", event_id="Z" * 100_000), "event_id"),
        (event("channel_rename", channel="C1"), "event.channel"),
        (event("user_change", user={"id": "U1", "is_admin": "yes"}), "event.user.is_admin"),
        ({"type": "event_callback", "event_id": "Ev1", "event": [{"type": "message"}]}, "event"),
        ({"type": "event_callback", "event_id": "Ev1", "event": {"type": {}}}, "event.type"),
        (click(actions=[DEEP]), f"more than {payload.DEEPEST} levels"),
    ],
)
def test_what_is_of_another_shape_is_refused_by_the_names_of_its_fields(body: Any, where: str) -> None:
    """Each wrong field is named, and nothing that stood there, nor the names that an app gave to its own fields."""
    with pytest.raises(Unreadable) as refused:
        payload.read(deepcopy(body))
    assert refused.value.where == where


def test_at_most_five_fields_are_named() -> None:
    """A log line stays one."""
    with pytest.raises(Unreadable) as refused:
        payload.read(click(actions=[7] * 100))
    assert refused.value.where == "actions.0, actions.1, actions.2, actions.3, actions.4"


def test_no_text_keeps_what_no_database_bears() -> None:
    """NUL and lone surrogates go, from names of fields too; whole emoji and other control characters stay."""
    values = {
        "q:m\x00oved": {"va\ud800lue": {"type": "plain_text_input", "value": "Ke\x00ys 🗝 \udc00for\n\x07staging"}}
    }
    body = json.loads(json.dumps(submission(state={"values": values})))
    read = payload.read(body)["view"]["state"]["values"]
    assert read == {"q:moved": {"value": {"type": "plain_text_input", "value": "Keys 🗝 for\n\x07staging"}}}
    assert payload.read(command() | {"text": "sync\x00 \ud83d"})["text"] == "sync "


@pytest.mark.parametrize(
    ("body", "request_"),
    [
        (event(), "event"),
        (command(), "command"),
        (click(), "click"),
        (submission(), "form"),
        ({}, "other"),
        (7, "other"),
    ],
)
def test_each_request_is_of_a_kind(body: Any, request_: str) -> None:
    """For the figures."""
    assert payload.request_of(body) == request_
