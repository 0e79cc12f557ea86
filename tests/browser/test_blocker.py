"""A blocker between two teams, in Chromium: told in an update, taken in the other team's channel, heard of, listed."""

import re

import pytest
from playwright.async_api import Page, expect

pytestmark = pytest.mark.browser
MOST_STEPS = 12
PATIENCE = 30_000  # milliseconds in which a morning of the whole company happens, on a busy machine too


async def become(page: Page, name: str) -> None:
    """Look at the workspace as somebody else."""
    await page.get_by_role("button", name="You are").click()
    await page.get_by_role("menuitem", name=name).click()


async def go_on(page: Page, button: str) -> None:
    """Let time pass, and wait until all that was due has happened."""
    moves = page.get_by_role("button", name=button)
    await moves.click()
    await expect(moves).to_be_enabled(timeout=PATIENCE)


async def test_a_team_hears_who_waits_on_it_and_who_waits_hears_that_it_was_taken(page: Page) -> None:
    """Ben waits on Platform; Wei takes it in #platform with a date; Ben reads so, and Mara sees it in the list."""
    await become(page, "Ben Carter")
    answer = page.get_by_role("button", name="Answer", exact=True)
    for _ in range(MOST_STEPS):
        if await answer.count():
            break
        await go_on(page, "To the next ritual")
    await answer.click()
    form = page.get_by_role("dialog")
    await form.get_by_label("What moved?").fill("The pilot has begun")
    await form.get_by_label("What's next?").fill("Ten more customers")
    waiting_on = form.get_by_label("Waiting on anyone?")
    await waiting_on.press_sequentially("Platform")
    await waiting_on.press("Enter")
    await waiting_on.press("Escape")
    await form.get_by_label("What do you need from them?").fill("Keys to staging")
    await form.get_by_role("button", name="Send to #sync").click()
    await expect(form).to_have_count(0)
    await expect(page.get_by_text("Keys to staging").first).to_be_visible()

    await go_on(page, "+1 hour")
    await become(page, "Wei Tan")
    await page.get_by_role("button", name=re.compile(r"^platform\b")).click()
    await expect(page.get_by_text("Growth waits on Platform").first).to_be_visible()
    await page.get_by_role("button", name="Take it").click()
    await form.get_by_role("button", name="Take it").click()
    await expect(form).to_have_count(0)
    await expect(page.get_by_text(re.compile("Wei Tan took it, by")).first).to_be_visible()

    await become(page, "Ben Carter")
    await page.get_by_role("button", name=re.compile("Drumbeat")).first.click()
    await page.get_by_text(re.compile(r"1 reply|\d+ replies")).last.click()
    await expect(page.get_by_text(re.compile("Platform took it: Wei Tan, by")).first).to_be_visible()

    await become(page, "Mara Lindqvist")
    composer = page.get_by_label("Write a message")
    await composer.fill("/pmo blockers")
    await composer.press("Enter")
    conversation = page.get_by_role("log")
    await expect(conversation.get_by_text("Only visible to you").last).to_be_visible()
    await expect(conversation.get_by_text("Keys to staging").last).to_be_visible()
    await expect(conversation.get_by_text(re.compile("Wei Tan took it, by")).last).to_be_visible()
