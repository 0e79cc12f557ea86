"""A person reads, clicks, types and submits; the bot is told in Slack's shapes."""

import pytest

from bot.playground.records import BOT_USER_ID, ActRefused
from bot.playground.workspace import Workspace
from tests.playground.some_blocks import asking, option, text

PROMPT = [
    {"type": "section", "block_id": "ask", "text": {"type": "mrkdwn", "text": "Ready for this week?"}},
    {
        "type": "actions",
        "block_id": "prompt",
        "elements": [
            {
                "type": "button",
                "action_id": "answer",
                "value": "7",
                "style": "primary",
                "text": {"type": "plain_text", "text": "Answer"},
            },
            {
                "type": "overflow",
                "action_id": "more",
                "options": [
                    {"text": {"type": "plain_text", "text": "Why am I asked?"}, "value": "why"},
                    {"text": {"type": "plain_text", "text": "Change the time"}, "value": "time"},
                ],
            },
        ],
    },
]


def question(name: str, element: dict, *, optional: bool = False) -> dict:
    label = text(name.capitalize() + "?")
    return asking({"action_id": "value"} | element, block_id=name, optional=optional, label=label)


def options(*words: str) -> list[dict]:
    return [option(word.lower(), word) for word in words]


FORM = {
    "type": "modal",
    "callback_id": "form",
    "private_metadata": "42",
    "title": {"type": "plain_text", "text": "Your update"},
    "submit": {"type": "plain_text", "text": "Send to #sync"},
    "blocks": [
        question("moved", {"type": "plain_text_input", "multiline": True}),
        question("plan", {"type": "checkboxes", "options": options("Refunds", "Invoices")}, optional=True),
        question(
            "sure", {"type": "radio_buttons", "options": options("Yes", "No"), "initial_option": options("Yes")[0]}
        ),
        question("team", {"type": "static_select", "options": options("Growth", "Mobile")}, optional=True),
        question("people", {"type": "multi_users_select"}, optional=True),
        question("where", {"type": "conversations_select"}, optional=True),
        question("day", {"type": "datepicker"}, optional=True),
        question("long", {"type": "rich_text_input"}, optional=True),
    ],
}


@pytest.fixture
async def ana(api, workspace: Workspace, bot):
    """Ana, who has just been asked."""
    ana = workspace.persona("ana")
    await api("chat.postMessage", channel=ana.id, text="Ready?", blocks=PROMPT)
    await workspace.settled()
    bot.envelopes.clear()
    return ana


async def open_form(api, workspace: Workspace, ana) -> None:
    answer = await api("views.open", trigger_id=workspace.lent.trigger(ana.id), view=FORM)
    assert answer["ok"], answer


async def test_a_click_tells_who_where_and_what(ana, bot) -> None:
    """Slack: block_actions with user, team, channel, message, container, trigger_id, response_url, actions, state."""
    await ana.click("Answer")
    payload = bot.payloads[0]
    message = ana.messages()[0]
    assert payload["type"] == "block_actions"
    assert payload["user"]["id"] == ana.id
    assert payload["channel"]["name"] == "directmessage"
    assert payload["container"] == {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel,
        "is_ephemeral": False,
    }
    assert payload["message"]["ts"] == message.ts
    action = payload["actions"][0]
    said = [action[part] for part in ("type", "action_id", "block_id", "value")]
    assert said == ["button", "answer", "prompt", "7"]
    assert payload["response_url"].startswith("http://127.0.0.1:")
    assert payload["trigger_id"]
    assert payload["state"] == {"values": {}}


async def test_a_choice_of_an_overflow_is_clicked_by_its_words(ana, bot) -> None:
    """Slack: an overflow's action carries selected_option."""
    await ana.click("Why am I asked?")
    action = bot.payloads[0]["actions"][0]
    assert (action["type"], action["selected_option"]["value"]) == ("overflow", "why")


async def test_a_button_that_is_not_there_cannot_be_clicked(ana) -> None:
    """The error names what is there."""
    with pytest.raises(ActRefused, match="No message has “Approve”"):
        await ana.click("Approve")
    with pytest.raises(ActRefused, match="Why am I asked"):
        await ana.click("Approve", on=ana.messages()[0])


async def test_a_double_click_sends_two_clicks_with_two_triggers(ana, bot) -> None:
    """Each click lends its own trigger."""
    await ana.double_click("Answer")
    assert len({payload["trigger_id"] for payload in bot.payloads}) == 2
    assert ana.clicks == 2


async def test_a_form_reports_each_input_by_its_kind(api, workspace: Workspace, ana, bot) -> None:
    """Slack: view_submission with view.state.values typed by element; words typed into a form are not escaped."""
    await open_form(api, workspace, ana)
    answers = {
        "Moved?": "Refunds & <more>",
        "Plan?": ["Refunds"],
        "Team?": "Mobile",
        "People?": ["ben", "mara"],
        "Where?": "#sync",
        "Day?": "2026-11-27",
        "Long?": "Rich",
    }
    assert await ana.submit(answers) == {}
    payload = bot.payloads[0]
    assert (payload["type"], payload["view"]["callback_id"], payload["view"]["private_metadata"]) == (
        "view_submission",
        "form",
        "42",
    )
    values = {name: state["value"] for name, state in payload["view"]["state"]["values"].items()}
    assert values["moved"] == {"type": "plain_text_input", "value": "Refunds & <more>"}
    assert [one["value"] for one in values["plan"]["selected_options"]] == ["refunds"]
    assert values["sure"]["selected_option"]["value"] == "yes"
    assert values["team"]["selected_option"]["value"] == "mobile"
    assert values["people"]["selected_users"] == [workspace.person("ben").id, workspace.person("mara").id]
    assert values["where"]["selected_conversation"] == workspace.channel("sync").id
    assert values["day"] == {"type": "datepicker", "selected_date": "2026-11-27"}
    assert values["long"]["rich_text_value"]["elements"][0]["elements"][0]["text"] == "Rich"
    assert payload["response_urls"] == []
    assert ana.modal is None


async def test_what_was_left_blank_is_reported_as_nothing(api, workspace: Workspace, ana, bot) -> None:
    """Slack: null for one value, an empty list for several, and no rich_text_value."""
    await open_form(api, workspace, ana)
    await ana.submit({"moved": "x"})
    values = {name: state["value"] for name, state in bot.payloads[0]["view"]["state"]["values"].items()}
    assert values["team"] == {"type": "static_select", "selected_option": None}
    assert values["plan"] == {"type": "checkboxes", "selected_options": []}
    assert values["people"] == {"type": "multi_users_select", "selected_users": []}
    assert values["long"] == {"type": "rich_text_input"}


async def test_the_client_refuses_before_the_bot_is_asked(api, workspace: Workspace, ana, bot) -> None:
    """Slack's client holds a form back: required fields, 3,000 characters."""
    await open_form(api, workspace, ana)
    assert await ana.submit() == {"moved": "Please complete this required field."}
    assert "3000" in (await ana.submit({"moved": "x" * 3001}))["moved"]
    assert bot.envelopes == []
    assert ana.modal is not None


async def test_errors_keep_the_form_open(api, workspace: Workspace, ana, bot) -> None:
    """Slack: response_action errors."""
    await open_form(api, workspace, ana)
    bot.answer = lambda _: {"response_action": "errors", "errors": {"moved": "Say a little more."}}
    assert await ana.submit({"moved": "x"}) == {"moved": "Say a little more."}
    assert ana.modal.typed["moved"] == {"value": "x"}


async def test_errors_for_what_is_no_input_are_refused_loudly(api, workspace: Workspace, ana, bot) -> None:
    """Slack shows "we had some trouble" for errors that name no input block."""
    await open_form(api, workspace, ana)
    bot.answer = lambda _: {"response_action": "errors", "errors": {"nothing": "Hm."}}
    with pytest.raises(ActRefused, match="Slack refuses it"):
        await ana.submit({"moved": "x"})
    assert ana.modal is not None


async def test_an_answer_may_update_push_or_clear(api, workspace: Workspace, ana, bot) -> None:
    """Slack: response_action update replaces the form, push puts one on top, clear closes all."""
    await open_form(api, workspace, ana)
    other = FORM | {"title": {"type": "plain_text", "text": "Preview"}}
    bot.answer = lambda _: {"response_action": "update", "view": other}
    await ana.submit({"moved": "x"})
    assert ana.modal.title["text"] == "Preview"
    bot.answer = lambda _: {"response_action": "push", "view": FORM}
    await ana.submit()
    assert len(workspace.views.stack(ana.id)) == 2
    bot.answer = lambda _: {"response_action": "clear"}
    await ana.submit({"moved": "x"})
    assert ana.modal is None


async def test_a_form_that_was_accepted_shows_the_one_below(api, workspace: Workspace, ana, bot) -> None:
    """Slack: an empty acknowledgement closes the top view only."""
    await open_form(api, workspace, ana)
    below = ana.modal
    await api("views.push", trigger_id=workspace.lent.trigger(ana.id, below.id), view=FORM)
    await ana.submit({"moved": "x"})
    assert ana.modal is below


async def test_a_command_carries_its_words_and_mentions(ana, bot, workspace: Workspace) -> None:
    """Slack: slash_commands with command, text, trigger_id and response_url; mentions as <@id|name>."""
    await ana.command("/pmo role @ben lead", channel="#sync")
    payload = bot.payloads[0]
    assert (payload["command"], payload["channel_name"], payload["user_id"]) == ("/pmo", "sync", ana.id)
    assert payload["text"] == f"role <@{workspace.person('ben').id}|ben> lead"
    assert payload["trigger_id"]
    assert payload["response_url"]


async def test_an_unknown_command_never_reaches_the_bot(ana, bot) -> None:
    """Slack's client knows the commands."""
    with pytest.raises(ActRefused, match="/pmoo is not a command"):
        await ana.command("/pmoo")
    assert bot.envelopes == []


async def test_an_answer_in_the_channel_is_seen_by_all(ana, bot, workspace: Workspace) -> None:
    """Slack: ephemeral unless response_type: in_channel."""
    bot.answer = lambda _: {"text": "For all", "response_type": "in_channel"}
    answers = await ana.command("/pmo", channel="#sync")
    assert [(answer.text, answer.ephemeral) for answer in answers] == [("For all", False)]
    assert [message.text for message in workspace.persona("ben").messages("#sync")] == ["For all"]


async def test_words_to_the_bot_are_escaped_and_mentions_have_ids(ana, bot, workspace: Workspace) -> None:
    """Slack: &, < and > are escaped in event text, mentions are <@U…>, links stand in angle brackets."""
    await ana.say("keys < locks & @ben said <!channel> https://x.example/a @channel")
    ben = workspace.person("ben").id
    assert bot.events[0]["text"] == (
        f"keys &lt; locks &amp; <@{ben}> said &lt;!channel&gt; <https://x.example/a> <!channel>"
    )
    assert (bot.events[0]["channel_type"], bot.events[0]["type"]) == ("im", "message")


async def test_a_mention_in_a_channel_is_an_app_mention(ana, bot) -> None:
    """Slack: beside message.channels, which all words in public channels are; words in private ones are not sent."""
    for said, channel in (("hi", "#leadership"), ("hi", "#sync"), ("@Drumbeat good morning", "#sync")):
        await ana.say(said, channel=channel)
    assert [event["type"] for event in bot.events] == ["message", "message", "app_mention"]
    assert bot.events[2]["text"] == f"<@{BOT_USER_ID}> good morning"


async def test_a_reply_in_a_thread_names_its_parent(ana, bot) -> None:
    """Slack: thread_ts and parent_user_id."""
    await ana.say("about this", thread=ana.messages()[0].ts)
    assert bot.events[0]["thread_ts"] == ana.messages()[0].ts
    assert bot.events[0]["parent_user_id"] == BOT_USER_ID


async def test_nobody_writes_where_they_may_not(ana, workspace: Workspace) -> None:
    """Archived channels, channels of others and deactivated people, each with a sentence."""
    with pytest.raises(ActRefused, match="Join #leadership first"):
        await workspace.persona("ben").say("hi", channel="#leadership")
    await workspace.members.archive(workspace.channel("sync"), by=ana.id)
    with pytest.raises(ActRefused, match="#sync is archived"):
        await ana.say("hi", channel="#sync")
    await workspace.members.set_deleted(ana.person, deleted=True)
    with pytest.raises(ActRefused, match="Ana Sousa is deactivated"):
        await ana.say("hi")


async def test_people_are_found_by_first_name_mail_or_id(workspace: Workspace) -> None:
    """Whatever is unambiguous works; the rest is named."""
    ana = workspace.person("ana")
    assert workspace.person("ana@lumen.example") is ana
    assert workspace.person(ana.id) is ana
    with pytest.raises(LookupError, match="nobody"):
        workspace.person("zoe")


async def test_acts_wait_for_a_bot_that_says_when_it_is_idle(workspace: Workspace, bot) -> None:
    """`settles_by` registers how to wait; every act of a persona ends with it."""
    waited = []

    async def idle() -> None:
        waited.append(True)

    workspace.settles_by(idle)
    await workspace.persona("ana").say("hello")
    await workspace.persona("ana").command("/pmo")
    assert len(waited) == 2
