"""The desk of an announcement says what its author needs, once."""

from dataclasses import replace

from bot.domain.change_load import Load
from bot.render import Words
from bot.views.announcement_desk import load_blocks
from tests.gallery.announcement_scenes import ALIKE, DESK


def test_groups_that_have_the_same_to_take_in_share_a_line() -> None:
    """Eight times "1 (1 change)" below each other hides the one group that has more."""
    said = str(load_blocks(Words(), replace(DESK, loads=ALIKE)))
    assert said.count("1 change") == 2
    assert "Team 9: 2 (1 change and 1 sync or retro)" in said
    assert "Team 1, Team 2, Team 3, Team 4, Team 5 and 3 more: 1 (1 change)" in said


def test_every_group_above_the_limit_is_named() -> None:
    """However many there are that have the same to take in."""
    loads = tuple(Load(number, f"Team {number}", 8, changes=9) for number in range(1, 12))
    said = str(load_blocks(Words(), replace(DESK, loads=loads)))
    assert all(f"Team {number}" in said for number in range(1, 12))
    assert said.count("a lot at once") == 1
