"""When somebody is asked again who said *Later*."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.round import WORTH_ASKING
from bot.domain.sync_later import Later, later_at, offered
from bot.domain.working_time import WorkingTime

LISBON = WorkingTime(ZoneInfo("Europe/Lisbon"))
TEN = datetime(2026, 3, 3, 10, tzinfo=UTC)
CLOSES = datetime(2026, 3, 3, 22, tzinfo=UTC)


def test_what_is_offered_depends_on_what_is_left() -> None:
    """In the morning all three; after two no afternoon; near the closing nothing."""
    zone = LISBON.zone
    assert offered(TEN, CLOSES, zone) == [Later.HALF_AN_HOUR, Later.TWO_HOURS, Later.AFTERNOON]
    assert offered(TEN + timedelta(hours=5), CLOSES, zone) == [Later.HALF_AN_HOUR, Later.TWO_HOURS]
    assert offered(CLOSES - timedelta(minutes=50), CLOSES, zone) == []


def test_later_is_inside_working_hours() -> None:
    """Two hours after four in the afternoon is tomorrow at nine, if the sync is open then."""
    assert later_at(Later.HALF_AN_HOUR, LISBON, TEN, CLOSES) == TEN + timedelta(minutes=30)
    assert later_at(Later.AFTERNOON, LISBON, TEN, CLOSES) == TEN.replace(hour=14)
    four = TEN.replace(hour=16)
    assert later_at(Later.TWO_HOURS, LISBON, four, CLOSES) is None
    assert later_at(Later.TWO_HOURS, LISBON, four, CLOSES + timedelta(days=1)) == TEN.replace(day=4, hour=9)
    assert later_at(Later.AFTERNOON, LISBON, four, CLOSES) is None


@given(
    st.sampled_from(list(Later)),
    st.integers(0, 60 * 24 * 14).map(lambda minutes: TEN + timedelta(minutes=minutes)),
    st.integers(0, 60 * 48).map(lambda minutes: timedelta(minutes=minutes)),
)
def test_nobody_is_asked_again_outside_their_hours_or_without_time_to_answer(
    choice: Later, now: datetime, left: timedelta
) -> None:
    """Whatever is chosen, and whenever."""
    at = later_at(choice, LISBON, now, now + left)
    if at is not None:
        assert at > now
        assert LISBON.next_working(at) == at
        assert now + left - at >= WORTH_ASKING
