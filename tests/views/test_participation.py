"""What the home tab says of who answers, before it draws it."""

import pytest

from bot.domain.participation import TeamShare
from bot.render import Words
from bot.views import blocks
from bot.views.participation import on_home


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [(None, 0.0, "Too early to compare"), (0.9, 0.9, "Steady"), (0.9, 0.2, "*Growth* fell most: 90 % answered")],
)
def test_the_first_sentence_claims_no_more_than_is_known(before: float | None, after: float, said: str) -> None:
    """After the first weeks nothing is steady yet; one team with a past is enough to compare."""
    teams = (TeamShare("Growth", before, after), TeamShare("Sales", None, 1.0))
    drawn = blocks.home(on_home(Words(), teams))["blocks"]
    assert drawn[1]["text"]["text"].startswith(said)
