"""The page of the local Slack, as people use it in a browser."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.async_api import Page, expect

from bot.clock import ShiftedClock
from bot.playground.controls import NextEvent
from bot.playground.rates import RateLimits
from bot.playground.server import PlaygroundServer
from bot.playground.workspace import Envelope, Workspace
from tests.playground.browser import chromium_page

pytestmark = pytest.mark.browser


def plain(text: str) -> dict[str, Any]:
    """Return a plain_text object."""
    return {"type": "plain_text", "text": text}


def typed(block_id: str, label: str, **more: Any) -> dict[str, Any]:
    """Return an input block with a text field."""
    element = {"type": "plain_text_input", "action_id": "text", **more.pop("element", {})}
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": element, **more}


ASK = {"type": "button", "action_id": "answer", "text": plain("Answer"), "style": "primary"}
PROMPT = [{"type": "actions", "block_id": "prompt", "elements": [ASK]}]
FORM = {
    "type": "modal",
    "callback_id": "form",
    "title": plain("Weekly sync"),
    "submit": plain("Post to #sync"),
    "close": plain("Not now"),
    "blocks": [
        typed("moved", "What moved?", element={"multiline": True}),
        typed("next", "What's next?", optional=True),
        {
            "type": "actions",
            "block_id": "more",
            "elements": [{"type": "button", "action_id": "ask", "text": plain("Ask more")}],
        },
    ],
}


@pytest.fixture
async def page(server: PlaygroundServer) -> AsyncIterator[Page]:
    """The page as Ana, the first person of the company, sees it."""
    async with chromium_page(server.url) as page:
        await expect(page.get_by_role("tab", name="Messages")).to_be_visible()
        yield page


def answers_with_form(bot: Any, api: Any, **on_submit: Any) -> None:
    """Let the bot open the form on *Answer*, and answer a submission with `on_submit`."""

    async def answer(envelope: Envelope) -> Any:
        payload = envelope.payload
        if payload.get("type") == "block_actions" and payload["actions"][0]["action_id"] == "answer":
            opened = await api("views.open", trigger_id=payload["trigger_id"], view=FORM)
            assert opened["ok"], opened
        return on_submit or None if payload.get("type") == "view_submission" else None

    bot.answer = answer


async def prompted(api: Any, workspace: Workspace) -> None:
    """Ask Ana."""
    posted = await api("chat.postMessage", channel=workspace.persona("ana").id, text="Ready?", blocks=PROMPT)
    assert posted["ok"], posted


async def test_a_form_keeps_what_was_typed_when_it_is_refused(
    page: Page, bot: Any, api: Any, workspace: Workspace
) -> None:
    """The error stands under its field, has the focus, and nothing typed is lost."""
    answers_with_form(bot, api, response_action="errors", errors={"moved": "Say a little more."})
    await prompted(api, workspace)
    await page.get_by_role("button", name="Answer", exact=True).click()
    form = page.get_by_role("dialog", name="Weekly sync")
    await form.get_by_label("What moved?").fill("Refunds")
    await form.get_by_label("What's next?").fill("Spain")
    await form.get_by_role("button", name="Post to #sync").click()
    await expect(form.get_by_text("Say a little more.")).to_be_visible()
    await expect(form.get_by_label("What moved?")).to_have_value("Refunds")
    await expect(form.get_by_label("What moved?")).to_be_focused()
    await expect(form.get_by_label("What moved?")).to_have_attribute("aria-invalid", "true")
    await expect(form.get_by_label("What's next?")).to_have_value("Spain")


async def test_a_form_keeps_text_and_focus_when_the_bot_updates_it(
    page: Page, bot: Any, api: Any, workspace: Workspace
) -> None:
    """views.update adds a block while somebody types: text, focus and the place of the cursor stay."""
    answers_with_form(bot, api)
    await prompted(api, workspace)
    await page.get_by_role("button", name="Answer", exact=True).click()
    field = page.get_by_label("What moved?")
    await field.press_sequentially("Refunds are")
    await field.press("ArrowLeft")
    view = workspace.persona("ana").modal
    assert view is not None
    hint = {"type": "section", "block_id": "fresh", "text": plain("Platform took your blocker.")}
    await api("views.update", view_id=view.id, view={**FORM, "blocks": [hint, *FORM["blocks"]]})
    await expect(page.get_by_text("Platform took your blocker.")).to_be_visible()
    await field.press("X")
    await expect(field).to_have_value("Refunds arXe")


async def test_a_form_is_opened_filled_and_sent_by_keyboard_alone(
    page: Page, bot: Any, api: Any, workspace: Workspace
) -> None:
    """Tab reaches the button; Enter opens; the first field has the focus; Tab reaches the submit button."""
    answers_with_form(bot, api)
    await prompted(api, workspace)
    button = page.get_by_role("button", name="Answer", exact=True)
    await expect(button).to_be_visible()
    await page.get_by_role("tab", name="Messages").focus()
    for _ in range(6):
        if await button.evaluate("node => node === document.activeElement"):
            break
        await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    form = page.get_by_role("dialog", name="Weekly sync")
    await expect(form.get_by_label("What moved?")).to_be_focused()
    await page.keyboard.type("Refunds are live")
    for _ in range(4):
        await page.keyboard.press("Tab")
    await expect(form.get_by_role("button", name="Post to #sync")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(form).to_have_count(0)
    sent = next(payload for payload in bot.payloads if payload.get("type") == "view_submission")
    assert sent["view"]["state"]["values"]["moved"]["text"]["value"] == "Refunds are live"
    await expect(button).to_be_focused()


async def test_the_focus_stays_in_a_form_until_escape_closes_it(
    page: Page, bot: Any, api: Any, workspace: Workspace
) -> None:
    """Tab goes round inside the form, and Escape closes an untouched form at once."""
    answers_with_form(bot, api)
    await prompted(api, workspace)
    await page.get_by_role("button", name="Answer", exact=True).click()
    form = page.get_by_role("dialog", name="Weekly sync")
    await expect(form.get_by_label("What moved?")).to_be_focused()
    for _ in range(12):
        await page.keyboard.press("Tab")
        assert await form.evaluate("node => node.contains(document.activeElement)")
    await page.keyboard.press("Escape")
    await expect(form).to_have_count(0)
    assert workspace.persona("ana").modal is None


async def test_hostile_text_never_becomes_markup(page: Page, api: Any, workspace: Workspace) -> None:
    """Whatever people and bots write is shown as text: in every kind of block, in names of links, in messages."""
    evil = "<img src=x onerror=window.hit=1><script>window.hit=1</script>"
    link = {"type": "link", "url": "javascript:window.hit=1", "text": "press me"}
    blocks = [
        {"type": "header", "block_id": "a", "text": plain(evil)},
        {"type": "section", "block_id": "b", "text": {"type": "mrkdwn", "text": f"{evil} <javascript:alert(1)|here>"}},
        {"type": "markdown", "block_id": "c", "text": f"{evil} [go](javascript:window.hit=1)"},
        {
            "type": "rich_text",
            "block_id": "d",
            "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": evil}, link]}],
        },
    ]
    posted = await api("chat.postMessage", channel=workspace.persona("ana").id, text=evil, blocks=blocks)
    assert posted["ok"], posted
    await workspace.persona("ana").say(evil)
    log = page.get_by_role("log", name="Messages")
    await expect(log.get_by_role("article")).to_have_count(2)
    await expect(log.locator("h3")).to_have_text(evil)
    assert await log.locator("script, img, [onerror]").count() == 0
    assert await log.locator("a[href^='javascript']").count() == 0
    assert await page.evaluate("window.hit") is None


async def test_times_are_shown_in_the_zone_of_the_person_one_is(page: Page, api: Any, workspace: Workspace) -> None:
    """The same message reads 17:00 in Lisbon and 09:00 in Los Angeles, whatever zone the browser is in."""
    epoch = int(datetime(2026, 11, 24, 17, 0, tzinfo=UTC).timestamp())
    text = f"Open until <!date^{epoch}^{{date_short_pretty}} {{time}}|17:00 UTC>"
    await workspace.members.join(workspace.state.channel_named("sync"), workspace.persona("ben").id)
    await api("chat.postMessage", channel="#sync", text=text)
    await page.get_by_role("button", name="sync").click()
    await expect(page.get_by_text("Open until today 17:00")).to_be_visible()
    await page.get_by_role("button", name="You are Ana Sousa").click()
    await page.get_by_role("menuitem", name="Ben Carter").click()
    await expect(page.get_by_text("Open until today 09:00")).to_be_visible()
    await expect(page.get_by_text("Los Angeles · 09:00 UTC")).to_be_visible()


async def test_a_draft_and_its_cursor_outlive_arriving_messages(page: Page, api: Any, workspace: Workspace) -> None:
    """A message that comes in while one types takes neither text nor focus."""
    draft = page.get_by_label("Write a message")
    await draft.press_sequentially("I think tha")
    await api("chat.postMessage", channel=workspace.persona("ana").id, text="Hello there")
    await expect(page.get_by_text("Hello there")).to_be_visible()
    await draft.press_sequentially("t")
    await expect(draft).to_have_value("I think that")
    await draft.press("Enter")
    await expect(draft).to_have_value("")
    await expect(page.get_by_role("log").get_by_text("I think that")).to_be_visible()


async def test_a_slash_suggests_the_commands(page: Page, bot: Any, workspace: Workspace) -> None:
    """Typing / lists the bot's commands; Tab completes; Enter sends the command; its answer is for one's eyes only."""
    bot.answer = lambda envelope: {"text": "Here is help."} if envelope.type == "slash_commands" else None
    draft = page.get_by_label("Write a message")
    await draft.press_sequentially("/p")
    await expect(page.get_by_role("option", name="/pmo")).to_be_visible()
    await draft.press("Tab")
    await expect(draft).to_have_value("/pmo ")
    await draft.press_sequentially("help")
    await draft.press("Enter")
    await expect(page.get_by_text("Here is help.")).to_be_visible()
    await expect(page.get_by_text("Only visible to you")).to_be_visible()
    command = next(payload for payload in bot.payloads if payload.get("command") == "/pmo")
    assert command["text"] == "help"


async def test_a_confirm_dialogue_asks_before_the_bot_hears(
    page: Page, bot: Any, api: Any, workspace: Workspace
) -> None:
    """*Keep it* leaves everything as it was; *Skip it* presses the button."""
    confirm = {
        "title": plain("Skip this week?"),
        "text": plain("No reason needed."),
        "confirm": plain("Skip it"),
        "deny": plain("Keep it"),
    }
    skip = {"type": "button", "action_id": "skip", "text": plain("Skip"), "confirm": confirm}
    blocks = [{"type": "actions", "block_id": "prompt", "elements": [skip]}]
    await api("chat.postMessage", channel=workspace.persona("ana").id, text="Ready?", blocks=blocks)
    button = page.get_by_role("button", name="Skip", exact=True)
    await button.click()
    await page.get_by_role("button", name="Keep it").click()
    assert not [payload for payload in bot.payloads if payload.get("type") == "block_actions"]
    await button.click()
    await page.get_by_role("button", name="Skip it").click()
    await expect(page.get_by_role("alertdialog")).to_have_count(0)
    await expect(button).to_have_attribute("aria-busy", "false")
    assert [p["actions"][0]["action_id"] for p in bot.payloads if p.get("type") == "block_actions"] == ["skip"]


async def test_a_clock_that_cannot_be_moved_says_why(page: Page) -> None:
    """Without a bot in the same process the buttons are off, and the reason stands beside them."""
    await expect(page.get_by_role("button", name="To the next ritual")).to_be_disabled()
    await expect(page.locator("#next-label")).to_contain_text("workspace runs alone")


class Steps:
    """Controls with one event, a day ahead."""

    def __init__(self, clock: ShiftedClock) -> None:
        """Move `clock`."""
        self.clock = clock
        self.event: NextEvent | None = NextEvent(datetime(2026, 11, 25, 10, 0, tzinfo=UTC), "Weekly sync opens")

    def now(self) -> datetime:
        """Return the clock's present."""
        return self.clock.now()

    async def next_event(self) -> NextEvent | None:
        """Return the event until it is past."""
        return self.event

    async def advance(self, to: datetime) -> None:
        """Jump."""
        self.clock.move_to(to)
        self.event = None


async def test_the_clock_goes_to_the_next_ritual(workspace: Workspace, clock: ShiftedClock) -> None:
    """The button says what comes; pressing it moves the time that the page shows and ticks the first step."""
    server = PlaygroundServer(workspace, rates=RateLimits.generous(), controls=Steps(clock))
    await server.start()
    try:
        async with chromium_page(server.url) as page:
            await expect(page.locator("#next-label")).to_have_text("Weekly sync opens · tomorrow 10:00")
            await page.get_by_role("button", name="To the next ritual").click()
            await expect(page.locator(".clock-local")).to_have_text("Wed 25 Nov, 10:00")
            await expect(page.get_by_role("button", name="To the next ritual")).to_be_disabled()
            await expect(page.locator("#next-label")).to_have_text("Nothing is planned")
            await expect(page.locator(".hint-card .ticked")).to_have_count(1)
    finally:
        await server.stop()
