"""A Slack that does not take charts gets the same words without them, and is not asked again and again."""

import aiohttp
import pytest

from bot.errors import SlackRefused
from bot.slack.charted import AGAIN, ChartedSlack, Charts
from bot.slack.gateway import Message
from bot.slack.web import WebSlack
from tests.factories.web_api import Api
from tests.slack.test_web import SECTION, answering

CHART = {"type": "data_visualization", "block_id": "chart", "title": "Blockers", "chart": {"type": "bar"}}
DRAWN = Message("Blockers", [SECTION, CHART])
REFUSED = answering(200, '{"ok": false, "error": "invalid_blocks"}')


def kinds(api: Api, method: str) -> list[list[str]]:
    """The types of the blocks of each call."""
    return [[block["type"] for block in (body.get("view") or body)["blocks"]] for body in api.asked(method)]


async def test_a_refused_chart_is_left_out_and_remembered_by_all(api: Api, session: aiohttp.ClientSession) -> None:
    """The first message is tried twice; from then on nobody of this process draws."""
    charts = Charts()
    one, other = (ChartedSlack(session, "xoxb-test", api.url, charts=charts) for _ in range(2))
    api.will("chat.postMessage", REFUSED, {"channel": "C1", "ts": "1.1"})
    assert (await one.post("C1", DRAWN, key="sync_map:1")).ts == "1.1"
    assert kinds(api, "chat.postMessage") == [["section", "data_visualization"], ["section"]]
    await other.update("C1", "1.1", DRAWN)
    await other.publish_home("U1", {"type": "home", "blocks": DRAWN.blocks})
    await other.respond(f"{api.url}respond", DRAWN)
    await other.whisper("C1", "U1", DRAWN, thread_ts="1.1")
    for method in ("chat.update", "views.publish", "respond", "chat.postEphemeral"):
        assert kinds(api, method) == [["section"]]


async def test_refused_charts_are_tried_again_after_an_hour(api: Api, session: aiohttp.ClientSession) -> None:
    """Refused once more they rest for another hour; taken they stay. A clock that was set back holds nothing up."""
    at = 1_000_000.0
    slack = ChartedSlack(session, "xoxb-test", api.url, charts=Charts(now=lambda: at))
    drawn, plain = ["section", "data_visualization"], ["section"]
    api.will("chat.update", REFUSED, {}, {}, REFUSED, {})
    said = []
    for moved in (0, AGAIN - 1, 1, AGAIN - 1, 1, 1, -3 * AGAIN):
        at += moved
        before = len(kinds(api, "chat.update"))
        await slack.update("C1", "1.1", DRAWN)
        said.append(kinds(api, "chat.update")[before:])
    assert said == [[drawn, plain], [plain], [drawn, plain], [plain], [drawn], [drawn], [drawn]]


async def test_a_home_tab_is_shown_without_its_chart_too(api: Api, session: aiohttp.ClientSession) -> None:
    """Slack refuses a view with another code."""
    slack = ChartedSlack(session, "xoxb-test", api.url)
    api.will("views.publish", answering(200, '{"ok": false, "error": "invalid_arguments"}'), {})
    await slack.publish_home("U1", {"type": "home", "blocks": [SECTION, CHART]})
    assert kinds(api, "views.publish") == [["section", "data_visualization"], ["section"]]


async def test_what_is_wrong_without_the_chart_too_says_nothing_about_charts(
    api: Api, session: aiohttp.ClientSession
) -> None:
    """The refusal goes on to whoever called, and the next message is drawn again."""
    charts = Charts()
    slack = ChartedSlack(session, "xoxb-test", api.url, charts=charts)
    api.will("chat.postMessage", REFUSED)
    with pytest.raises(SlackRefused, match="invalid_blocks"):
        await slack.post("C1", DRAWN)
    with pytest.raises(SlackRefused, match="invalid_blocks"):
        await slack.post("C1", Message("No chart", [SECTION]))
    api.will("chat.postMessage", answering(200, '{"ok": false, "error": "channel_not_found"}'))
    with pytest.raises(SlackRefused, match="channel_not_found"):
        await slack.post("C1", DRAWN)
    assert not charts.refused
    assert kinds(api, "chat.postMessage") == [[*kind] for kind in (["section", "data_visualization"], ["section"])] + [
        ["section"],
        ["section", "data_visualization"],
    ]


async def test_a_click_is_answered_and_a_message_taken_away_as_before(api: Api, slack: WebSlack) -> None:
    """Nothing is said in place of a message that is deleted."""
    charted = ChartedSlack(slack.session, "xoxb-test", api.url)
    await charted.respond(f"{api.url}respond", None, replace=True)
    assert api.asked("respond") == [{"delete_original": True}]
