"""Draws the catalogue in Chromium with the playground's own page."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.async_api import Page

from bot.clock import ShiftedClock
from bot.playground.company import load_company
from bot.playground.records import BOT_USER_ID
from bot.playground.server import PlaygroundServer
from bot.playground.workspace import Workspace
from bot.render import Words
from bot.slack.gateway import Message
from tests.gallery.catalogue import Shot
from tests.gallery.scene import NOW
from tests.playground.browser import chromium_page

SCRIPT = Path(__file__).with_name("stage.js").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Staged:
    """The page with every shot under its id; `undrawn` names what the page could not draw."""

    page: Page
    undrawn: Sequence[str]


def identified(shots: Sequence[Shot]) -> dict[str, Shot]:
    """Return the shots by the id that each has on the page."""
    return {f"shot-{number}": shot for number, shot in enumerate(shots)}


@asynccontextmanager
async def staged(shots: Sequence[Shot]) -> AsyncIterator[Staged]:
    """Open the playground's page as Ana, and draw the shots there instead of a conversation."""
    words = Words()
    server = PlaygroundServer(Workspace(load_company(), clock=ShiftedClock(NOW)))
    await server.start()
    try:
        async with chromium_page(server.url) as page:
            await page.get_by_role("tab", name="Messages").wait_for()
            given = [_given(name, shot, words) for name, shot in identified(shots).items()]
            yield Staged(page, await page.evaluate(SCRIPT, given))
    finally:
        await server.stop()


def _given(name: str, shot: Shot, words: Words) -> dict[str, Any]:
    shown = shot.draw(words)
    if not isinstance(shown, Message):
        return {"id": name, "kind": shown["type"], "view": shown}
    message = {"text": shown.text, "blocks": list(shown.blocks), "bot": BOT_USER_ID, "ts": f"{NOW.timestamp():.6f}"}
    return {"id": name, "kind": "message"} | message
