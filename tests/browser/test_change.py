"""Change communication in Chromium: each group in its own words, signed, read, asked about, closed and learnt from."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.hands import (
    BUSY,
    be,
    choose,
    choose_in,
    close,
    form,
    go_on,
    message,
    open_messages,
    press,
    send,
    type_command,
)

pytestmark = [pytest.mark.browser, BUSY]
CODE = re.compile(r"(?:[A-Z2-9]{4}-){3}[A-Z2-9]{4}")
SHIFT, TITLE, REVIEW = "The shift to product teams", "Sales joins the product teams", "Who writes my review in June?"
PART, ANSWER = "You sell one product, with its team.", "Your new lead, with a page from the old one."


async def register(page: Page, state: str = "Draft", begin: str = "Nobody yet") -> None:
    """Let Mara register a change that Ben stands for, up to the list of whom it affects."""
    await be(page, "Mara Lindqvist")
    await type_command(page, "/pmo change new")
    await form(page).get_by_label("What changes?").fill(SHIFT)
    await choose(page, "Who stands for it?", "Ben Carter")
    await choose(page, "How far is it?", state)
    await choose(page, "Whom it affects: begin with", begin)
    await send(page, "Register change")
    await expect(form(page)).to_contain_text(f"“{SHIFT}” is registered")


async def rate_sales(page: Page) -> None:
    """Say in the open list of groups how much of their pay changes for those who sell."""
    sales = form(page).locator("[data-block^='group:']").filter(has_text="Sales · 3 people")
    await sales.get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="What changes for them").click()
    await choose(page, "How much: pay?", "Everything")
    await send(page, "Save what changes")
    await expect(sales).to_contain_text("pay (everything)")
    await close(page)


async def announce(page: Page) -> None:
    """Write the kick-off with a part for those who sell, for tomorrow's morning, and ask Ben to sign it."""
    await type_command(page, f"/pmo announce {SHIFT}")
    await form(page).get_by_role("radio", name="Kick-off").check()
    await send(page, "Write it")
    await form(page).get_by_label("Title").fill(TITLE)
    await form(page).get_by_label("What everybody reads").fill("From 4 May each team has its own sales colleague.")
    await send(page, "Save draft")
    await form(page).locator("[data-block^='part:']").filter(has_text="Sales ·").get_by_role("button").click()
    await form(page).get_by_label("What this means for Sales").fill(PART)
    await send(page, "Save part")
    await form(page).get_by_role("button", name="Change when").click()
    await form(page).get_by_role("radio", name="In each person's own morning").check()
    await form(page).get_by_label("Day").fill("2026-03-03")
    await form(page).get_by_role("checkbox", name="Must-read").check()
    await send(page, "Save time")
    await form(page).get_by_role("button", name="Choose co-signers").click()
    await choose(page, "Who signs before it goes?", "Ben Carter")
    await send(page, "Save co-signers")
    await send(page, "Preview and send")
    await expect(form(page)).to_contain_text("What this means for Product teams")
    await choose_in(form(page).get_by_role("combobox"), "Somebody in Sales")
    await expect(form(page)).to_contain_text(PART)
    await send(page, "Ask for signatures")
    await expect(form(page)).to_contain_text("asked to sign")
    await close(page)


async def ask_without_name(page: Page) -> str:
    """Ask what one reads for, without one's name; return the code."""
    await press(page, "I have a question")
    await form(page).get_by_label("What would you like to know?").fill(REVIEW)
    await form(page).get_by_role("radio", name="Without my name").check()
    await send(page, "Send question")
    await expect(form(page)).to_contain_text(CODE)
    code = CODE.search(await form(page).inner_text())
    assert code is not None
    await close(page)
    return code[0]


async def test_a_change_reaches_each_group_in_its_own_words_and_is_asked_about(page: Page) -> None:
    """Mara registers and announces it, Ben signs; Nadia says *Got it*, Aylin asks without her name and is answered."""
    await register(page, begin=SHIFT)
    await rate_sales(page)
    await announce(page)
    await be(page, "Ben Carter")
    await open_messages(page)
    await press(page, "Read and sign")
    await send(page, "Sign it")
    await expect(form(page)).to_contain_text("have signed")
    await close(page)

    await go_on(page, "+1 day")
    await be(page, "Nadia Haddad")
    await expect(message(page, TITLE)).to_contain_text(PART)
    await press(page, "Got it")
    await expect(message(page, TITLE)).to_contain_text("You said: Got it")
    await be(page, "Aylin Kaya")
    await expect(message(page, TITLE)).not_to_contain_text(PART)
    code = await ask_without_name(page)

    await go_on(page, "+1 day")
    await be(page, "Mara Lindqvist")
    await expect(message(page, REVIEW)).to_contain_text("Somebody, without their name,")
    await press(page, "Answer", REVIEW)
    await form(page).get_by_label("What is the answer?").fill(ANSWER)
    await send(page, "Send answer")
    await close(page)
    await expect(message(page, REVIEW)).to_contain_text(ANSWER)
    await be(page, "Aylin Kaya")
    await type_command(page, "/pmo ask code")
    await form(page).get_by_label("Code").fill(code)
    await send(page, "Open it")
    await expect(form(page)).to_contain_text(ANSWER)
    await close(page)

    await be(page, "Mara Lindqvist")
    await type_command(page, f"/pmo change {SHIFT}")
    await press(page, "See replies")
    figures = message(page, "What people said to")
    await expect(figures).to_contain_text("18 of 19 people have it. 1 said Got it; 17 people have not replied yet")
    sales = figures.get_by_role("row").filter(has_text="Sales")
    await expect(sales.get_by_role("cell")).to_have_text(["Sales", "2", "2", "1", "0", "0", "1"])


async def test_it_is_announced_in_four_clicks_and_corrected_by_a_reader(page: Page) -> None:
    """The command, the team, *Preview it*, *Send to 5*; whom it does not affect says who, and Mara corrects it."""
    await be(page, "Mara Lindqvist")
    await type_command(page, "/pmo announce")
    await form(page).get_by_label("Title").fill("Office closed on Friday")
    await form(page).get_by_label("What do you have to say?").fill("Water is off. Work from home.")
    await choose(page, "To teams", "Payments")
    await form(page).get_by_role("checkbox", name="Ask for Got it").check()
    await send(page, "Preview it")
    await expect(form(page)).to_contain_text("as soon as you send it")
    await send(page, "Send to 5")
    await expect(form(page)).to_contain_text("is on its way")
    await close(page)

    await be(page, "Rui Matos")
    await press(page, "Doesn't affect me")
    await choose(page, "Somebody else?", "Wei Tan")
    await send(page, "Send")
    await expect(message(page, "Office closed on Friday")).to_contain_text("Doesn't affect me, but Wei Tan")
    await be(page, "Mara Lindqvist")
    await expect(message(page, "Rui Matos")).to_contain_text("says that it affects Wei Tan")
    await press(page, "Correct it", "Rui Matos")
    await page.get_by_role("alertdialog").get_by_role("button", name="Correct it", exact=True).click()
    await expect(message(page, "Rui Matos")).to_contain_text("Taken out, and Wei Tan brought in, by Mara Lindqvist.")


async def test_what_was_learnt_from_a_change_becomes_a_page(page: Page) -> None:
    """Mara closes it with what it came to and makes a playbook of that; Rui finds it."""
    await register(page, state="In progress")
    await close(page)
    await type_command(page, f"/pmo change {SHIFT}")
    await press(page, "Close change")
    await form(page).get_by_label("What did it come to, and what was learnt?").fill("Begin with two teams.")
    await form(page).get_by_label("Why close it all the same?").fill("All teams work so.")
    await send(page, "Close change")
    await expect(form(page)).to_contain_text("is part of how we work")
    await close(page)
    await type_command(page, f"/pmo change {SHIFT}")
    await expect(message(page, "What it came to")).to_contain_text("Begin with two teams.")
    await press(page, "Make it a playbook", "What it came to")
    await send(page, "Publish page")
    await expect(form(page)).to_contain_text(f"“How we changed: {SHIFT}” is published.")
    await close(page)
    await be(page, "Rui Matos")
    await type_command(page, "/pmo begin with two teams")
    await press(page, "Read page", f"How we changed: {SHIFT}")
    await expect(form(page)).to_contain_text("Begin with two teams.")
