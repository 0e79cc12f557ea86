"""The card for whoever is here for the first time ticks what was done."""

from typing import Any

import pytest
from playwright.async_api import expect

from bot.playground.server import PlaygroundServer
from bot.playground.workspace import Envelope, Workspace
from tests.playground.browser import chromium_page

pytestmark = pytest.mark.browser


def row(*labels: str) -> dict[str, Any]:
    """Return a row of buttons."""
    made = [
        {"type": "button", "action_id": f"press{number}", "text": {"type": "plain_text", "text": label}, "value": label}
        for number, label in enumerate(labels)
    ]
    return {"type": "actions", "block_id": "row", "elements": made}


async def test_the_step_answer_is_ticked_by_an_answer_alone(
    server: PlaygroundServer, bot: Any, api: Any, workspace: Workspace
) -> None:
    """Another button leaves the step as it is; once the question is no longer open, it is ticked."""
    ana = workspace.persona("ana").id

    async def answer(envelope: Envelope) -> None:
        payload = envelope.payload
        if payload.get("type") == "block_actions" and payload["actions"][0]["value"] == "Skip":
            place = {"channel": payload["channel"]["id"], "ts": payload["message"]["ts"]}
            await api("chat.update", **place, text="Skipped", blocks=[row("Answer after all")])

    bot.answer = answer
    await api("chat.postMessage", channel=ana, text="Ready?", blocks=[row("Answer", "Skip", "Why me?")])
    async with chromium_page(server.url) as page:
        ticked = page.locator(".hint-card .ticked")
        async with page.expect_response("**/page/act"):
            await page.get_by_role("button", name="Why me?").click()
        await expect(page.get_by_role("button", name="Why me?")).to_have_attribute("aria-busy", "false")
        await expect(ticked).to_have_count(0)
        await page.get_by_role("button", name="Skip", exact=True).click()
        await expect(page.get_by_role("button", name="Answer after all")).to_be_visible()
        await expect(ticked).to_have_text(
            "Answer in Drumbeat's Messages. Not asked? Be somebody with a red dot. (done)"
        )
