"""Every call to Slack is counted by what came of it."""

import asyncio

import aiohttp
import pytest

from bot.errors import BotError, SlackRefused
from bot.prometheus import PrometheusMetrics
from bot.slack.counted import counted
from bot.slack.errors import refused, translate
from tests.factories.figures import Shown


def calls(metrics: PrometheusMetrics) -> dict[str, float]:
    """Return the calls of "chat.update" by result."""
    shown = Shown(metrics.exposition("")[0].decode())
    return {
        dict(labels)["result"]: number
        for (name, labels), number in shown.samples.items()
        if name == "drumbeat_slack_calls_total"
    }


@pytest.mark.parametrize(
    ("error", "result"),
    [
        (refused("chat.update", 429, {"Retry-After": "7"}, {}), "limited"),
        (refused("chat.update", 200, {}, {"error": "ratelimited"}), "limited"),
        (refused("chat.update", 500, {}, {}), "unavailable"),
        (refused("chat.update", 200, {}, {"error": "fatal_error"}), "unavailable"),
        (SlackRefused("chat.update", "token_revoked"), "token"),
        (SlackRefused("chat.update", "missing_scope"), "scope"),
        (SlackRefused("chat.update", "message_not_found"), "refused"),
    ],
)
def test_what_slack_answers_has_a_class(error: BotError, result: str) -> None:
    """A handful of classes, whatever codes Slack thinks of; and the caller still gets the error."""
    metrics = PrometheusMetrics()
    with pytest.raises(type(error)), counted(metrics, "chat.update"):
        raise error
    assert calls(metrics) == {result: 1}


@pytest.mark.parametrize(
    ("cause", "result"),
    [
        (TimeoutError(), "timeout"),
        (aiohttp.ServerTimeoutError(), "timeout"),
        (aiohttp.ServerDisconnectedError(), "unavailable"),
        (ValueError("no JSON"), "unavailable"),
    ],
)
def test_no_answer_in_time_is_told_from_a_broken_connection(cause: Exception, result: str) -> None:
    """The one says that Slack is slow, the other that the way to it is."""
    metrics = PrometheusMetrics()
    with pytest.raises(BotError), counted(metrics, "chat.update"):
        raise translate("chat.update", cause) from cause
    assert calls(metrics) == {result: 1}


def test_a_call_that_is_taken_or_cut_off_is_counted_too() -> None:
    """So that the sum is the number of calls."""
    metrics = PrometheusMetrics()
    with counted(metrics, "chat.update"):
        pass
    with pytest.raises(asyncio.CancelledError), counted(metrics, "chat.update"):
        raise asyncio.CancelledError
    assert calls(metrics) == {"ok": 1, "cancelled": 1}
