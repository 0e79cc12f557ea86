"""The menu of a message and Slack's own menu on the page: the app's shortcuts, by mouse and by keyboard."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Page, expect

from bot.playground.server import PlaygroundServer
from tests.playground.browser import chromium_page

pytestmark = pytest.mark.browser


@pytest.fixture
async def page(server: PlaygroundServer) -> AsyncIterator[Page]:
    """The page as Ana sees it."""
    async with chromium_page(server.url) as page:
        await expect(page.get_by_role("tab", name="Messages")).to_be_visible()
        yield page


async def test_a_message_has_the_shortcuts_of_the_app(page: Page, bot: Any) -> None:
    """Its menu opens and is walked by keyboard; the bot gets the message with what opens a form."""
    draft = page.get_by_label("Write a message")
    await draft.fill("We build the price page")
    await draft.press("Enter")
    said = page.get_by_role("article").filter(has_text="We build the price page")
    await expect(said).to_be_visible()
    await said.get_by_role("button", name="More actions").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("menuitem", name="Use as my update")).to_be_focused()
    await page.keyboard.press("ArrowDown")
    async with page.expect_response("**/page/act"):
        await page.keyboard.press("Enter")
    await expect(page.get_by_role("menu")).to_have_count(0)
    payload = next(one for one in bot.payloads if one.get("type") == "message_action")
    assert (payload["callback_id"], payload["message"]["text"]) == ("note_decision", "We build the price page")
    assert payload["trigger_id"]


async def test_slacks_own_menu_has_the_shortcut_that_belongs_to_no_message(page: Page, bot: Any) -> None:
    """It brings no message and no channel."""
    await page.get_by_role("button", name="Shortcuts").first.click()
    async with page.expect_response("**/page/act"):
        await page.get_by_role("menuitem", name="Drumbeat").click()
    await expect(page.get_by_role("menu")).to_have_count(0)
    payload = next(one for one in bot.payloads if one.get("type") == "shortcut")
    assert payload["callback_id"] == "open_menu"
    assert "channel" not in payload
