"""The trend of readiness: every pulse with what it has, in the chart and in words."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.render import Words
from bot.views import change_pulse
from tests.gallery.change_pulse_scenes import BEFORE, BEFORE_KNOWING, FIRST, LAST, PAGE, WHY_ALONE


def shown(*pulses: Any) -> dict[str, Any]:
    """Return the trend of `pulses` as Slack gets it, by block."""
    blocks: Sequence[Any] = change_pulse.on_page(Words(), replace(PAGE, pulses=pulses))
    drawn = [block._resolve() for block in blocks]
    return {block["block_id"]: block for block in drawn}


def test_a_pulse_that_lacks_one_mean_is_drawn_with_the_others() -> None:
    """The statement that lacks it has no line, which is said beside its other figures."""
    trend = shown(FIRST, BEFORE, LAST)
    chart = trend["ready_trend"]["chart"]
    assert chart["axis_config"]["categories"] == ["13 Jan", "10 Feb", "10 Mar"]
    assert [one["name"] for one in chart["series"]] == ["I know why", "I want this", "I know how", "It sticks"]
    words = trend["ready_moved"]["elements"][0]["text"]
    assert "I can do it – → 1.5 → 2.5" in words
    assert "the chart leaves out “I can do it”" in words


def test_where_no_statement_is_known_each_time_the_figures_stand_alone() -> None:
    """Nothing can be drawn, and nothing is said of a chart that is not there."""
    trend = shown(WHY_ALONE, BEFORE_KNOWING, LAST)
    assert "ready_trend" not in trend
    words = trend["ready_moved"]["elements"][0]["text"]
    assert "I know why 3.4 → – → 4.0" in words
    assert "chart" not in words
