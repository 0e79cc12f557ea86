"""A retro in a call, in Chromium: set up, written by three people, shown together without names."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.hands import BUSY, be, close, confirm, form, open_channel, press, send, type_command

pytestmark = [pytest.mark.browser, BUSY]


async def test_a_team_looks_back_in_a_call(page: Page) -> None:
    """Ana sets it up and runs it live; three of the team write; all read the cards, and nobody's name."""
    await page.get_by_role("tab", name="Home").click()
    await page.get_by_role("button", name="New retro").click()
    await send(page, "See next dates")
    await expect(form(page)).to_contain_text("5 people take part, without names.")
    await send(page, "Save retro")
    await expect(form(page)).to_contain_text("Payments retro is set up")
    await close(page)

    await type_command(page, "/pmo retro live Payments")
    await press(page, "Run live now")
    await expect(page.get_by_text("and you run it: the buttons below its board")).to_be_visible()
    for who in ("Tiago Ferreira", "Inês Duarte", "Rui Matos"):
        await be(page, who)
        await open_channel(page, "payments")
        await press(page, "Add a card")
        await form(page).get_by_label("What worked?").fill(f"The demo <!channel> {who.split()[0][0]}")
        await send(page, "Keep cards")
        await expect(form(page)).to_contain_text("Your code:")
        await close(page)

    await be(page, "Ana Sousa")
    await open_channel(page, "payments")
    await confirm(page, "Reveal now")
    await expect(page.get_by_text("3 cards in the thread.")).to_be_visible()
    await page.get_by_text(re.compile(r"\d+ repl")).click()
    thread = page.get_by_role("complementary", name="Thread")
    for letter in "TIR":
        await expect(thread.get_by_text(f"The demo <!channel> {letter}")).to_be_visible()
    await expect(thread.get_by_text("Tiago")).to_have_count(0)
