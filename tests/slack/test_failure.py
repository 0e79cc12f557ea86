"""Errors of listeners become sentences, shown where the person is."""

import json
from typing import Any

import pytest

from bot.errors import BotError, NotAllowed, SlackRefused, SlackUnavailable, UserError
from tests.factories.bolt import (
    ANA,
    FORM,
    ON_FORM,
    ON_HOME,
    ON_MESSAGE,
    TEAM,
    World,
    click,
    command,
    event,
    raising,
    submission,
)


async def test_a_command_is_answered_with_the_sentence(world: World) -> None:
    """Before it was acknowledged in the acknowledgement, later through its response_url; names in it ping nobody."""
    world.app.command("/pmo")(raising(UserError("Nobody here is called <!channel>."), acknowledged=False))
    body = json.loads((await world.send(command())).body)
    assert body == {"response_type": "ephemeral", "text": "Nobody here is called &lt;!channel&gt;."}


async def test_a_command_that_fails_late_is_answered_all_the_same(world: World) -> None:
    """The acknowledgement is gone, the response_url is not."""
    world.app.command("/pmo")(raising(UserError("Gone."), acknowledged=True))
    assert (await world.send(command())).body == ""
    assert world.slack.said == [("respond", "https://respond/1", "Gone.")]


async def test_a_forms_field_shows_its_sentence(world: World) -> None:
    """An error that names a field of the form stands beside it; the form stays open."""
    world.app.view("answer_form")(raising(UserError("At most 3,000 characters.", field="moved"), acknowledged=False))
    body = json.loads((await world.send(submission())).body)
    assert body == {"response_action": "errors", "errors": {"moved": "At most 3,000 characters."}}


async def test_a_sentence_about_no_field_lies_on_top_of_the_form(world: World) -> None:
    """Closing it leads back to the form with everything that was typed."""
    world.app.view("answer_form")(raising(NotAllowed("Only a PMO may."), acknowledged=False))
    body = json.loads((await world.send(submission())).body)
    assert body["response_action"] == "push"
    assert body["view"]["blocks"][0]["text"]["text"] == "Only a PMO may."
    assert len(body["view"]["title"]["text"]) <= 24
    assert "submit" not in body["view"]


@pytest.mark.parametrize(
    ("blocks", "action"), [(FORM["blocks"], "errors"), ([{"type": "section", "block_id": "intro"}], "update")]
)
async def test_the_third_form_takes_no_fourth(world: World, blocks: Any, action: str) -> None:
    """Slack stacks three views: the sentence then goes into the form itself."""
    world.app.view("answer_form")(raising(NotAllowed("Only a PMO may."), acknowledged=False))
    deep = submission(previous_view_id="V0", root_view_id="V-1", blocks=blocks)
    assert json.loads((await world.send(deep)).body)["response_action"] == action
    second = submission(previous_view_id="V0", root_view_id="V0")
    assert json.loads((await world.send(second)).body)["response_action"] == "push"


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (ON_MESSAGE, ("respond", "https://respond/2", "Gone.")),
        (ON_FORM, ("push", "t1", "Gone.")),
        (ON_HOME, ("open", "t1", "Gone.")),
    ],
    ids=["message", "form", "home"],
)
@pytest.mark.parametrize("acknowledged", [True, False])
async def test_a_click_is_answered_where_it_was_made(
    world: World, place: Any, said: tuple[str, str, str], acknowledged: bool
) -> None:
    """Beside the message, on top of the form, in front of the home tab; and it is acknowledged either way."""
    world.app.action("answer")(raising(UserError("Gone."), acknowledged=acknowledged))
    assert (await world.send(click(**place))).status == 200
    assert world.slack.said == [said]


async def test_a_spent_trigger_leads_to_a_message(world: World) -> None:
    """Where no view can be shown any more, the person reads it in the conversation with the bot."""
    world.slack.failing["push"] = SlackRefused("views.push", "exchanged_trigger_id")
    world.app.action("answer")(raising(UserError("Gone."), acknowledged=True))
    await world.send(click(**ON_FORM))
    assert world.slack.said == [("post", "U1", "Gone.")]


async def test_when_nobody_can_be_told_the_request_is_still_acknowledged(world: World) -> None:
    """A Slack that is down does not make the error handler fail."""
    world.slack.failing["respond"] = SlackUnavailable("down")
    world.app.action("answer")(raising(UserError("Gone."), acknowledged=False))
    assert (await world.send(click(**ON_MESSAGE))).status == 200
    assert world.slack.said == []


@pytest.mark.parametrize(
    ("body", "how"), [(click(**ON_MESSAGE), "respond"), (event("app_mention", channel="C1"), "whisper")]
)
async def test_where_nothing_can_be_said_it_comes_as_a_message(world: World, body: Any, how: str) -> None:
    """The address is spent, or the channel is one in which we may not speak."""
    world.slack.failing[how] = SlackRefused("any", "channel_not_found")
    world.app.action("answer")(raising(UserError("Gone."), acknowledged=True))
    world.app.event("app_mention")(raising(UserError("Gone."), acknowledged=False))
    assert (await world.send(body)).status == 200
    assert world.slack.said == [("post", "U1", "Gone.")]


@pytest.mark.parametrize(
    ("kind", "fields", "said"),
    [
        ("message", {"channel_type": "im", "channel": "D1"}, [("post", "D1", "Gone.")]),
        ("app_mention", {"channel": "C1"}, [("whisper", "C1 U1", "Gone.")]),
        ("app_home_opened", {"tab": "home"}, [("home", "U1", "Gone.")]),
        ("app_home_opened", {"tab": "messages"}, []),
        ("team_join", {}, []),
    ],
)
async def test_words_are_answered_where_they_were_said(
    world: World, kind: str, fields: Any, said: list[tuple[str, str, str]]
) -> None:
    """In the conversation, in the channel for that person alone, on the home tab; other events are nobody's."""
    world.app.event(kind)(raising(UserError("Gone."), acknowledged=False))
    await world.send(event(kind, **fields))
    assert world.slack.said == said


async def test_a_fault_of_ours_gives_a_reference(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """The person reads the reference that the log has, and nothing of the error itself."""
    refs: list[str] = []

    @world.app.view("answer_form")
    async def listener(context: Any) -> None:
        refs.append(context["ref"])
        raise KeyError("the staging keys are lost")

    text = json.loads((await world.send(submission())).body)["view"]["blocks"][0]["text"]["text"]
    assert f"ref {refs[0]}" in text
    assert "Nothing you typed is lost" in text
    assert "staging" not in text


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (SlackUnavailable("down"), "Slack is not answering"),
        (SlackRefused("views.open", "expired_trigger_id"), "took too long to open"),
        (SlackRefused("views.open", "invalid_trigger_id"), "took too long to open"),
        (SlackRefused("chat.postEphemeral", "channel_not_found"), "did not take Drumbeat's answer"),
        (SlackRefused("views.push", "invalid_arguments"), "did not take Drumbeat's answer"),
        (SlackRefused("response_url", "expired_url"), "did not take Drumbeat's answer"),
        (SlackRefused("chat.update", "message_not_found"), "Something broke on our side, ref "),
    ],
)
async def test_slacks_own_trouble_has_its_own_words(world: World, error: BotError, words: str) -> None:
    """What passes is called so."""
    world.app.action("answer")(raising(error, acknowledged=True))
    await world.send(click(**ON_MESSAGE))
    ((_, _, said),) = world.slack.said
    assert words in said


async def test_a_form_that_was_closed_meanwhile_is_nobodys_trouble(world: World) -> None:
    """An update of a view that is gone or newer says nothing to anybody."""
    world.app.action("answer")(raising(SlackRefused("views.update", "hash_conflict"), acknowledged=True))
    assert (await world.send(click(**ON_FORM))).status == 200
    assert world.slack.said == []


async def test_a_button_of_a_former_version_says_so(world: World) -> None:
    """Nothing listens to it: a sentence, and an acknowledgement."""
    assert (await world.send(click(**ON_MESSAGE))).status == 200
    ((how, _, said),) = world.slack.said
    assert how == "respond"
    assert "/pmo" in said


async def test_menus_in_forms_and_link_buttons_need_no_listener(world: World) -> None:
    """They are acknowledged without a word."""
    menu = click(**ON_FORM)
    menu["actions"] = [{"type": "static_select", "action_id": "day", "block_id": "b"}]
    link = {"type": "button", "action_id": "answer", "block_id": "b", "url": "https://example.org"}
    linked = click(response_url="https://respond/2", message={"blocks": [{"type": "actions", "elements": [link]}]})
    assert [(await world.send(body)).status for body in (menu, linked)] == [200, 200]
    assert world.slack.said == []


async def test_suggestions_fail_to_an_empty_list(world: World) -> None:
    """A menu that loads its options shows none."""
    body = {"type": "block_suggestion", "team": TEAM, "user": ANA, "action_id": "find", "block_id": "b", "value": "a"}
    assert json.loads((await world.send(body)).body) == {"options": []}


async def test_an_event_that_could_not_be_taken_comes_again(world: World) -> None:
    """It is not acknowledged, and nobody is told: Slack sends it a second time."""
    heard: list[str] = []

    @world.app.event("app_mention")
    async def listener(event: dict[str, Any]) -> None:
        heard.append(event["user"])

    world.slack.failing["identity"] = SlackUnavailable("down")
    assert (await world.send(event("app_mention", channel="C1"))).status == 500
    assert (heard, world.slack.said) == ([], [])
    del world.slack.failing["identity"]
    assert (await world.send(event("app_mention", channel="C1"))).status == 200
    assert heard == ["U1"]
