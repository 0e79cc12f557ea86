"""Short retros: when they close, and what a page may say of them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.change_retro import LookedAt, closes, learnt_lines

FRIDAY = datetime(2026, 3, 6, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "country", "closing"),
    [
        (1, "", datetime(2026, 3, 9, 16, 0, tzinfo=UTC)),
        (5, "", datetime(2026, 3, 13, 16, 0, tzinfo=UTC)),
        # The clocks of Berlin change on 29 March.
        (17, "", datetime(2026, 3, 31, 15, 0, tzinfo=UTC)),
        # Good Friday and Easter Monday are no working days in Germany.
        (20, "DE", datetime(2026, 4, 7, 15, 0, tzinfo=UTC)),
    ],
)
def test_it_closes_in_the_afternoon_of_a_working_day(days: int, country: str, closing: datetime) -> None:
    """At 17:00 of whoever begins it, with the weekends and holidays left out."""
    assert closes(FRIDAY, days, ZoneInfo("Europe/Berlin"), country) == closing


def test_a_page_says_themes_and_no_card() -> None:
    """A theme of one card is called like it, and one whose name a card begins with quotes it: neither is told."""
    themes = [
        LookedAt("worked", "Training", ("The training helped.", "Training twice a week.")),
        LookedAt("worked", "Mara was there.", ("Mara was there.",)),
        LookedAt("didnt", "Late news…", ("Late news of our desks", "News came late")),
        LookedAt("next", "Practice", ("More practice", "Practise it", "In practice")),
    ]
    assert learnt_lines(themes) == ["What worked: Training (2)", "Next time: Practice (3)"]
