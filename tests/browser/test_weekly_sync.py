"""A newcomer's first ten minutes, in Chromium: the demo from its first page to a summary in the channel."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.hands import BUSY, be, close, form, go_on, open_channel, send

pytestmark = [pytest.mark.browser, BUSY]
MOST_STEPS = 12


async def go_on_until(page: Page, words: str) -> None:
    """Press *To the next ritual* until the page says that `words` are due next."""
    for _ in range(MOST_STEPS):
        if await page.get_by_text(words).count():
            return
        await go_on(page, "To the next ritual")
    raise AssertionError(f"{words!r} never came up")


async def test_a_company_holds_its_weekly_sync(page: Page) -> None:
    """Ana is asked at ten of her own time, answers in a form, the others answer, and the summary can be read."""
    answer = page.get_by_role("button", name="Answer", exact=True)
    for _ in range(MOST_STEPS):
        await go_on(page, "To the next ritual")
        if await answer.count():
            break
    await expect(page.get_by_text("Hello Ana, I am Drumbeat.")).to_be_visible()
    await expect(page.get_by_text(re.compile(r"Open until Tue \d\d:00"))).to_be_visible()

    await answer.click()
    await expect(form(page)).to_contain_text("Goes to #sync with your name.")
    await form(page).get_by_label("What moved?").fill("Refunds are live <!channel>")
    await form(page).get_by_label("What's next?").fill("Audit of the ledger\nRefunds for everybody")
    await form(page).get_by_label("One line for the summary").fill("Refunds live for one in ten")
    await send(page, "Send to #sync")
    await expect(form(page)).to_have_count(0)
    await expect(page.get_by_text("answered, edit until")).to_be_visible()
    await expect(page.get_by_text("Refunds are live <!channel>")).to_be_visible()

    await go_on_until(page, "Weekly sync closes")
    await go_on(page, "Let the others answer")
    await open_channel(page, "sync")
    summary = page.get_by_text("One line each").first
    await expect(summary).to_be_visible()
    await expect(page.get_by_text("Refunds live for one in ten")).to_be_visible()
    await page.get_by_text(re.compile(r"\d+ replies")).click()
    await expect(page.get_by_text("Audit of the ledger")).to_be_visible()


async def test_a_pmo_sets_up_a_sync_from_the_home_tab(page: Page) -> None:
    """Mara presses *New sync*, sees the next rounds and saves."""
    await be(page, "Mara Lindqvist")
    await page.get_by_role("tab", name="Home").click()
    await page.get_by_role("button", name="New sync").click()
    await form(page).get_by_label("Name").fill("Launch sync")
    await send(page, "See next rounds")
    await expect(form(page)).to_contain_text("Ana Sousa")
    await send(page, "Save sync")
    await expect(form(page)).to_contain_text("is set up")
    await close(page)
    await expect(page.get_by_text("Launch sync").first).to_be_visible()
