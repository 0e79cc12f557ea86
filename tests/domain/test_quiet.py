"""Do-not-disturb: a question waits until it ends, but leaves half an hour of working time to answer it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.quiet import held_until
from bot.domain.round import WORTH_ASKING
from bot.domain.working_time import WorkingTime

LISBON = WorkingTime(ZoneInfo("Europe/Lisbon"))
TEN = datetime(2026, 3, 3, 10, tzinfo=UTC)
MINUTES = st.integers(1, 3 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))


def test_it_waits_for_the_end_and_for_work_to_begin() -> None:
    """Until eleven; and until nine where the night's quiet ends at eight."""
    closes = TEN + timedelta(hours=4)
    assert held_until(TEN, TEN + timedelta(hours=1), closes, LISBON) == TEN + timedelta(hours=1)
    night = TEN.replace(hour=3)
    assert held_until(night, TEN.replace(hour=8), closes, LISBON) == TEN.replace(hour=9)


def test_it_waits_no_longer_than_there_is_time_to_answer() -> None:
    """Half an hour before the closing; in the last half hour of work where the round goes on into the night."""
    long = TEN + timedelta(days=1)
    assert held_until(TEN, long, TEN + timedelta(hours=4), LISBON) == TEN + timedelta(hours=3, minutes=30)
    assert held_until(TEN, long, TEN.replace(hour=22), LISBON) == TEN.replace(hour=16, minute=30)
    assert held_until(TEN, long, TEN + timedelta(minutes=30), LISBON) is None
    assert held_until(TEN, long, TEN - timedelta(minutes=30), LISBON) is None


@given(quiet=MINUTES, closes=MINUTES)
def test_whoever_is_held_can_answer(quiet: timedelta, closes: timedelta) -> None:
    """Half an hour of working time is left after it, and it is never held longer than the next work after the quiet."""
    until = held_until(TEN, TEN + quiet, TEN + closes, LISBON)
    if until is not None:
        assert until == TEN or LISBON.between(until, TEN + closes) >= WORTH_ASKING
        after = LISBON.next_working(TEN + quiet)
        assert after is not None
        assert until <= after
