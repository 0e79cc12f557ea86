"""Charts on the page: an axis that people can read."""

import pytest
from playwright.async_api import expect

from bot.playground.server import PlaygroundServer
from bot.playground.workspace import Workspace
from tests.playground.browser import chromium_page
from tests.playground.some_blocks import pie, table

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


CUT = """() => [...document.querySelectorAll(".b-chart, .chart, .pie")].filter((one) => {
  const box = one.getBoundingClientRect();
  return one.scrollWidth > one.clientWidth || box.width < 150 || box.right > innerWidth;
}).length"""
"""How many charts, or drawings in them, are not seen whole."""


async def test_on_a_narrow_screen_charts_are_seen_whole_and_tables_scroll(
    api, server: PlaygroundServer, workspace: Workspace
) -> None:
    """On a phone no month is missing, opened figures included; a table that is too wide moves in its own frame."""
    labels = [f"Month {number}" for number in range(6)]
    points = [{"label": one, "value": number} for number, one in enumerate(labels)]
    series = [{"name": f"Quite a long theme {number}", "data": points} for number in range(5)]
    for kind in ("line", "bar"):
        drawn = {"type": kind, "series": series, "axis_config": {"categories": labels}}
        block = {"type": "data_visualization", "title": "Votes for themes, by month", "chart": drawn}
        shown = {"text": kind, "blocks": [block, table(3, 5, "Value stream") if kind == "line" else pie(3, 4)]}
        assert (await api("chat.postMessage", channel=workspace.person("ana").id, **shown))["ok"]
    async with chromium_page(server.url) as page:
        await page.get_by_role("tab", name="Messages").click()
        await expect(page.locator("svg.chart, svg.pie")).to_have_count(3)
        await page.set_viewport_size({"width": 400, "height": 1600})
        await expect(page.locator("svg.chart").first).to_have_attribute("viewBox", "0 0 240 200")
        for one in await page.get_by_text("Show figures").all():
            await one.click()
        assert await page.evaluate(CUT) == 0
        moved = "one => { one.scrollLeft = 99; return one.scrollLeft }"
        assert await page.get_by_role("group", name="Table").evaluate(moved) > 0
