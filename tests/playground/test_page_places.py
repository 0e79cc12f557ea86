"""What one sees of the page: answers come into view, forms stay where they were, notes lie beside what one presses."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from bot.playground.server import PlaygroundServer
from bot.playground.workspace import Envelope, Workspace
from tests.playground.browser import chromium_page

pytestmark = pytest.mark.browser
MANY = 30


def plain(text: str) -> dict[str, Any]:
    """Return a plain_text object."""
    return {"type": "plain_text", "text": text}


def button(action: str, label: str) -> dict[str, Any]:
    """Return a button."""
    return {"type": "button", "action_id": action, "text": plain(label), "value": action}


def pressing(block_id: str, *labels: str) -> dict[str, Any]:
    """Return a row of buttons."""
    elements = [button(f"press{number}", label) for number, label in enumerate(labels)]
    return {"type": "actions", "block_id": block_id, "elements": elements}


def typed(block_id: str, label: str) -> dict[str, Any]:
    """Return an input block with a text field."""
    element = {"type": "plain_text_input", "action_id": "text"}
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": element, "optional": True}


def form(*blocks: dict[str, Any], title: str = "Long form") -> dict[str, Any]:
    """Return a form."""
    return {"type": "modal", "callback_id": "form", "title": plain(title), "submit": plain("Send"), "blocks": blocks}


FIELDS = [typed(f"field{number}", f"Field {number}") for number in range(12)]

NOTE = """async () => {
  const { done } = await import("/page/assets/js/toast.js");
  done("Once more.");
}"""


@pytest.fixture
async def page(server: PlaygroundServer) -> AsyncIterator[Page]:
    """The page as Ana sees it."""
    async with chromium_page(server.url) as page:
        await expect(page.get_by_role("tab", name="Messages")).to_be_visible()
        yield page


@pytest.fixture
async def opened(page: Page, bot: Any, api: Any, workspace: Workspace) -> Callable[..., Any]:
    """Open a form in front of Ana; `then(payload)` answers what she does in it."""

    async def open_form(view: dict[str, Any], then: Callable[[dict[str, Any]], Any] | None = None) -> Locator:
        async def answer(envelope: Envelope) -> Any:
            payload = envelope.payload
            if payload.get("type") == "block_actions" and payload["actions"][0]["block_id"] == "prompt":
                assert (await api("views.open", trigger_id=payload["trigger_id"], view=view))["ok"]
                return None
            return await then(payload) if then else None

        bot.answer = answer
        await api(
            "chat.postMessage", channel=workspace.persona("ana").id, text="?", blocks=[pressing("prompt", "Open")]
        )
        await page.get_by_role("button", name="Open", exact=True).click()
        dialog = page.get_by_role("dialog")
        await expect(dialog).to_be_visible()
        return dialog

    return open_form


def scrolled(page: Page) -> Any:
    """Return how far the open form is scrolled."""
    return page.locator(".dialog-body:not([hidden])").evaluate("node => node.scrollTop")


async def test_an_answer_to_a_button_comes_into_view(page: Page, bot: Any, api: Any, workspace: Workspace) -> None:
    """A reader of old messages who presses a button there sees the bot's answer, which stands at the end."""
    ana = workspace.persona("ana").id

    async def answer(envelope: Envelope) -> None:
        if envelope.payload.get("type") == "block_actions":
            await api("chat.postEphemeral", channel=ana, user=ana, text="Here is your answer.")

    bot.answer = answer
    await api("chat.postMessage", channel=ana, text="?", blocks=[pressing("old", "Press me")])
    for number in range(MANY):
        await api("chat.postMessage", channel=ana, text=f"Message {number}")
    await expect(page.get_by_text(f"Message {MANY - 1}", exact=True)).to_be_in_viewport()
    await page.get_by_role("button", name="Press me").click()
    await expect(page.get_by_text("Here is your answer.")).to_be_in_viewport()


async def test_a_long_answer_is_shown_from_its_beginning(page: Page, bot: Any, api: Any, workspace: Workspace) -> None:
    """The end of an answer that is higher than the page is further down; one reads from the top."""
    ana = workspace.persona("ana").id
    text = "\n".join(["It begins here.", *(f"Line {number}" for number in range(MANY * 2)), "It ends here."])
    for number in range(MANY):
        await api("chat.postMessage", channel=ana, text=f"Message {number}")
    await expect(page.get_by_text(f"Message {MANY - 1}", exact=True)).to_be_in_viewport()
    bot.answer = lambda envelope: {"text": text} if envelope.type == "slash_commands" else None
    draft = page.get_by_label("Write a message")
    await draft.fill("/pmo help")
    await draft.press("Enter")
    await expect(page.get_by_text("Only visible to you")).to_be_in_viewport()
    await expect(page.get_by_role("button", name="New messages")).to_be_visible()


async def test_a_message_that_answers_nothing_moves_nobody(page: Page, api: Any, workspace: Workspace) -> None:
    """Whoever reads what is further up stays there and is told that there is something new."""
    ana = workspace.persona("ana").id
    for number in range(MANY):
        await api("chat.postMessage", channel=ana, text=f"Message {number}")
    await expect(page.get_by_text(f"Message {MANY - 1}", exact=True)).to_be_in_viewport()
    await page.get_by_text("Message 0", exact=True).scroll_into_view_if_needed()
    await api("chat.postMessage", channel=ana, text="Something else")
    await expect(page.get_by_role("button", name="New messages")).to_be_visible()
    await expect(page.get_by_text("Message 0", exact=True)).to_be_in_viewport()


async def test_a_form_that_is_updated_stays_where_it_was(page: Page, opened: Any, api: Any) -> None:
    """*More options* goes and fields come in its stead: the form is not scrolled, the first of them has the focus."""
    more = [typed(f"more{number}", f"More {number}") for number in range(8)]

    async def unfold(payload: dict[str, Any]) -> None:
        if payload["type"] == "block_actions":
            view = form(*FIELDS, *more, pressing("end", "Other"))
            await api("views.update", view_id=payload["view"]["id"], view=view)

    dialog = await opened(form(*FIELDS, pressing("options", "More options")), unfold)
    await dialog.get_by_role("button", name="More options").scroll_into_view_if_needed()
    before = await scrolled(page)
    assert before > 0
    await dialog.get_by_role("button", name="More options").click()
    await expect(dialog.get_by_label("More 0")).to_be_focused()
    assert await scrolled(page) == before


async def test_a_form_whose_last_button_went_is_still_closed_by_escape(page: Page, opened: Any, api: Any) -> None:
    """What was pressed is gone, and what stays is a sentence."""
    intro = {"type": "section", "block_id": "intro", "text": plain("Who is left out")}

    async def empty(payload: dict[str, Any]) -> None:
        if payload["type"] == "block_actions":
            said = {"type": "section", "block_id": "none", "text": plain("Nobody is left out.")}
            await api("views.update", view_id=payload["view"]["id"], view=form(intro, said))

    dialog = await opened(form(intro, pressing("back", "Ask again")), empty)
    await dialog.get_by_role("button", name="Ask again").click()
    await expect(dialog.get_by_text("Nobody is left out.")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)


async def test_a_form_under_another_one_is_found_where_it_was_left(page: Page, opened: Any, api: Any) -> None:
    """A form on top starts at its top; *Back* leads to the place and the button that one came from."""

    async def push(payload: dict[str, Any]) -> None:
        if payload["type"] == "block_actions":
            await api("views.push", trigger_id=payload["trigger_id"], view=form(*FIELDS, title="On top"))

    dialog = await opened(form(*FIELDS, pressing("deeper", "Go deeper")), push)
    await dialog.get_by_role("button", name="Go deeper").click()
    await expect(page.get_by_role("dialog", name="On top")).to_be_visible()
    assert await scrolled(page) == 0
    await page.get_by_role("button", name="Back", exact=True).click()
    await expect(dialog.get_by_role("button", name="Go deeper")).to_be_focused()
    await expect(dialog.get_by_role("button", name="Go deeper")).to_be_in_viewport()


async def test_the_first_error_is_seen_and_goes_with_the_form_that_was_refused(
    page: Page, opened: Any, api: Any
) -> None:
    """A refusal scrolls up to the first field that it is about; an update by the bot takes its sentence away."""

    async def answer(payload: dict[str, Any]) -> Any:
        if payload["type"] == "view_submission":
            return {"response_action": "errors", "errors": {"field0": "Say a little more."}}
        await api("views.update", view_id=payload["view"]["id"], view=form(*FIELDS, pressing("anew", "Start anew")))
        return None

    dialog = await opened(form(*FIELDS, pressing("anew", "Start anew")), answer)
    await dialog.get_by_role("button", name="Start anew").scroll_into_view_if_needed()
    await dialog.get_by_role("button", name="Send").click()
    await expect(dialog.get_by_text("Say a little more.")).to_be_in_viewport()
    await expect(dialog.get_by_label("Field 0")).to_be_focused()
    await dialog.get_by_role("button", name="Start anew").click()
    await expect(dialog.get_by_text("Say a little more.")).to_have_count(0)
    await expect(dialog.get_by_label("Field 0")).not_to_have_attribute("aria-invalid", "true")


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (900, 700)])
async def test_a_note_covers_nothing_that_one_presses(
    page: Page, opened: Any, bot: Any, width: int, height: int
) -> None:
    """A note lies over neither channels, tabs, members and composer, nor the buttons of an open form."""
    await page.set_viewport_size({"width": width, "height": height})
    await page.get_by_role("button", name="sync", exact=True).click()
    await page.get_by_role("button", name="members, and what").click()
    await page.get_by_role("menuitem", name="Leave channel").click()
    note = page.locator(".toast")
    await expect(note).to_be_visible()
    pressable = page.locator(".sidebar, .tab, .members, .composer")
    assert await covered(note, pressable) == []
    await page.get_by_role("button", name="Drumbeat").click()
    await opened(form(*FIELDS))
    # A new one, since a note stays for seconds, and a busy machine takes as long to open a form.
    await page.evaluate(NOTE)
    await expect(note).to_have_text("Once more.")
    assert await covered(note, page.locator(".sidebar, .tab, .dialog")) == []


async def covered(note: Locator, others: Locator) -> list[str]:
    """Return which of `others` a note overlaps."""
    over = await note.bounding_box()
    assert over is not None
    found = []
    for other in await others.all():
        box = await other.bounding_box()
        if box is None:
            continue
        beside = over["x"] >= box["x"] + box["width"] or box["x"] >= over["x"] + over["width"]
        apart = over["y"] >= box["y"] + box["height"] or box["y"] >= over["y"] + over["height"]
        if not beside and not apart:
            found.append(await other.inner_text())
    return found


async def test_the_composer_keeps_its_height_after_an_archived_channel(page: Page, workspace: Workspace) -> None:
    """It is drawn for the next place while it is still hidden."""
    channel = workspace.channel("payments")
    await workspace.members.archive(channel, by=workspace.persona("ana").id)
    await page.get_by_role("button", name="payments").click()
    await expect(page.get_by_text("is archived. It can be read")).to_be_visible()
    await page.get_by_role("button", name="Drumbeat").first.click()
    await page.get_by_role("tab", name="Messages").click()
    composer = page.get_by_label("Write a message").first
    await expect(composer).to_be_visible()
    box = await composer.bounding_box()
    assert box is not None
    assert box["height"] > 20
