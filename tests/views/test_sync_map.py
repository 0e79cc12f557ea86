"""The sync map where there is little to draw."""

from dataclasses import replace

from bot.render import Words
from bot.slack.gateway import Message
from bot.views.sync_map import sync_map
from tests.gallery.sync_map_scenes import FACTS, MAP


def kinds(message: Message) -> list[str]:
    """The kinds of a message's blocks."""
    return [block["type"] for block in message.blocks]


def test_a_chart_without_a_bar_is_left_out() -> None:
    """What people raised by themselves stands in the table, and was raised in no round of the sync yet."""
    quiet = replace(MAP, rounds=tuple(replace(one, raised=0, closed=0) for one in MAP.rounds))
    assert "data_visualization" in kinds(sync_map(Words(), FACTS, "/pmo"))
    shown = kinds(sync_map(Words(), replace(FACTS, map=quiet), "/pmo"))
    assert "table" in shown
    assert "data_visualization" not in shown
