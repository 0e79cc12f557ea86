"""Rates are Slack's own, in real time."""

import aiohttp
import pytest

from bot.playground.rates import RateLimits, Rates
from bot.playground.records import SlackRefusal
from bot.playground.server import PlaygroundServer
from bot.playground.workspace import Workspace
from bot.slack.scopes import METHODS
from tests.playground.conftest import Api, RealTime


def allowed(rates: Rates, method: str, channel: str = "") -> int:
    """Return how many calls go through before one is refused."""
    count = 0
    while count < 10_000:
        try:
            rates.count(method, channel)
        except SlackRefusal:
            return count
        count += 1
    return count


@pytest.mark.parametrize("method", ["users.list", "chat.update", "views.open"])
def test_a_method_has_the_rate_of_its_tier(method: str) -> None:
    """Slack: tiers, per minute, per method: 20, 50, 100."""
    real = RealTime()
    rates = Rates(RateLimits(), real)
    assert allowed(rates, method) == METHODS[method].per_minute
    real.seconds += 60
    assert allowed(rates, method) == METHODS[method].per_minute


def test_methods_are_counted_apart() -> None:
    """Slack: rates are per method."""
    rates = Rates(RateLimits(), RealTime())
    allowed(rates, "users.list")
    rates.count("conversations.list")


def test_a_channel_takes_a_post_a_second_after_a_short_burst() -> None:
    """Slack: about 1 message a second per channel, short bursts allowed."""
    real = RealTime()
    rates = Rates(RateLimits(channel_burst=3), real)
    assert allowed(rates, "chat.postMessage", "C1") == 3
    real.seconds += 1
    assert allowed(rates, "chat.postMessage", "C1") == 1
    assert allowed(rates, "chat.postMessage", "C2") == 3


def test_a_workspace_takes_some_hundred_posts_a_minute() -> None:
    """Slack: several hundred messages per minute per workspace and app; planned here as 300."""
    rates = Rates(RateLimits(channel_burst=1), RealTime())
    for number in range(300):
        rates.count("chat.postMessage", f"C{number}")
    with pytest.raises(SlackRefusal):
        rates.count("chat.postMessage", "C300")


def test_the_refusal_says_when_to_come_back() -> None:
    """Slack: Retry-After in whole seconds; after that long the call goes through."""
    real = RealTime()
    rates = Rates(RateLimits(), real)
    allowed(rates, "users.list")
    with pytest.raises(SlackRefusal) as refused:
        rates.count("users.list")
    real.seconds += refused.value.extra["retry_after"]
    rates.count("users.list")


async def test_too_many_calls_answer_429_with_retry_after(workspace: Workspace) -> None:
    """Slack: HTTP 429, ratelimited, Retry-After."""
    server = PlaygroundServer(workspace, rates=RateLimits(per_minute={"auth.test": 2}))
    await server.start()
    async with aiohttp.ClientSession() as session:
        api = Api(server, session)
        answers = [await api("auth.test") for _ in range(3)]
        assert [answer["ok"] for answer in answers] == [True, True, False]
        assert answers[2]["error"] == "ratelimited"
        assert (api.last.status, api.last.headers["Retry-After"]) == (429, "30")
    await server.stop()


async def test_a_person_and_their_direct_messages_are_one_conversation(workspace: Workspace) -> None:
    """Slack counts conversations: naming one by the person's id, the D… id or a channel's name makes no difference."""
    server = PlaygroundServer(workspace, rates=RateLimits(channel_burst=1))
    await server.start()
    async with aiohttp.ClientSession() as session:
        api = Api(server, session)
        first = await api("chat.postMessage", channel=workspace.person("ana").id, text="one")
        second = await api("chat.postMessage", channel=first["channel"], text="two")
        assert second["error"] == "ratelimited"
        named = await api("chat.postMessage", channel="#sync", text="one")
        assert (await api("chat.postMessage", channel=named["channel"], text="two"))["error"] == "ratelimited"
    await server.stop()
