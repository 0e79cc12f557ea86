"""What cannot be read is told to its sender, counted, and logged without its content."""

import json
from io import StringIO
from typing import Any

import pytest

from bot.errors import SlackRefused
from bot.slack.app import build_app
from tests.factories.bolt import FORM, ON_FORM, ON_HOME, ON_MESSAGE, Recorder, World, click, command, event, submission

SECRET = "Zanzibar"
WRONG: dict[str, Any] = {"trigger_id": [SECRET]}
BAD_ACTIONS = [{"type": SECRET, "action_id": 7}]


@pytest.mark.parametrize(
    ("body", "how"),
    [
        (click(**ON_MESSAGE, actions=BAD_ACTIONS), ("respond", "https://respond/2")),
        (click(**ON_FORM, actions=BAD_ACTIONS), ("push", "t1")),
        (click(**ON_HOME, actions=BAD_ACTIONS), ("open", "t1")),
        (click(**ON_HOME, trigger_id=[SECRET]), ("post", "U1")),
        (click(response_url=f"gopher://{SECRET}"), ("open", "t1")),
        (event("message", channel_type="im", channel="D1", text=[SECRET]), ("post", "D1")),
        (event("app_mention", channel="C1", text={SECRET: 1}), ("whisper", "C1 U1")),
        (event("app_home_opened", tab="home", event_id=[SECRET]), ("home", "U1")),
    ],
)
async def test_whoever_sent_it_is_told_where_they_are(
    world: World, logged: StringIO, body: dict[str, Any], how: tuple[str, str]
) -> None:
    """In the place that can still be read of it; the log names the field and not what stood in it."""
    assert (await world.send(body)).status == 200
    ((*where, sentence),) = world.slack.said
    assert tuple(where) == how
    assert "could not read" in sentence
    assert "nothing was changed" in sentence
    (line,) = [json.loads(one) for one in logged.getvalue().splitlines() if "could not be read" in one]
    assert line["where"]
    assert len(line["ref"]) == 4
    assert SECRET not in logged.getvalue()


async def test_a_form_keeps_what_was_typed(world: World) -> None:
    """The sentence lies on top of it."""
    body = json.loads((await world.send(submission(private_metadata=7))).body)
    assert body["response_action"] == "push"
    assert "could not read" in body["view"]["blocks"][0]["text"]["text"]


async def test_a_command_is_answered_in_its_acknowledgement(world: World) -> None:
    """Even where its response_url is none."""
    response = await world.send(command() | {"response_url": "nowhere"})
    assert "could not read" in json.loads(response.body)["text"]


@pytest.mark.parametrize(
    "fields",
    [
        {"channel_type": "im", "text": 7, "bot_id": "B1"},
        {"channel_type": "im", "text": 7, "subtype": "message_changed"},
        {"channel_type": "im", "text": 7, "user": ["U1"]},
    ],
)
async def test_an_event_that_is_nobodys_is_acknowledged_without_a_word(world: World, fields: Any) -> None:
    """Slack would only send the same again; and what an app says, we ourselves say, must not be answered."""
    assert (await world.send(event("message", **fields))).status == 200
    assert world.slack.said == []


@pytest.mark.parametrize("body", [{}, [], {"type": "block_actions"}, {"view": FORM}, click(user=None)])
async def test_where_nobody_is_named_slack_says_that_it_did_not_work(world: World, body: Any) -> None:
    """It is not acknowledged."""
    assert (await world.app.receive(body, {})).status == 400
    assert world.slack.said == []


async def test_where_nobody_can_be_reached_slack_says_that_it_did_not_work(world: World) -> None:
    """A refusal of the refusal is not an error of its own."""
    world.slack.failing["respond"] = SlackRefused("response_url", "used_url")
    world.slack.failing["post"] = SlackRefused("chat.postMessage", "user_not_found")
    assert (await world.send(click(**ON_MESSAGE, actions=BAD_ACTIONS))).status == 400


async def test_refusals_are_counted_by_kind() -> None:
    """A form of an old version, refused by its listener, is counted as well."""
    counted: list[str] = []

    class Counting:
        def unreadable(self, request: str) -> None:
            counted.append(request)

    async def slack_for(_workspace_id: str) -> Any:
        return Recorder()

    async def first_time(_workspace_id: str, _event_id: str) -> bool:
        return True

    app = build_app(slack_for, first_time, metrics=Counting())  # type: ignore[arg-type]
    for body in (click(**WRONG), submission(state=7), command() | WRONG, event(event_id=7), {}):
        await app.receive(body, {})
    assert counted == ["click", "form", "command", "event", "other"]
