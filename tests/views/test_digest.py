"""The digest of a week as a message: what a notification reads of it."""

from dataclasses import replace

from bot.render import Words
from bot.views.digest import digest
from tests.gallery.digest_scenes import QUIET, WEEK


def test_a_notification_says_how_much_is_open() -> None:
    """The parts that are on the screen are counted, by the names that templates have for them."""
    text = digest(Words(), WEEK, "/pmo").text
    assert text == "The week to Fri 6 Mar: 2 open decisions, 2 open blockers, 1 closed"
    assert digest(Words(), QUIET, "/pmo").text == "The week to Fri 6 Mar: nothing waits for anybody"
    lines = replace(WEEK, sections=WEEK.sections[-2:])
    assert digest(Words(), lines, "/pmo").text == "The week to Fri 6 Mar: nothing waits for anybody"
