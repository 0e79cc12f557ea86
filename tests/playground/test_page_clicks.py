"""Clicks on the page: a second one does nothing that one did not mean, and none is lost."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Page, expect

from bot.playground.server import PlaygroundServer
from bot.playground.workspace import Envelope, Workspace
from tests.playground.browser import chromium_page

pytestmark = pytest.mark.browser


def plain(text: str) -> dict[str, Any]:
    """Return a plain_text object."""
    return {"type": "plain_text", "text": text}


def button(action: str, label: str, **more: Any) -> dict[str, Any]:
    """Return a button."""
    return {"type": "button", "action_id": action, "text": plain(label), **more}


def sure(text: str) -> dict[str, Any]:
    """Return a confirm object."""
    return {"title": plain("Are you sure?"), "text": plain(text), "confirm": plain("Delete it"), "deny": plain("Keep")}


KNOWS_OF_IT = """async () => {
  const { store } = await import("/page/assets/js/store.js");
  const knows = () => store.state.channels.some((one) => one.name === "general" && one.unread);
  while (!knows()) await new Promise((later) => setTimeout(later, 10));
}"""


@pytest.fixture
async def page(server: PlaygroundServer) -> AsyncIterator[Page]:
    """The page as Ana sees it."""
    async with chromium_page(server.url) as page:
        await expect(page.get_by_role("tab", name="Messages")).to_be_visible()
        yield page


def pressed(bot: Any) -> list[str]:
    """Return the buttons that the bot heard of."""
    return [payload["actions"][0]["value"] for payload in bot.payloads if payload.get("type") == "block_actions"]


def syncs(*names: str) -> dict[str, Any]:
    """Return a home tab with a *Delete* for each of some syncs."""
    rows = [
        {
            "type": "actions",
            "block_id": name,
            "elements": [button("delete", f"Delete {name}", value=name, confirm=sure(f"{name} will be gone."))],
        }
        for name in names
    ]
    return {"type": "home", "blocks": rows}


async def middle(page: Page, name: str) -> tuple[float, float]:
    """Return where a button is."""
    box = await page.get_by_role("button", name=name).bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


async def test_a_message_that_arrives_while_a_button_is_held_down_does_not_lose_the_click(
    page: Page, api: Any, workspace: Workspace
) -> None:
    """The list of channels is drawn anew for each message; the press still opens the channel, and then shows it."""
    await page.get_by_role("button", name="payments").hover()
    await page.mouse.down()
    assert (await api("chat.postMessage", channel=workspace.channel("general").id, text="News"))["ok"]
    await page.evaluate(KNOWS_OF_IT)
    await page.mouse.up()
    await expect(page.get_by_role("heading", name="payments", level=1)).to_be_visible()
    await expect(page.get_by_role("button", name="general, 1 unread")).to_be_visible()


async def test_a_question_outlives_the_double_click_that_opened_it(
    page: Page, bot: Any, api: Any, workspace: Workspace
) -> None:
    """The second click neither closes the question nor answers it; a click beside it later closes it."""
    await api("views.publish", user_id=workspace.persona("ana").id, view=syncs("one", "two"))
    await page.get_by_role("tab", name="Home").click()
    await page.get_by_role("button", name="Delete one").dblclick()
    question = page.get_by_role("alertdialog")
    await expect(question.get_by_text("one will be gone.")).to_be_visible()
    assert pressed(bot) == []
    await page.mouse.click(20, 700)
    await expect(question).to_have_count(0)


async def test_a_list_that_moves_up_between_two_clicks_is_left_alone(
    page: Page, bot: Any, api: Any, workspace: Workspace
) -> None:
    """A button that comes to lie under the pointer within a double click is not pressed by it, a moment later it is."""
    ana = workspace.persona("ana").id
    now = {"type": "home", "blocks": [{"type": "actions", "elements": [button("go", "Go", value="go")]}]}
    then = {"type": "home", "blocks": [{"type": "actions", "elements": [button("end", "End", value="end")]}]}

    async def move(envelope: Envelope) -> None:
        if envelope.payload.get("type") == "block_actions":
            await api("views.publish", user_id=ana, view=then)

    bot.answer = move
    await api("views.publish", user_id=ana, view=now)
    await page.get_by_role("tab", name="Home").click()
    await expect(page.get_by_role("button", name="Go")).to_be_visible()
    x, y = await middle(page, "Go")
    await page.mouse.click(x, y)
    await expect(page.get_by_role("button", name="End")).to_be_visible()
    await page.mouse.click(x, y, click_count=2)
    assert pressed(bot) == ["go"]
    async with page.expect_response("**/page/act"):
        await page.get_by_role("button", name="End").click(position={"x": 8, "y": 8})
    assert pressed(bot) == ["go", "end"]


async def test_a_double_click_on_a_forms_button_does_not_send_the_next_form(
    page: Page, bot: Any, api: Any, workspace: Workspace
) -> None:
    """The button stays where it is while the form behind it becomes the next one: it must be pressed anew."""
    form = {"type": "modal", "callback_id": "first", "title": plain("First"), "submit": plain("Go on"), "blocks": []}
    form["blocks"] = [{"type": "section", "block_id": "words", "text": plain("The first form.")}]
    second = {**form, "callback_id": "second", "title": plain("Second")}

    async def answer(envelope: Envelope) -> Any:
        payload = envelope.payload
        if payload.get("type") == "block_actions":
            await api("views.open", trigger_id=payload["trigger_id"], view=form)
        if payload.get("type") == "view_submission" and payload["view"]["callback_id"] == "first":
            return {"response_action": "update", "view": second}
        return None

    bot.answer = answer
    blocks = [{"type": "actions", "block_id": "ask", "elements": [button("open", "Open", value="open")]}]
    await api("chat.postMessage", channel=workspace.persona("ana").id, text="Ready?", blocks=blocks)
    await page.get_by_role("button", name="Open", exact=True).click()
    await expect(page.get_by_role("dialog", name="First")).to_be_visible()
    x, y = await middle(page, "Go on")
    await page.mouse.click(x, y)
    await expect(page.get_by_role("dialog", name="Second")).to_be_visible()
    await page.mouse.click(x, y, click_count=2)
    await expect(page.get_by_role("dialog", name="Second")).to_be_visible()
    sent = [p["view"]["callback_id"] for p in bot.payloads if p.get("type") == "view_submission"]
    assert sent == ["first"]


async def test_a_held_enter_key_does_not_answer_the_question_it_opened(
    page: Page, bot: Any, api: Any, workspace: Workspace
) -> None:
    """The key repeats itself while it is held; the question stays open until it is pressed anew."""
    await api("views.publish", user_id=workspace.persona("ana").id, view=syncs("one"))
    await page.get_by_role("tab", name="Home").click()
    await page.get_by_role("button", name="Delete one").focus()
    await page.keyboard.down("Enter")
    await page.keyboard.down("Enter")
    await expect(page.get_by_role("alertdialog")).to_be_visible()
    await page.keyboard.up("Enter")
    assert pressed(bot) == []
