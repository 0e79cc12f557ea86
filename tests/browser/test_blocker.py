"""A blocker between two teams, in Chromium: told in an update, taken in the other team's channel, heard of, listed."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.hands import BUSY, be, form, go_on, message, open_channel, open_messages, press, send, type_command

pytestmark = [pytest.mark.browser, BUSY]
MOST_STEPS = 12


async def test_a_team_hears_who_waits_on_it_and_who_waits_hears_that_it_was_taken(page: Page) -> None:
    """Ben waits on Platform; Wei takes it in #platform with a date; Ben reads so, and Mara sees it in the list."""
    await be(page, "Ben Carter")
    answer = page.get_by_role("button", name="Answer", exact=True)
    for _ in range(MOST_STEPS):
        if await answer.count():
            break
        await go_on(page, "To the next ritual")
    await answer.click()
    await form(page).get_by_label("What moved?").fill("The pilot has begun")
    await form(page).get_by_label("What's next?").fill("Ten more customers")
    waiting_on = form(page).get_by_label("Waiting on anyone?")
    await waiting_on.press_sequentially("Platform")
    await waiting_on.press("Enter")
    await waiting_on.press("Escape")
    await form(page).get_by_label("What do you need from them?").fill("Keys to staging")
    await send(page, "Send to #sync")
    await expect(form(page)).to_have_count(0)
    await expect(page.get_by_text("Keys to staging").first).to_be_visible()

    await go_on(page, "+1 hour")
    await be(page, "Wei Tan")
    await open_channel(page, "platform")
    await press(page, "Take it", "Growth waits on Platform")
    await send(page, "Take it")
    await expect(form(page)).to_have_count(0)
    await expect(message(page, "Growth waits on Platform")).to_contain_text("Wei Tan took it, by")

    await be(page, "Ben Carter")
    await open_messages(page)
    await page.get_by_text(re.compile(r"1 reply|\d+ replies")).last.click()
    await expect(page.get_by_text(re.compile("Platform took it: Wei Tan, by")).first).to_be_visible()

    await be(page, "Mara Lindqvist")
    await type_command(page, "/pmo blockers")
    listed = message(page, "Keys to staging")
    await expect(listed).to_contain_text("Only visible to you")
    await expect(listed).to_contain_text("Wei Tan took it, by")
