"""The switches that make Slack misbehave, on the page."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, expect

from bot.playground.server import PlaygroundServer
from bot.playground.workspace import Workspace
from tests.playground.browser import chromium_page

pytestmark = pytest.mark.browser


@pytest.fixture
async def page(server: PlaygroundServer) -> AsyncIterator[Page]:
    """The page with its drawer open, as Ana sees it."""
    async with chromium_page(server.url) as page:
        await expect(page.get_by_role("tab", name="Messages")).to_be_visible()
        await page.get_by_role("button", name="Traffic").click()
        yield page


async def test_a_fault_is_switched_on_and_off_by_keyboard(page: Page, workspace: Workspace) -> None:
    """The switch keeps the focus while the list is drawn anew, and the bar tells how many faults are on."""
    switch = page.get_by_role("switch", name="Server error")
    await switch.focus()
    await page.keyboard.press("Space")
    await expect(page.get_by_text("1 fault on")).to_be_visible()
    assert workspace.faults.on("server_error")
    await expect(switch).to_be_focused()
    await page.keyboard.press("Space")
    await expect(page.get_by_text("1 fault on")).to_be_hidden()
    assert not workspace.faults.on("server_error")


async def test_who_was_sent_away_is_brought_back_with_the_same_button(page: Page, workspace: Workspace) -> None:
    """The person stays chosen, and the button says what it does now."""
    ben = workspace.persona("ben").id
    await page.get_by_label("Person", exact=True).select_option(label="Ben Carter")
    await page.get_by_role("button", name="Deactivate").click()
    await expect(page.get_by_role("button", name="Bring back")).to_be_focused()
    assert workspace.state.people[ben].deleted
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Deactivate")).to_be_visible()
    assert not workspace.state.people[ben].deleted


async def test_do_not_disturb_is_set_and_ended_by_keyboard(page: Page, workspace: Workspace) -> None:
    """For as long as was chosen; the pane says until when in their own time, and the switch of people shows it."""
    ben = workspace.person("ben")
    await page.get_by_label("Person", exact=True).select_option(label="Ben Carter")
    await page.get_by_label("Not to be disturbed", exact=True).select_option(label="for 2 hours")
    await page.get_by_role("button", name="Do not disturb", exact=True).focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Not to be disturbed until today at 03:00, their time.")).to_be_visible()
    assert ben.quiet_until - ben.quiet_from == 2 * 3600
    await expect(page.get_by_role("button", name="Disturb again")).to_be_focused()
    await page.get_by_role("button", name="You are").click()
    await expect(page.get_by_role("menuitem", name="Ben Carter")).to_contain_text("not to be disturbed")
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Disturb again").press("Space")
    await expect(page.get_by_text("Not to be disturbed until")).to_be_hidden()
    assert (ben.quiet_from, ben.quiet_until) == (0, 0)


async def test_a_status_is_set_and_cleared(page: Page, workspace: Workspace) -> None:
    """The one that Slack proposes to whoever is on leave."""
    await page.get_by_label("Person", exact=True).select_option(label="Ben Carter")
    await page.get_by_role("button", name="Status: Vacationing").click()
    await expect(page.get_by_role("button", name="Clear status")).to_be_focused()
    assert workspace.person("ben").status_text == "Vacationing"
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Status: Vacationing")).to_be_visible()
    assert workspace.person("ben").status_text == ""


async def test_the_bar_is_one_row_on_a_usual_window(page: Page) -> None:
    """At 1280 pixels the buttons stand side by side, with a fault switched on too."""
    await page.get_by_role("switch", name="Server error").click()
    await expect(page.get_by_text("1 fault on")).to_be_visible()
    person = await page.get_by_role("button", name="You are").bounding_box()
    traffic = await page.get_by_role("button", name="Traffic").bounding_box()
    assert person is not None
    assert traffic is not None
    assert traffic["y"] < person["y"] + person["height"]
