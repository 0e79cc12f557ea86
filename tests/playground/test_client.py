"""The client behind a person: what was typed around a click, and who may act at all."""

import pytest

from bot.playground.client import Client
from bot.playground.records import ActRefused
from bot.playground.seen import words_of
from bot.playground.workspace import Workspace
from tests.playground.test_persona import FORM, PROMPT, options

CHOOSE = [
    {
        "type": "actions",
        "block_id": "choose",
        "elements": [
            {"type": "static_select", "action_id": "team", "options": options("Growth", "Mobile")},
            {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}},
        ],
    }
]


async def test_what_was_chosen_around_a_button_is_reported_with_it(api, workspace: Workspace, bot) -> None:
    """Slack: block_actions of a message carries the state of all its elements."""
    ana = workspace.person("ana")
    channel = workspace.channel("dm", user=ana.id)
    posted = await api("chat.postMessage", channel=ana.id, text="Choose", blocks=CHOOSE)
    state = {"choose": {"team": "mobile"}}
    await Client(workspace, ana).click(channel.messages[posted["ts"]], channel, ("choose", "go"), None, state=state)
    values = bot.payloads[-1]["state"]["values"]
    assert values["choose"]["team"]["selected_option"]["value"] == "mobile"


async def test_a_deactivated_person_can_do_nothing(api, workspace: Workspace, bot) -> None:
    """Writing, clicking, sending, opening the home tab: all are over."""
    ana = workspace.persona("ana")
    await api("chat.postMessage", channel=ana.id, text="Ready?", blocks=PROMPT)
    await api("views.open", trigger_id=workspace.lent.trigger(ana.id), view=FORM)
    message = ana.messages()[0]
    ana.person.deleted = True
    bot.envelopes.clear()
    for act in (
        lambda: ana.say("hello"),
        lambda: ana.command("/pmo"),
        lambda: ana.click("Answer", on=message),
        lambda: ana.submit({"moved": "x"}),
        ana.open_home,
    ):
        with pytest.raises(ActRefused, match="is deactivated"):
            await act()
    assert bot.envelopes == []


async def test_a_form_that_was_closed_takes_no_more_clicks(api, workspace: Workspace, bot) -> None:
    """A view that is gone from the screen cannot be pressed."""
    ana = workspace.persona("ana")
    more = FORM | {"blocks": [*FORM["blocks"], *CHOOSE]}
    await api("views.open", trigger_id=workspace.lent.trigger(ana.id), view=more)
    form = ana.modal
    await ana.close()
    with pytest.raises(ActRefused, match="no longer open"):
        await ana.click("Go", on=form)
    with pytest.raises(ActRefused, match="No form is open"):
        await ana.submit()


async def test_a_late_bot_leaves_the_form_as_it_is(api, workspace: Workspace) -> None:
    """No acknowledgement: the person reads why, and what was typed is still there."""
    ana = workspace.persona("ana")
    await api("views.open", trigger_id=workspace.lent.trigger(ana.id), view=FORM)
    with pytest.raises(ActRefused, match="not connected"):
        await ana.submit({"moved": "half a day of words"})
    assert ana.modal.typed["moved"] == {"value": "half a day of words"}


async def test_a_refused_answer_of_a_command_is_named(workspace: Workspace, bot) -> None:
    """Slack: a command whose answer is malformed fails in front of the person."""
    bot.answer = lambda _: {"blocks": [{"type": "sectoin"}]}
    with pytest.raises(ActRefused, match="/pmo failed: Slack refuses its answer"):
        await workspace.persona("ana").command("/pmo")


async def test_inviting_needs_a_name_and_a_channel(workspace: Workspace) -> None:
    """/invite with a typo, and in direct messages."""
    ana = workspace.persona("ana")
    with pytest.raises(ActRefused, match="Nobody here is called @drumbeet"):
        await ana.command("/invite @drumbeet", channel="#sync")
    with pytest.raises(ActRefused, match="stay between two"):
        await ana.command("/invite @ben")


async def test_a_form_is_read_aloud(api, workspace: Workspace) -> None:
    """Labels, words and buttons, one line a part."""
    ana = workspace.persona("ana")
    await api("views.open", trigger_id=workspace.lent.trigger(ana.id), view=FORM)
    assert ana.read_words(ana.modal).splitlines()[:3] == ["Your update", "Moved?", "Plan?"]
    table = {"type": "table", "rows": [[{"type": "raw_text", "text": "Team"}, {"type": "raw_number", "value": 3}]]}
    context = {"type": "context", "elements": [{"type": "mrkdwn", "text": "small"}]}
    fields = {"type": "section", "fields": [{"type": "mrkdwn", "text": "a"}, {"type": "mrkdwn", "text": "b"}]}
    assert words_of([table, context, fields, *PROMPT]).splitlines() == [
        "Team | 3",
        "small",
        "a",
        "b",
        "Ready for this week?",
        "[Answer]",
    ]
