"""Charts on the page: an axis that people can read."""

import pytest
from playwright.async_api import expect

from bot.playground.server import PlaygroundServer
from bot.playground.workspace import Workspace
from tests.playground.browser import chromium_page

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("values", "ticks"),
    [((1, 0), ["0", "1"]), ((3, 1), ["0", "1", "2", "3"]), ((0.5, 1), ["0", "0.25", "0.5", "0.75", "1"])],
)
async def test_counts_have_whole_steps_and_shares_have_parts(
    api, server: PlaygroundServer, workspace: Workspace, values: tuple[float, ...], ticks: list[str]
) -> None:
    """Nobody raises a quarter of a blocker."""
    labels = ["3 Mar", "10 Mar"]
    series = [{"name": "Raised", "data": [{"label": a, "value": b} for a, b in zip(labels, values, strict=True)]}]
    drawn = {"type": "bar", "series": series, "axis_config": {"categories": labels}}
    block = {"type": "data_visualization", "title": "Blockers", "chart": drawn}
    await api("chat.postMessage", channel=workspace.person("ana").id, text="Chart", blocks=[block])
    async with chromium_page(server.url) as page:
        await page.get_by_role("tab", name="Messages").click()
        axis = page.locator("svg.chart text[text-anchor=end]")
        await expect(axis).to_have_text(ticks)
