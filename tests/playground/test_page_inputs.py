"""Every kind of input on the page: what people fill in is what the bot gets."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from bot.playground.server import PlaygroundServer
from bot.playground.workspace import Envelope, Workspace
from tests.playground.browser import chromium_page

pytestmark = pytest.mark.browser


def plain(text: str) -> dict[str, Any]:
    """Return a plain_text object."""
    return {"type": "plain_text", "text": text}


def option(text: str, value: str) -> dict[str, Any]:
    """Return an option."""
    return {"text": plain(text), "value": value}


TEAMS = [option("Payments", "p"), option("Growth", "g"), option("Platform", "x")]
KINDS: dict[str, dict[str, Any]] = {
    "Text": {"type": "plain_text_input"},
    "Long text": {"type": "plain_text_input", "multiline": True, "max_length": 200},
    "Rich text": {"type": "rich_text_input"},
    "Number": {"type": "number_input", "is_decimal_allowed": False, "min_value": "1", "max_value": "9"},
    "E-mail": {"type": "email_text_input"},
    "Address": {"type": "url_text_input"},
    "Day": {"type": "datepicker"},
    "Hour": {"type": "timepicker"},
    "Team": {"type": "static_select", "options": TEAMS},
    "Teams": {"type": "multi_static_select", "options": TEAMS},
    "Person": {"type": "users_select"},
    "People": {"type": "multi_users_select"},
    "Place": {"type": "conversations_select"},
    "Channels": {"type": "multi_channels_select"},
    "Done": {"type": "checkboxes", "options": TEAMS},
    "Mood": {"type": "radio_buttons", "options": TEAMS},
    "Due": {"type": "datetimepicker"},
}


def form(kinds: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return a form with one input a kind, named by its label."""
    blocks = [
        {"type": "input", "block_id": label, "label": plain(label), "element": {**element, "action_id": "it"}}
        for label, element in kinds.items()
    ]
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain("All"),
        "submit": plain("Send all"),
        "blocks": blocks,
    }


@pytest.fixture
async def page(server: PlaygroundServer) -> AsyncIterator[Page]:
    """The page as Ana sees it."""
    async with chromium_page(server.url) as page:
        await expect(page.get_by_role("tab", name="Messages")).to_be_visible()
        yield page


async def opened(page: Page, bot: Any, api: Any, workspace: Workspace, view: dict[str, Any]) -> Locator:
    """Open `view` by a button and return its dialog."""

    async def answer(envelope: Envelope) -> None:
        if envelope.payload.get("type") == "block_actions":
            answered = await api("views.open", trigger_id=envelope.payload["trigger_id"], view=view)
            assert answered["ok"], answered

    bot.answer = answer
    button = {"type": "button", "action_id": "open", "text": plain("Open form")}
    blocks = [{"type": "actions", "block_id": "b", "elements": [button]}]
    await api("chat.postMessage", channel=workspace.persona("ana").id, text="Open it", blocks=blocks)
    await page.get_by_role("button", name="Open form").click()
    dialog = page.get_by_role("dialog", name="All")
    await expect(dialog).to_be_visible()
    return dialog


async def choose(field: Locator, *names: str) -> None:
    """Choose by typing and Enter, as the keyboard does."""
    await field.focus()
    for name in names:
        await field.press_sequentially(name)
        await field.press("Enter")
    await field.press("Escape") if len(names) > 1 else None


async def test_every_kind_of_input_reaches_the_bot(page: Page, bot: Any, api: Any, workspace: Workspace) -> None:
    """One form with all kinds, filled by keyboard, arrives as Slack's state of that form."""
    dialog = await opened(page, bot, api, workspace, form(KINDS))

    def field(label: str) -> Locator:
        return dialog.get_by_label(label, exact=True)

    for label, text in {
        "Text": "one line",
        "Long text": "two\nlines",
        "Rich text": "*bold*",
        "Number": "7",
        "E-mail": "ana@lumen.example",
        "Address": "https://lumen.example",
        "Day": "2026-12-01",
        "Hour": "10:30",
    }.items():
        await field(label).fill(text)
    await choose(field("Team"), "gro")
    await choose(field("Teams"), "pay", "plat")
    await choose(field("Person"), "mara")
    await choose(field("People"), "ben", "ana")
    await choose(field("Place"), "sync")
    await choose(field("Channels"), "payments", "sync")
    await dialog.get_by_role("group", name="Done").get_by_label("Growth").check()
    await dialog.get_by_role("radiogroup", name="Mood").get_by_label("Platform").check()
    due = dialog.locator("[data-block='Due']")
    await due.get_by_label("Date").fill("2026-12-01")
    await due.get_by_label("Time").fill("10:30")
    await dialog.get_by_role("button", name="Send all").click()
    await expect(dialog).to_have_count(0)

    sent = next(payload for payload in bot.payloads if payload.get("type") == "view_submission")
    state = {label: actions["it"] for label, actions in sent["view"]["state"]["values"].items()}
    people = {name: workspace.persona(name).id for name in ("ana", "ben", "mara")}
    channels = {name: workspace.state.channel_named(name).id for name in ("sync", "payments")}
    assert [state[label]["value"] for label in ("Text", "Long text", "Number", "E-mail", "Address")] == [
        "one line",
        "two\nlines",
        "7",
        "ana@lumen.example",
        "https://lumen.example",
    ]
    bold = {"type": "text", "text": "bold", "style": {"bold": True}}
    assert state["Rich text"]["rich_text_value"]["elements"][0]["elements"] == [bold]
    assert (state["Day"]["selected_date"], state["Hour"]["selected_time"]) == ("2026-12-01", "10:30")
    assert state["Team"]["selected_option"]["value"] == "g"
    assert [one["value"] for one in state["Teams"]["selected_options"]] == ["p", "x"]
    assert state["Person"]["selected_user"] == people["mara"]
    assert state["People"]["selected_users"] == [people["ben"], people["ana"]]
    assert state["Place"]["selected_conversation"] == channels["sync"]
    assert state["Channels"]["selected_channels"] == [channels["payments"], channels["sync"]]
    assert [one["value"] for one in state["Done"]["selected_options"]] == ["g"]
    assert state["Mood"]["selected_option"]["value"] == "x"
    # Ten thirty on Ana's clock in Lisbon, whatever zone the browser is in.
    assert state["Due"]["selected_date_time"] == datetime(2026, 12, 1, 10, 30, tzinfo=UTC).timestamp()


async def test_required_fields_are_named_under_each_of_them(
    page: Page, bot: Any, api: Any, workspace: Workspace
) -> None:
    """An empty form is refused before the bot hears; each field says so, and all of them have a name."""
    dialog = await opened(page, bot, api, workspace, form(KINDS))
    unnamed = await dialog.evaluate(
        """node => [...node.querySelectorAll("input, textarea, button")]
          .filter((one) => one.getClientRects().length && !one.labels?.length && !one.textContent.trim()
            && !one.getAttribute("aria-label") && !one.getAttribute("aria-labelledby")).length"""
    )
    assert unnamed == 0
    await dialog.get_by_role("button", name="Send all").click()
    await expect(dialog.get_by_text("Please complete this required field.")).to_have_count(len(KINDS))
    assert not [payload for payload in bot.payloads if payload.get("type") == "view_submission"]


async def test_escape_closes_a_list_before_it_closes_the_form(
    page: Page, bot: Any, api: Any, workspace: Workspace
) -> None:
    """The first Escape closes the list of a select, the second the form."""
    dialog = await opened(page, bot, api, workspace, form({"Team": KINDS["Team"]}))
    field = dialog.get_by_label("Team", exact=True)
    await field.press("ArrowDown")
    await expect(page.get_by_role("option", name="Growth")).to_be_visible()
    await field.press("Escape")
    await expect(page.get_by_role("option", name="Growth")).to_be_hidden()
    await expect(dialog).to_be_visible()
    await field.press("Escape")
    await expect(dialog).to_have_count(0)


async def test_leaving_a_form_with_typed_text_asks_first(page: Page, bot: Any, api: Any, workspace: Workspace) -> None:
    """*Keep writing* leaves the text where it was; *Leave form* closes."""
    dialog = await opened(page, bot, api, workspace, form({"Text": KINDS["Text"]}))
    field = dialog.get_by_label("Text", exact=True)
    await field.fill("Half a thought")
    await field.press("Escape")
    await page.get_by_role("button", name="Keep writing").click()
    await expect(field).to_have_value("Half a thought")
    await dialog.get_by_role("button", name="Close", exact=True).last.click()
    await page.get_by_role("button", name="Leave form").click()
    await expect(dialog).to_have_count(0)
