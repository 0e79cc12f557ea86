"""The report on retros: figures that add up in the reader's head, and one heading over what teams have in common."""

import json
from dataclasses import replace

from bot.domain.retro_report import Counts
from bot.render import Words
from bot.views.retro_report import report_message
from tests.gallery.retro_report_scenes import FULL

BEFORE = "some of them made before"
HEADING = "Shared by several teams"


def said(**changes: object) -> str:
    """Everything that the report says, with these facts changed."""
    return json.dumps(report_message(Words(), replace(FULL, **changes)).blocks, ensure_ascii=False)


def test_where_more_was_settled_than_made_it_says_why() -> None:
    """What is done in a quarter may be of the one before; a reader would else take it for a mistake."""
    assert f"14 actions were made, 9 done, 2 dropped, 5 open, {BEFORE}; 4 were open" in said()
    assert "14 actions were made, 9 done, 2 dropped, 3 open; 4 were open" in said(all=Counts(14, 9, 2, 3))


def test_what_several_teams_have_in_common_has_a_heading_as_on_the_home_tab() -> None:
    """Below the chart nobody would else know that something else begins."""
    assert said().count(HEADING) == 1
    assert HEADING not in said(systemic=())
