"""When a digest comes: once a week, in the local time of whose it is, whatever the clocks do."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.digest_plan import DigestPlan, PlanFacts, next_day
from bot.domain.recurrence import instant

ZONES = st.sampled_from(["Europe/Lisbon", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia"])
PLANS = st.builds(DigestPlan, st.integers(0, 6), st.times().map(lambda at: at.replace(second=0, microsecond=0)))
MOMENTS = st.integers(0, 2_000_000).map(lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))


@given(PLANS, ZONES, MOMENTS)
def test_it_comes_on_its_weekday_within_a_week_and_once(plan: DigestPlan, zone: str, now: datetime) -> None:
    """From one to the next there are seven days of the calendar, over clock changes too."""
    place = ZoneInfo(zone)
    first = next_day(plan, place, now)
    at = instant(first, plan.at, place)
    assert first.weekday() == plan.weekday
    assert timedelta(0) < at - now <= timedelta(days=7, hours=2)
    assert next_day(plan, place, at) == first + timedelta(days=7)


def test_its_rhythm_is_said_as_people_say_it() -> None:
    """With the day's name and the time."""
    assert PlanFacts(DigestPlan(0, time(9))).rhythm == "every Monday at 09:00"
    assert PlanFacts(DigestPlan(), date(2026, 3, 6)).rhythm == "every Friday at 15:00"
