"""Chromium for the tests of the playground's page."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Page, async_playwright, expect

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PATIENCE = 15_000  # milliseconds that a press or an expectation may wait, on a busy machine too
expect.set_options(timeout=PATIENCE)


@asynccontextmanager
async def chromium_page(url: str) -> AsyncIterator[Page]:
    """Yield a page at `url`; afterwards its errors fail the test, and so does any request to another server."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None and os.environ.get("CI"):
        pytest.fail("CI has no Chromium, so that nothing of the page would be tested")
    if path is None:
        pytest.skip("no Chromium on this machine")
    problems: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        page = await browser.new_page(viewport={"width": 1280, "height": 800}, locale="en-GB", timezone_id="Asia/Tokyo")
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: problems.append(f"{error}"))
        page.on("request", lambda request: _foreign(request.url, url, problems))
        await page.goto(url)
        yield page
        await browser.close()
    assert problems == []


def _foreign(asked: str, own: str, problems: list[str]) -> None:
    if not asked.startswith((own, "data:", "about:")):
        problems.append(f"asked another server: {asked}")
