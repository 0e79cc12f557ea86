"""Which status in Slack means that somebody is away, and until when."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.away_status import away_until, says_away
from bot.domain.working_time import WorkingTime

LISBON = WorkingTime(ZoneInfo("Europe/Lisbon"))
NOW = datetime(2026, 8, 3, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "emoji"),
    [
        ("Vacationing", ":palm_tree:"),
        ("Out sick", ":face_with_thermometer:"),
        ("On holiday until 14 Aug", ""),
        ("Parental leave", ":baby:"),
        ("annual leave ☀️", ""),
        ("OOO", ""),
        ("Out of office, ask Tiago", ":no_entry:"),
        ("PTO", ""),
        ("Im Urlaub bis 14.8.", ""),
        ("krank", ""),
        ("En congé", ""),
        ("De férias", ":beach_with_umbrella:"),
        ("Vacaciones", ""),
        ("On vacation, back next week", ""),
        ("Sick 🤒 back tomorrow", ""),
        ("On leave until next month", ""),
        ("Out of office, returning tomorrow", ""),
        ("", ":palm_tree:"),
        ("", ":face_with_thermometer::skin-tone-2:"),
    ],
)
def test_a_status_that_says_away(text: str, emoji: str) -> None:
    """Slack's own proposals, and what people write, in several languages."""
    assert says_away(text, emoji)


@pytest.mark.parametrize(
    ("text", "emoji"),
    [
        ("", ""),
        ("In a meeting", ":calendar:"),
        ("Working remotely", ":house_with_garden:"),
        ("Commuting", ":bus:"),
        ("Back from holiday", ":palm_tree:"),
        ("Planning the holiday party", ""),
        ("Vacation next week", ""),
        ("Holiday soon, back to the audit tomorrow", ""),
        ("Holiday season sale", ":shopping_trolley:"),
        ("Sick of meetings", ""),
        ("Covering for Ana on leave", ""),
        ("please leave a message", ""),
        ("will be late", ""),
        ("Skill up", ""),
        ("sick-build duty", ""),
        ("Focus", ":palm_tree:"),
        ("not sick", ""),
    ],
)
def test_a_status_that_does_not(text: str, emoji: str) -> None:
    """Meetings, work elsewhere, and words about an absence that is none."""
    assert not says_away(text, emoji)


@pytest.mark.parametrize(
    ("expires", "last"),
    [
        (None, None),
        (datetime(2026, 8, 14, 22, 59, tzinfo=UTC), date(2026, 8, 14)),
        (datetime(2026, 8, 17, 7, 0, tzinfo=UTC), date(2026, 8, 16)),
        (datetime(2026, 8, 3, 13, 0, tzinfo=UTC), date(2026, 8, 3)),
    ],
)
def test_until_when(expires: datetime | None, last: date | None) -> None:
    """By the day of the person; one that ends before work begins ends the day before."""
    assert away_until(LISBON, NOW, expires) == (date(2026, 8, 3), last)


def test_a_status_that_is_over_says_nothing() -> None:
    """It ended this morning before work began."""
    assert away_until(LISBON, NOW, datetime(2026, 8, 3, 7, 30, tzinfo=UTC)) is None
