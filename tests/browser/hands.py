"""What people do on the demo's page: be somebody, go somewhere, type, press, fill in a form, let time pass."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

BUSY = pytest.mark.timeout(240)
"""Some fifty clicks, each of which is drawn by a browser, take minutes on a machine with ten other things to do."""

PATIENCE = 30_000  # milliseconds in which a day of the whole company happens, on a busy machine too


async def be(page: Page, who: str) -> None:
    """Become somebody else, and wait until the page shows what they see: a press before that would be the other's."""
    await page.get_by_role("button", name="You are").click()
    await page.get_by_role("menuitem", name=who).click()
    await expect(page.get_by_role("button", name=f"You are {who}")).to_be_visible()


async def go_on(page: Page, button: str) -> None:
    """Let time pass or the others answer, and wait until all that was due has happened: the clock can move again."""
    await page.get_by_role("button", name=button).click()
    await expect(page.get_by_role("button", name="+1 hour")).to_be_enabled(timeout=PATIENCE)


async def open_channel(page: Page, name: str) -> None:
    """Look at a channel."""
    await page.get_by_role("button", name=re.compile(rf"^{name}\b")).click()


async def open_messages(page: Page) -> None:
    """Look at the direct messages with Drumbeat."""
    await page.get_by_role("button", name=re.compile("^Drumbeat")).first.click()
    await page.get_by_role("tab", name="Messages").click()


async def type_command(page: Page, line: str) -> None:
    """Type a command to Drumbeat."""
    await open_messages(page)
    composer = page.get_by_label("Write a message")
    await composer.fill(line)
    await composer.press("Enter")


def message(page: Page, words: str, button: str = "") -> Locator:
    """Return the newest message that says this and has such a button."""
    found = page.get_by_role("log", name="Messages").get_by_role("article").filter(has_text=words)
    return (found.filter(has=page.get_by_role("button", name=button, exact=True)) if button else found).last


async def press(page: Page, button: str, words: str = "") -> None:
    """Press a button of the newest message that has it and says this."""
    await message(page, words, button).get_by_role("button", name=button, exact=True).last.click()


async def confirm(page: Page, label: str) -> None:
    """Press a button and then the same one in the dialog that asks."""
    await page.get_by_role("button", name=label, exact=True).last.click()
    await page.get_by_role("alertdialog").get_by_role("button", name=label, exact=True).click()


def form(page: Page) -> Locator:
    """Return what stands in the open form; forms under it are kept on the page, and are not meant."""
    return page.get_by_role("dialog").locator(".dialog-body:visible")


async def send(page: Page, label: str) -> None:
    """Send the open form once the form before it is done with, with the keyboard.

    The button of the form that comes after it may lie on the same spot, where the page takes the second of two quick
    presses of the pointer for a double click.
    """
    button = page.get_by_role("dialog").get_by_role("button", name=label, exact=True)
    await expect(button).not_to_have_attribute("aria-busy", "true")
    await button.press("Enter")


async def choose(page: Page, label: str, option: str) -> None:
    """Choose something in a menu of the open form."""
    await choose_in(form(page).get_by_label(label), option)


async def choose_in(menu: Locator, option: str) -> None:
    """Choose something in a menu, with the keyboard as in `send`: the lists of two menus may lie on the same spot."""
    await menu.fill(option)
    await expect(menu.page.get_by_role("option", name=option).first).to_be_visible()
    await menu.press("Enter")


async def close(page: Page) -> None:
    """Close all forms, once what was sent is taken: before that the page asks whether to leave what was typed."""
    dialog = page.get_by_role("dialog")
    await expect(dialog.locator("[aria-busy='true']")).to_have_count(0)
    await dialog.get_by_role("button", name="Close", exact=True).first.click()
    await expect(dialog).to_have_count(0)
