"""Forms and home tabs through the Web API."""

from copy import deepcopy

import pytest

from bot.playground.client import Client
from bot.playground.triggers import TRIGGER_LIVES
from bot.playground.workspace import Workspace

INPUT = {
    "type": "input",
    "block_id": "moved",
    "label": {"type": "plain_text", "text": "What moved?"},
    "element": {"type": "plain_text_input", "action_id": "moved", "multiline": True},
}
MORE = {
    "type": "actions",
    "block_id": "more",
    "elements": [{"type": "button", "action_id": "more", "text": {"type": "plain_text", "text": "More options"}}],
}
MODAL = {
    "type": "modal",
    "callback_id": "form",
    "title": {"type": "plain_text", "text": "Your update"},
    "submit": {"type": "plain_text", "text": "Send to #sync"},
    "blocks": [INPUT, MORE],
}
HOME = {"type": "home", "blocks": [{"type": "divider", "block_id": "line"}]}


def modal(**changes) -> dict:
    return deepcopy(MODAL) | changes


def trigger(workspace: Workspace, view_id: str = "") -> str:
    return workspace.lent.trigger(workspace.person("ana").id, view_id)


async def opened(api, workspace: Workspace) -> dict:
    return (await api("views.open", trigger_id=trigger(workspace), view=MODAL))["view"]


async def test_a_form_opens_in_front_of_whoever_clicked(api, workspace: Workspace) -> None:
    """Slack: views.open returns the view with id, hash and state."""
    view = await opened(api, workspace)
    ana = workspace.persona("ana")
    assert (ana.modal.id, workspace.persona("ben").modal) == (view["id"], None)
    assert view["hash"]
    assert view["state"]["values"] == {"moved": {"moved": {"type": "plain_text_input", "value": None}}}
    assert view["root_view_id"] == view["id"]


async def test_a_trigger_lives_three_seconds(api, workspace: Workspace, real) -> None:
    """Slack: trigger_id: 3 s."""
    late = trigger(workspace)
    real.seconds += TRIGGER_LIVES + 0.1
    answer = await api("views.open", trigger_id=late, view=MODAL)
    assert answer["error"] == "expired_trigger_id"
    assert workspace.persona("ana").modal is None


async def test_a_trigger_works_once(api, workspace: Workspace) -> None:
    """Slack: trigger_id: once."""
    once = trigger(workspace)
    assert (await api("views.open", trigger_id=once, view=MODAL))["ok"]
    assert (await api("views.open", trigger_id=once, view=MODAL))["error"] == "exchanged_trigger_id"
    assert (await api("views.open", trigger_id="made.up", view=MODAL))["error"] == "invalid_trigger_id"


async def test_a_refused_view_does_not_use_the_trigger_up(api, workspace: Workspace) -> None:
    """The view is checked first: a mended one opens with the same trigger."""
    once = trigger(workspace)
    refused = await api("views.open", trigger_id=once, view=modal(title={"type": "plain_text", "text": "x" * 25}))
    assert refused["error"] == "invalid_arguments"
    assert (await api("views.open", trigger_id=once, view=MODAL))["ok"]


async def test_at_most_three_forms_stand_on_each_other(api, workspace: Workspace) -> None:
    """Slack: at most 3 views on the stack."""
    view = await opened(api, workspace)
    for _ in range(2):
        assert (await api("views.push", trigger_id=trigger(workspace, view["id"]), view=MODAL))["ok"]
    fourth = await api("views.push", trigger_id=trigger(workspace, view["id"]), view=MODAL)
    assert fourth["error"] == "push_limit_reached"
    assert len(workspace.views.stack(workspace.person("ana").id)) == 3


async def test_a_push_needs_an_open_form(api, workspace: Workspace) -> None:
    """Slack: views.push puts a view onto the stack of a root view."""
    assert (await api("views.push", trigger_id=trigger(workspace), view=MODAL))["error"] == "invalid_arguments"


async def test_a_stale_hash_is_refused(api, workspace: Workspace) -> None:
    """Slack: hash_conflict when the given hash is not the stored one."""
    view = await opened(api, workspace)
    first = await api("views.update", view_id=view["id"], hash=view["hash"], view=MODAL)
    assert first["ok"]
    second = await api("views.update", view_id=view["id"], hash=view["hash"], view=MODAL)
    assert second["error"] == "hash_conflict"


async def test_an_update_keeps_what_was_typed(api, workspace: Workspace) -> None:
    """Slack: input is kept where block_id and action_id stay the same, and lost where they change."""
    view = await opened(api, workspace)
    ana = workspace.persona("ana")
    ana.fill({"What moved?": "Refunds"})
    same = await api("views.update", view_id=view["id"], view=modal(title={"type": "plain_text", "text": "Other"}))
    assert same["view"]["state"]["values"]["moved"]["moved"]["value"] == "Refunds"
    renamed = modal(blocks=[deepcopy(INPUT) | {"block_id": "other"}])
    lost = await api("views.update", view_id=view["id"], view=renamed)
    assert lost["view"]["state"]["values"]["other"]["moved"]["value"] is None


async def test_a_closed_form_cannot_be_updated(api, workspace: Workspace, bot) -> None:
    """Slack: not_found."""
    view = await opened(api, workspace)
    await workspace.persona("ana").close()
    assert (await api("views.update", view_id=view["id"], view=MODAL))["error"] == "not_found"
    assert (await api("views.update", view=MODAL))["error"] == "invalid_arguments"


async def test_a_form_can_be_named_by_the_bot(api, workspace: Workspace) -> None:
    """Slack: external_id is unique and finds the view again."""
    named = modal(external_id="form-1")
    assert (await api("views.open", trigger_id=trigger(workspace), view=named))["ok"]
    ben = workspace.lent.trigger(workspace.person("ben").id)
    assert (await api("views.open", trigger_id=ben, view=named))["error"] == "duplicate_external_id"
    assert (await api("views.update", external_id="form-1", view=named))["ok"]


async def test_too_much_private_metadata_is_refused(api, workspace: Workspace) -> None:
    """Slack: private_metadata 3,000."""
    answer = await api("views.open", trigger_id=trigger(workspace), view=modal(private_metadata="x" * 3001))
    assert answer["error"] == "invalid_arguments"
    assert "/view/private_metadata" in answer["response_metadata"]["messages"][0]
    assert (await api("views.open", trigger_id=trigger(workspace), view=modal(private_metadata="x" * 3000)))["ok"]


@pytest.mark.parametrize("name", ["title", "submit", "close"])
async def test_words_around_a_form_are_short(api, workspace: Workspace, name: str) -> None:
    """Slack: modal title / submit / close 24."""
    long = modal(**{name: {"type": "plain_text", "text": "x" * 25}})
    answer = await api("views.open", trigger_id=trigger(workspace), view=long)
    assert "must be less than 25 characters" in answer["response_metadata"]["messages"][0]


async def test_a_form_with_inputs_needs_a_submit_button(api, workspace: Workspace) -> None:
    """Slack: submit is required when a modal has input blocks."""
    without = {name: value for name, value in MODAL.items() if name != "submit"}
    answer = await api("views.open", trigger_id=trigger(workspace), view=without)
    assert "submit" in answer["response_metadata"]["messages"][0]


async def test_a_home_tab_is_published_for_one_person(api, workspace: Workspace, bot) -> None:
    """Slack: views.publish; opening the tab again tells the bot the view that is there."""
    ana = workspace.persona("ana")
    published = await api("views.publish", user_id=ana.id, view=HOME)
    assert ana.home.id == published["view"]["id"]
    assert workspace.persona("ben").home is None
    await ana.open_home()
    opened_event = bot.events[-1]
    assert (opened_event["type"], opened_event["tab"], opened_event["user"]) == ("app_home_opened", "home", ana.id)
    assert opened_event["view"]["id"] == published["view"]["id"]


async def test_a_modal_is_no_home_tab(api, workspace: Workspace) -> None:
    """Slack: views.publish takes type home, views.open type modal."""
    ana = workspace.person("ana").id
    assert (await api("views.publish", user_id=ana, view=MODAL))["error"] == "invalid_arguments"
    assert (await api("views.open", trigger_id=trigger(workspace), view=HOME))["error"] == "invalid_arguments"


async def test_a_click_in_a_form_lends_a_trigger_to_push_with(api, workspace: Workspace, bot) -> None:
    """A button inside a form carries the view, its state and no response_url."""
    await opened(api, workspace)
    ana = workspace.persona("ana")
    ana.fill({"What moved?": "Refunds"})
    await ana.click("More options")
    payload = bot.payloads[-1]
    assert payload["container"] == {"type": "view", "view_id": ana.modal.id}
    assert payload["view"]["state"]["values"]["moved"]["moved"]["value"] == "Refunds"
    assert "response_url" not in payload
    assert (await api("views.push", trigger_id=payload["trigger_id"], view=MODAL))["ok"]


async def test_closing_a_form_tells_the_bot_only_where_it_asked(api, workspace: Workspace, bot) -> None:
    """Slack: view_closed with notify_on_close."""
    await opened(api, workspace)
    ana = workspace.persona("ana")
    await ana.close()
    assert bot.envelopes == []
    await api("views.open", trigger_id=trigger(workspace), view=modal(notify_on_close=True))
    await Client(workspace, ana.person).close(ana.modal, clear=True)
    assert (bot.payloads[-1]["type"], bot.payloads[-1]["is_cleared"]) == ("view_closed", True)
