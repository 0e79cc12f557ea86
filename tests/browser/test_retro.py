"""A retro in a call, in Chromium: set up, written by three people, shown together without names."""

import re

import pytest
from playwright.async_api import Page, expect

pytestmark = pytest.mark.browser


async def be(page: Page, who: str) -> None:
    """Become somebody else."""
    await page.get_by_role("button", name="You are").click()
    await page.get_by_role("menuitem", name=who).click()
    await expect(page.get_by_role("button", name=f"You are {who}")).to_be_visible()


async def open_channel(page: Page, name: str) -> None:
    """Look at a channel."""
    await page.get_by_role("button", name=re.compile(rf"^{name}\b")).click()


async def type_command(page: Page, line: str) -> None:
    """Type a command to Drumbeat."""
    await page.get_by_role("button", name="Drumbeat", exact=True).first.click()
    await page.get_by_role("tab", name="Messages").click()
    await page.get_by_role("textbox").last.fill(line)
    await page.keyboard.press("Enter")


async def confirm(page: Page, label: str) -> None:
    """Press a button and then the same one in the dialog that asks."""
    await page.get_by_role("button", name=label, exact=True).last.click()
    await page.get_by_role("alertdialog").get_by_role("button", name=label, exact=True).click()


async def test_a_team_looks_back_in_a_call(page: Page) -> None:
    """Ana sets it up and runs it live; three of the team write; all read the cards, and nobody's name."""
    await page.get_by_role("tab", name="Home").click()
    await page.get_by_role("button", name="New retro").click()
    await page.get_by_role("button", name="See next dates").click()
    await expect(page.get_by_text("5 people take part, without names.")).to_be_visible()
    await page.get_by_role("button", name="Save retro").click()
    await expect(page.get_by_text("Payments retro is set up")).to_be_visible()
    await page.get_by_role("dialog").get_by_role("button", name="Close", exact=True).last.click()

    await type_command(page, "/pmo retro live Payments")
    await page.get_by_role("button", name="Run live now").click()
    await expect(page.get_by_text("and you run it: the buttons below its board")).to_be_visible()
    for who in ("Tiago Ferreira", "Inês Duarte", "Rui Matos"):
        await be(page, who)
        await open_channel(page, "payments")
        await page.get_by_role("button", name="Add a card").click()
        form = page.get_by_role("dialog")
        await form.get_by_label("What worked?").fill(f"The demo <!channel> {who.split()[0][0]}")
        await form.get_by_role("button", name=re.compile("^Keep|^Add|^Save")).last.click()
        await expect(page.get_by_text("Your code:")).to_be_visible()
        await page.get_by_role("dialog").get_by_role("button", name="Close", exact=True).last.click()

    await be(page, "Ana Sousa")
    await open_channel(page, "payments")
    await confirm(page, "Reveal now")
    await expect(page.get_by_text("3 cards in the thread.")).to_be_visible()
    await page.get_by_text(re.compile(r"\d+ repl")).click()
    thread = page.get_by_role("complementary", name="Thread")
    for letter in "TIR":
        await expect(thread.get_by_text(f"The demo <!channel> {letter}")).to_be_visible()
    await expect(thread.get_by_text("Tiago")).to_have_count(0)
