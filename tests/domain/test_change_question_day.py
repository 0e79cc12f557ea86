"""When it is said that there is no news on a promised day."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.domain.change_question_day import no_news_at
from bot.domain.working_time import Away, WorkingTime

LISBON = ZoneInfo("Europe/Lisbon")
ANA = WorkingTime(LISBON, country="PT")
MONDAY = datetime(2026, 3, 2, 9, tzinfo=LISBON)


@pytest.mark.parametrize(
    ("day", "said_on"),
    [
        (date(2026, 3, 6), date(2026, 3, 6)),
        (date(2026, 3, 7), date(2026, 3, 6)),
        (date(2026, 3, 8), date(2026, 3, 6)),
        # From Good Friday to Easter Sunday.
        (date(2026, 4, 3), date(2026, 4, 2)),
        (date(2026, 4, 5), date(2026, 4, 2)),
    ],
)
def test_it_is_said_on_the_day_or_on_the_working_day_before(day: date, said_on: date) -> None:
    """As it ends: whoever answers has it to find something out."""
    assert no_news_at(ANA, day, MONDAY) == datetime.combine(said_on, time(17), LISBON)


def test_what_was_promised_on_a_friday_for_a_sunday_is_said_on_the_sunday() -> None:
    """The day on which it was promised is no day on which it is taken back."""
    friday = datetime(2026, 3, 6, 10, tzinfo=LISBON)
    assert no_news_at(ANA, date(2026, 3, 8), friday) == datetime(2026, 3, 8, 17, tzinfo=LISBON)


def test_whoever_is_on_leave_takes_nothing_back_before() -> None:
    """It is said on the day, by Drumbeat: others can answer until then."""
    away = WorkingTime(LISBON, away=(Away(date(2026, 3, 5), date(2026, 3, 20)),))
    assert no_news_at(away, date(2026, 3, 10), MONDAY) == datetime(2026, 3, 10, 17, tzinfo=LISBON)
    assert no_news_at(away, date(2026, 3, 8), MONDAY) == datetime(2026, 3, 6, 17, tzinfo=LISBON)
