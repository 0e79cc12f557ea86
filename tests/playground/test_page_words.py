"""What the page makes of texts, dates, charts and tables: its modules, called in the browser."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Page, expect

from bot.playground.server import PlaygroundServer
from bot.playground.workspace import Workspace
from tests.playground.browser import chromium_page

pytestmark = pytest.mark.browser

HTML = """async (sources) => {
  const { mrkdwn } = await import("/page/assets/js/mrkdwn.js");
  const shown = {};
  for (const source of sources) {
    const box = document.createElement("div");
    box.append(...mrkdwn(source));
    shown[source] = box.innerHTML;
  }
  return shown;
}"""
BLOCK = """async (block) => {
  const { renderBlock } = await import("/page/assets/js/blocks.js");
  const { Form } = await import("/page/assets/js/form.js");
  const node = renderBlock(block, { form: new Form(), where: {}, act: async () => true });
  document.getElementById("conversation").append(node);
  return node.innerText;
}"""
DATES = """async ([epoch, templates, now, zone]) => {
  const { formatDate } = await import("/page/assets/js/dates.js");
  return Object.fromEntries(templates.map((one) => [one, formatDate(epoch, one, new Date(now), zone)]));
}"""


@pytest.fixture
async def page(server: PlaygroundServer) -> AsyncIterator[Page]:
    """The page as Ana sees it."""
    async with chromium_page(server.url) as page:
        await expect(page.get_by_role("tab", name="Messages")).to_be_visible()
        yield page


async def test_marks_become_emphasis_only_where_slack_says_so(page: Page) -> None:
    """Marks inside words, around spaces or without an end stay text; code is left alone."""
    expected = {
        "*bold* _it_ ~no~ `x`": '<strong>bold</strong> <em>it</em> <s>no</s> <code class="mr-code">x</code>',
        "*_both_*": "<strong><em>both</em></strong>",
        "2 * 3 * 4": "2 * 3 * 4",
        "snake_case_name": "snake_case_name",
        "*never closed": "*never closed",
        "`*x*`": '<code class="mr-code">*x*</code>',
        "a &lt;b&gt; &amp;lt;": "a &lt;b&gt; &amp;lt;",
        "&gt; one\n&gt; two\nafter": '<blockquote class="mr-quote">one<br>two</blockquote>after',
        "```\n*a*\n```": '<pre class="mr-pre">*a*</pre>',
        ":nope: 10:30:00": ":nope: 10:30:00",
    }
    assert await page.evaluate(HTML, list(expected)) == expected


async def test_links_and_mentions_are_drawn_and_nothing_else_between_brackets(page: Page, workspace: Workspace) -> None:
    """Web and mail addresses become links; a known person a name, one's own marked; other schemes stay text."""
    ana, ben = workspace.persona("ana").id, workspace.persona("ben").id
    safe = 'target="_blank" rel="noopener noreferrer"'
    expected = {
        "<https://x.example|go>": f'<a href="https://x.example" {safe}>go</a>',
        "*<https://x.example|go>*": f'<strong><a href="https://x.example" {safe}>go</a></strong>',
        "<mailto:a@b.example|mail>": f'<a href="mailto:a@b.example" {safe}>mail</a>',
        "<javascript:alert(1)|go>": "&lt;javascript:alert(1)|go&gt;",
        f"<@{ben}>": '<span class="mention" title="">@Ben Carter</span>',
        f"<@{ana}>": '<span class="mention me" title="">@Ana Sousa</span>',
        "<!here>": '<span class="mention broadcast">@here</span>',
    }
    shown = await page.evaluate(HTML, list(expected))
    assert shown == expected


async def test_every_date_token_reads_as_in_slack(page: Page) -> None:
    """Tokens are filled for the reader's zone; the year is left out within six months; unknown tokens stay."""
    now, epoch = "2026-11-24T09:00:00Z", 1795534205  # Tue 24 Nov 2026, 15:30:05 UTC
    expected = {
        "{date_num}": "2026-11-24",
        "{date_slash}": "11/24/2026",
        "{date}": "November 24th",
        "{date_short}": "Nov 24",
        "{date_long}": "Tuesday, November 24th",
        "{date_pretty}": "today",
        "{date_short_pretty} at {time}": "today at 16:30",
        "{date_long_pretty}": "today",
        "{time_secs}": "16:30:05",
        "{ago}": "in 6 hours",
        "{unheard_of}": "{unheard_of}",
    }
    assert await page.evaluate(DATES, [epoch, list(expected), now, "Europe/Berlin"]) == expected
    far = {"{date}": "November 24th, 2026", "{date_pretty}": "November 24th, 2026", "{ago}": "365 days ago"}
    assert await page.evaluate(DATES, [epoch, list(far), "2027-11-24T15:30:05Z", "UTC"]) == far
    near = {"{date_pretty}": "tomorrow", "{date_num}": "2026-11-25"}
    assert await page.evaluate(DATES, [epoch + 7 * 3600, list(near), now, "UTC"]) == {
        "{date_pretty}": "today",
        "{date_num}": "2026-11-24",
    }
    assert await page.evaluate(DATES, [epoch + 7 * 3600, list(near), now, "Asia/Singapore"]) == near


async def test_a_local_time_is_an_instant_also_when_clocks_change(page: Page) -> None:
    """Of an hour that comes twice the first is taken; a time that is skipped moves on by the gap."""
    instants = await page.evaluate(
        """async (times) => {
          const { epochOf } = await import("/page/assets/js/dates.js");
          const shown = (epoch) => new Date(epoch * 1000).toISOString().slice(0, 16);
          return times.map(([date, time, zone]) => shown(epochOf(date, time, zone)));
        }""",
        [
            ["2026-11-24", "10:00", "Asia/Singapore"],
            ["2026-10-25", "01:30", "Europe/Lisbon"],
            ["2026-03-29", "01:30", "Europe/Lisbon"],
            ["2026-07-01", "23:30", "America/Los_Angeles"],
        ],
    )
    assert instants == ["2026-11-24T02:00", "2026-10-25T00:30", "2026-03-29T01:30", "2026-07-02T06:30"]


async def test_typed_marks_become_rich_text_and_come_back(page: Page) -> None:
    """What is typed into a rich text field is Slack's rich_text, and reads the same when it is shown again."""
    text = "Refunds are *live*\n- Spain\n- `Italy`\n> said Ben"
    rich, again = await page.evaluate(
        """async (text) => {
          const { toRichText, fromRichText } = await import("/page/assets/js/elements/richwords.js");
          const rich = toRichText(text);
          return [rich, fromRichText(rich)];
        }""",
        text,
    )
    assert again == text
    assert [part["type"] for part in rich["elements"]] == ["rich_text_section", "rich_text_list", "rich_text_quote"]
    assert rich["elements"][0]["elements"][1] == {"type": "text", "text": "live", "style": {"bold": True}}


@pytest.mark.parametrize(
    "block",
    [
        {"type": "hologram", "block_id": "x"},
        {"type": "actions", "block_id": "x", "elements": [{"type": "hologram", "action_id": "a"}]},
        {"type": "rich_text", "block_id": "x", "elements": [{"type": "hologram"}]},
        {"type": "data_visualization", "block_id": "x", "title": "t", "chart": {"type": "hologram"}},
    ],
)
async def test_what_cannot_be_drawn_is_shown_loudly(page: Page, block: dict[str, Any]) -> None:
    """An unknown type leaves a red box with its name, never a gap."""
    assert "hologram" in await page.evaluate(BLOCK, block)
    await expect(page.locator(".not-rendered")).to_have_count(1)


@pytest.mark.parametrize("kind", ["line", "bar", "area"])
async def test_a_chart_has_its_figures_as_text(page: Page, kind: str) -> None:
    """The drawing has a mark for each figure, and the figures stand in a table behind *Show figures*."""
    data = [{"label": "Oct", "value": 3}, {"label": "Nov", "value": -1}]
    chart = {"type": kind, "series": [{"name": "Open", "data": data}], "axis_config": {"categories": ["Oct", "Nov"]}}
    await page.evaluate(BLOCK, {"type": "data_visualization", "block_id": "x", "title": "Blockers", "chart": chart})
    figure = page.get_by_role("figure", name="Blockers")
    await expect(figure.locator("svg title").nth(0)).to_have_text("Oct")
    assert await figure.locator("svg rect, svg circle").count() == 2
    await figure.get_by_text("Show figures").click()
    await expect(figure.get_by_role("row", name="Nov -1")).to_be_visible()


async def test_a_data_table_has_pages_and_sorts_numbers_as_numbers(page: Page) -> None:
    """Five rows by threes; sorted by days 9 comes before 10, and the heading says how it is sorted."""
    days = [10, 9, 3, 25, 1]
    rows = [[{"type": "raw_text", "text": "What"}, {"type": "raw_text", "text": "Days"}]]
    rows += [[{"type": "raw_text", "text": f"b{n}"}, {"type": "raw_number", "value": n, "text": str(n)}] for n in days]
    await page.evaluate(BLOCK, {"type": "data_table", "block_id": "x", "caption": "Open", "page_size": 3, "rows": rows})
    table = page.get_by_role("group", name="Open")
    await expect(table.get_by_role("rowheader")).to_have_text(["b10", "b9", "b3"])
    await table.get_by_role("button", name="Days").click()
    await expect(table.get_by_role("rowheader")).to_have_text(["b1", "b3", "b9"])
    await expect(table.get_by_role("columnheader", name="Days")).to_have_attribute("aria-sort", "ascending")
    await table.get_by_role("button", name="Next page").click()
    await expect(table.get_by_role("rowheader")).to_have_text(["b10", "b25"])
    await expect(table.get_by_text("4–5 of 5")).to_be_visible()


async def test_digits_and_spaces_are_never_drawn_by_a_font_for_emoji(page: Page) -> None:
    """Those fonts have wide ones, which are taken where they come before the last font of the machine."""
    wide, plain = await page.evaluate(
        """() => ["'Noto Color Emoji'", getComputedStyle(document.body).fontFamily].map((family) => {
          const pen = document.createElement("canvas").getContext("2d");
          pen.font = `16px ${family}`;
          return pen.measureText("0 1 2").width;
        })"""
    )
    assert plain < wide / 1.5
