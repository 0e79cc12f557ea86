"""The demo, as it opens in a browser for the first time, on a Monday that is no holiday anywhere in the company."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import Page

from bot.demo import Demo
from bot.engine.inline import InlineEngine
from bot.playground.demo_folder import DemoFolder
from tests.playground.browser import chromium_page

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


@pytest.fixture
async def page(tmp_path: Path) -> AsyncIterator[Page]:
    """The demo's page as it opens for the first time."""
    folder = DemoFolder(tmp_path / "demo")
    folder.path.mkdir()
    demo = Demo(folder, engine_for=InlineEngine, port=0, begins=MONDAY)
    async with chromium_page(await demo.start()) as opened:
        yield opened
    await demo.stop()
