"""When the owner of a change is asked for news, and when the PMO hears that there is none."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.change_heartbeat import asked_at, cannot_be_asked, lapsed_at
from bot.domain.working_time import Away, WorkingTime

LISBON = ZoneInfo("Europe/Lisbon")
ANA = WorkingTime(LISBON, country="PT")


def nine(month: int, day: int) -> datetime:
    """Return the hour at which Ana begins on a day of 2026."""
    return datetime(2026, month, day, 9, tzinfo=LISBON)


@pytest.mark.parametrize(
    ("due_on", "asked"),
    [
        (date(2026, 3, 6), nine(3, 3)),
        (date(2026, 3, 7), nine(3, 4)),
        (date(2026, 3, 8), nine(3, 4)),
        (date(2026, 3, 9), nine(3, 4)),
        # The Monday after Easter, whose Friday is a holiday in Portugal.
        (date(2026, 4, 6), nine(3, 31)),
    ],
)
def test_the_owner_is_asked_three_working_days_before(due_on: date, asked: datetime) -> None:
    """Weekends and holidays are none, wherever the day itself falls."""
    assert asked_at(ANA, due_on) == asked


def test_the_owner_is_asked_before_their_leave() -> None:
    """Where the day lies in it."""
    away = WorkingTime(LISBON, away=(Away(date(2026, 3, 4), date(2026, 3, 20)),))
    assert asked_at(away, date(2026, 3, 12)) == nine(2, 27)


def test_who_is_away_until_the_day_cannot_be_asked() -> None:
    """A weekend alone is no reason to turn to others; nor is leave that ends before the day."""
    ill = WorkingTime(LISBON, away=(Away(date(2026, 3, 2), date(2026, 3, 9)),))
    assert cannot_be_asked(ill, nine(3, 4), date(2026, 3, 9))
    assert not cannot_be_asked(ill, nine(3, 4), date(2026, 3, 10))
    assert not cannot_be_asked(ANA, nine(3, 7), date(2026, 3, 8))
    assert not cannot_be_asked(ill, nine(3, 9), date(2026, 3, 8))


def test_the_pmo_hears_the_morning_after_and_never_as_soon_as_the_owner_is_asked() -> None:
    """Who was asked on Monday for Sunday's word has until Tuesday; who was asked on Friday for Monday's, too."""
    assert lapsed_at(ANA, date(2026, 3, 6), nine(3, 3)) == nine(3, 7)
    assert lapsed_at(ANA, date(2026, 3, 8), nine(3, 9)) == nine(3, 10)
    assert lapsed_at(ANA, date(2026, 3, 5), nine(3, 6)) == nine(3, 9)
