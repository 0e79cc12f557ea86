"""What the home tab says of who answers, before it draws it."""

import pytest

from bot.domain.participation import TeamShare
from bot.render import Words
from bot.views import blocks
from bot.views.participation import PAGE, all_teams, on_home


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [(None, 0.0, "Too early to compare"), (0.9, 0.9, "Steady"), (0.9, 0.2, "*Growth* fell most: 90 % answered")],
)
def test_the_first_sentence_claims_no_more_than_is_known(before: float | None, after: float, said: str) -> None:
    """After the first weeks nothing is steady yet; one team with a past is enough to compare."""
    teams = (TeamShare("Growth", before, after), TeamShare("Sales", None, 1.0))
    drawn = blocks.home(on_home(Words(), teams))["blocks"]
    assert drawn[1]["text"]["text"].startswith(said)


@pytest.mark.parametrize("name", ["", "&" * 75, "😀" * 75])
def test_every_team_stands_on_one_page(name: str) -> None:
    """Whatever they are called, and however many there are; the last page says where one is, too."""
    teams = tuple(TeamShare(f"{number}: {name}", 0.9, 0.4) for number in range(PAGE * 2 + 1))
    pages = [all_teams(Words(), teams, first) for first in (0, PAGE, PAGE * 2)]
    texts = ["".join(one["text"]["text"] for one in page["blocks"] if one["type"] == "section") for page in pages]
    assert [text.count("90 % before") for text in texts] == [PAGE, PAGE, 1]
    assert texts[2].startswith("201 to 201 of 201 teams, those that fell most first:\n• *200: ")
    labels = [
        [one["text"]["text"] for block in page["blocks"] if block["type"] == "actions" for one in block["elements"]]
        for page in pages
    ]
    assert labels == [["Show 100 more"], ["Back", "Show 1 more"], ["Back"]]
