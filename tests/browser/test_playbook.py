"""Playbooks in Chromium: a page that is read, found wanting and mended; a question that becomes one; an action, too."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.hands import BUSY, be, close, form, open_messages, press, send, type_command

pytestmark = [pytest.mark.browser, BUSY]


async def publish(page: Page, title: str, text: str) -> None:
    """Write a page."""
    await type_command(page, "/pmo playbook new")
    await form(page).get_by_label("What is it called?").fill(title)
    await form(page).get_by_label("What does it say?").first.fill(text)
    await send(page, "Publish page")
    await expect(page.get_by_text(f"“{title}” is published.")).to_be_visible()
    await close(page)


async def test_a_page_is_looked_up_doubted_and_mended(page: Page) -> None:
    """Ana writes it; Ben looks it up, thanks her and says what is out of date; she mends it, and the history tells."""
    await publish(page, "How we ship", "# When\n\nOn Tuesdays, never on a Friday.")
    await be(page, "Ben Carter")
    await type_command(page, "/pmo playbook never ship friday")
    await expect(page.get_by_text("On Tuesdays, never on a Friday.")).to_be_visible()
    await press(page, "Helpful")
    await expect(page.get_by_text("other readers see how many it has helped")).to_be_visible()
    await press(page, "Out of date")
    await form(page).get_by_label("What is out of date?").fill("Tuesdays are for hiring now.")
    await send(page, "Tell the owner")
    await close(page)

    await be(page, "Ana Sousa")
    await type_command(page, "/pmo playbook ship")
    await press(page, "Edit page", "helped 1 reader · out of date, says 1 reader")
    await form(page).get_by_label("What does it say?").first.fill("# When\n\nOn Wednesdays, never on a Friday.")
    await send(page, "Save changes")
    await close(page)
    await type_command(page, "/pmo playbook ship")
    await press(page, "Read page", "helped 1 reader")
    await expect(form(page).get_by_text("On Wednesdays, never on a Friday.")).to_be_visible()
    await form(page).get_by_role("button", name="Show history").click()
    await form(page).get_by_role("button", name="Show changes").first.click()
    await expect(form(page).get_by_text("− On Tuesdays, never on a Friday.")).to_be_visible()
    await expect(form(page).get_by_text("+ On Wednesdays, never on a Friday.")).to_be_visible()


async def test_a_question_that_is_answered_becomes_a_page(page: Page) -> None:
    """Ana finds none and asks Mara; her answer comes to Ana, who publishes it."""
    await type_command(page, "/pmo playbook bank test account")
    await expect(page.get_by_text("No page says anything about “bank test account” yet.")).to_be_visible()
    await press(page, "Ask Mara")
    await send(page, "Ask question")
    await expect(page.get_by_text("Mara Lindqvist has it, with time until")).to_be_visible()
    await close(page)
    await be(page, "Mara Lindqvist")
    await open_messages(page)
    await press(page, "Answer", "looked for this and found no page.")
    await form(page).get_by_label("What is the answer?").fill("Ask **Wei** for the form.")
    await send(page, "Send answer")
    await close(page)
    await be(page, "Ana Sousa")
    await open_messages(page)
    await press(page, "Make it a page")
    await form(page).get_by_label("What is it called?").fill("A test account at the bank")
    await send(page, "Publish page")
    await expect(page.get_by_text("“A test account at the bank” is published.")).to_be_visible()
    await close(page)
    await type_command(page, "/pmo playbook test account bank")
    await expect(page.get_by_text("thanks to Mara Lindqvist")).to_be_visible()


async def test_an_action_that_is_done_becomes_a_page(page: Page) -> None:
    """Ana promises something, does it, and makes a playbook of it from the list of what is done."""
    await type_command(page, "/pmo actions")
    await press(page, "New action")
    await form(page).get_by_label("What is to be done?").fill("Write one page on who decides prices")
    await form(page).get_by_label("By when?").fill("2026-03-11")
    await send(page, "Add action")
    await expect(page.get_by_text("It is yours.")).to_be_visible()
    await close(page)
    await type_command(page, "/pmo actions mine")
    await press(page, "Done…", "Write one page on who decides prices")
    await form(page).get_by_label("What was the effect?").fill("Two discounts, nobody asked.")
    await send(page, "Mark as done")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await type_command(page, "/pmo actions done")
    await press(page, "Make it a playbook", "Write one page on who decides prices")
    draft = form(page).get_by_label("What does it say?").first
    await expect(draft).to_have_value(re.compile("## The effect\n\nTwo discounts, nobody asked."))
    await send(page, "Publish page")
    await expect(page.get_by_text("“Write one page on who decides prices” is published.")).to_be_visible()
    await close(page)
    await type_command(page, "/pmo actions done")
    await press(page, "Read page", "It is the playbook page")
    await expect(form(page).get_by_text("Two discounts, nobody asked.")).to_be_visible()
